"""Any change of a row, wherever it is, changes a digest; order does not."""

import pytest
from django.db import transaction

from ledgerflow.core.scope import firm_scope
from ledgerflow.ledger.sealing import seal_newest, seals_make
from ledgerflow.ops.backup.comparing import differences
from ledgerflow.ops.backup.digests import digests_of, migrations_of
from ledgerflow.ops.backup.scratch import scratch_database
from ledgerflow.ops.backup.target import configured_target
from tests.ops.backup.booked import post

TABLE = "CREATE TABLE ledger_journalline (firm_id int, business_id int, account_id int,"
TABLE += " currency text, amount numeric(19,4))"
EVENTS = "CREATE TABLE audit_auditevent (id int, firm_id int, action text)"


@pytest.fixture
def empty(db):
    """An owner's connection to an empty database."""
    target = configured_target()
    with scratch_database(target, "digests") as name, target.connection("owner", name) as owner:
        yield owner


def filled(owner, rows):
    owner.execute("DROP TABLE IF EXISTS thing")
    owner.execute("CREATE TABLE thing (id int, one_row text, amount numeric)")
    with owner.cursor() as cursor:
        cursor.executemany("INSERT INTO thing VALUES (%s, %s, %s)", rows)
    return digests_of(owner).tables["thing"]


def test_the_order_of_rows_is_no_content_and_everything_else_is(empty):
    rows = [(1, "a", "1.50"), (2, None, "2"), (2, None, "2")]
    made = filled(empty, rows)
    assert made.rows == 3
    assert filled(empty, rows[::-1]) == made
    for other in (
        rows[:2],
        [*rows, rows[0]],
        [(1, "a", "1.51"), *rows[1:]],
        [(1, "a", "1.5"), *rows[1:]],
        [(1, "b", "1.50"), *rows[1:]],
        [rows[0], (2, "", "2"), (2, None, "2")],
        [(1, None, "1.50"), (2, "a", "2"), (2, None, "2")],
    ):
        assert filled(empty, other) != made


def test_equal_rows_do_not_cancel_out(empty):
    twice, four_times = (filled(empty, [(1, "a", "1")] * times) for times in (2, 4))
    assert twice.digest != four_times.digest


def test_a_trial_balance_is_per_account_and_currency(empty):
    empty.execute(TABLE)
    seen = set()
    for values in ("(1,1,1,'USD',5)", "(1,1,2,'USD',-5)", "(1,1,2,'EUR',1)", "(2,1,1,'USD',1)"):
        empty.execute(f"INSERT INTO ledger_journalline VALUES {values}")
        seen.add(digests_of(empty).trial_balance)
    assert len(seen) == 4


def test_audit_events_that_change_places_are_seen(empty):
    empty.execute(EVENTS)
    empty.execute("INSERT INTO audit_auditevent VALUES (1,1,'a'),(2,1,'b'),(3,2,'a')")
    chain = digests_of(empty).audit_chain
    assert digests_of(empty).audit_chain == chain
    empty.execute("UPDATE audit_auditevent SET id = 3 - id WHERE firm_id = 1")
    assert digests_of(empty).audit_chain != chain


def test_a_database_without_our_tables_has_nothing_of_them(empty):
    found = digests_of(empty)
    assert (dict(found.tables), dict(found.sequences)) == ({}, {})
    assert (found.trial_balance, found.audit_chain, migrations_of(empty)) == ("", "", ())


@pytest.mark.django_db(transaction=True)
def test_every_table_of_every_firm_is_counted_in_the_callers_snapshot(two_books, live):
    studio, _ = two_books
    with live.connection("backup") as backup, backup.transaction():
        backup.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        before = digests_of(backup)
        with studio.scope():
            post(studio)
        assert digests_of(backup).tables == before.tables
    assert before.tables["ledger_journalentry"].rows == 3
    assert {"firms_user", "django_session", "procrastinate_jobs"} <= before.tables.keys()
    with live.connection("backup") as backup:
        faults = " ".join(differences(before, digests_of(backup)))
        assert "ledger.0002_invariants" in migrations_of(backup)
    assert "Table ledger_journalentry has 4 rows, not 3." in faults
    assert "trial balances" in faults


@pytest.mark.django_db(transaction=True)
def test_the_newest_seal_of_each_firm_is_noted_with_the_backup(two_books, live):
    firms = sorted({books.place.firm_id for books in two_books})
    for firm_id in firms:
        seals_make(firm_id=firm_id)
    with live.connection("backup") as backup:
        found = digests_of(backup).seals
    assert sorted(found) == [str(firm_id) for firm_id in firms]
    for firm_id in firms:
        with firm_scope(firm_id), transaction.atomic():
            note = seal_newest(firm_id)
        assert found[str(firm_id)] == f"{note.sequence}:{note.hash}"
