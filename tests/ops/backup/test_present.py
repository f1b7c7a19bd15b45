"""What would be replaced is said before it is."""

from ledgerflow.ops.backup.present import in_words, present_state
from ledgerflow.ops.backup.scratch import make_database
from ledgerflow.ops.backup.target import MAINTENANCE
from tests.ops.backup.beside import leave, somebody_connected


def test_books_are_counted_past_the_walls_between_firms(live, two_books):
    leave()
    present = present_state(live)
    assert present.exists
    assert not present.is_empty
    assert (present.books.firms, present.books.businesses) == (2, 2)
    assert present.books.entries > 0
    assert present.books.newest is not None
    assert present.size > 1_000_000


def test_whoever_is_connected_is_named(live):
    leave()
    assert not present_state(live).is_live
    with somebody_connected(live), somebody_connected(live), somebody_connected(live, program=""):
        present = present_state(live)
        assert present.is_live
        assert in_words(present.sessions) == "3 sessions (2 of psql, 1 of lf_app)"


def test_a_database_that_is_not_there_or_empty_has_nothing_to_lose(swappable):
    name = f"{swappable.database}_other"
    missing = present_state(swappable, name)
    assert (missing.exists, missing.is_empty) == (False, True)
    make_database(swappable, name)
    empty = present_state(swappable, name)
    assert (empty.exists, empty.is_empty, empty.books) == (True, True, None)


def test_what_cannot_be_read_says_why_and_is_not_empty(swappable):
    name = f"{swappable.database}_other"
    make_database(swappable, name)
    with swappable.connection("owner", name) as owner:
        owner.execute("CREATE TABLE firms_firm (id bigint)")
    broken = present_state(swappable, name)
    assert (broken.is_empty, broken.tables, broken.books) == (False, 1, None)
    assert "firms_business" in broken.fault


def test_one_that_takes_no_connections_is_said_to_be_closed(swappable):
    name = f"{swappable.database}_other"
    make_database(swappable, name)
    with swappable.connection("owner", MAINTENANCE) as owner:
        owner.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')
    assert present_state(swappable, name).is_closed
