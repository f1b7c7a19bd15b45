"""One database takes another's name, all or nothing."""

from datetime import UTC, datetime

import psycopg
import pytest

from ledgerflow.core.errors import ConflictError, InputError, OutsideError
from ledgerflow.ops.backup import swap as module
from ledgerflow.ops.backup.present import present_state
from ledgerflow.ops.backup.scratch import make_database
from ledgerflow.ops.backup.swap import (
    NAME_MAX,
    database_swap,
    database_swap_back,
    former_databases,
    name_beside,
)
from tests.ops.backup.beside import databases, leave, somebody_connected

NOW = datetime(2025, 6, 15, 12, 30, 5, tzinfo=UTC)
LATER = datetime(2025, 6, 15, 13, 0, 0, tzinfo=UTC)


@pytest.fixture
def new(swappable):
    """Another database, marked so that it is known again."""
    name = f"{swappable.database}_restored"
    make_database(swappable, name)
    mark(swappable, name, "new")
    mark(swappable, swappable.database, "old")
    leave()
    yield name
    with swappable.connection("owner") as owner:
        owner.execute("DROP TABLE IF EXISTS mark_old, mark_new")


def mark(target, name, word):
    with target.connection("owner", name) as owner:
        owner.execute(f"CREATE TABLE mark_{word} ()")


def which(target, name=None):
    question = "SELECT coalesce(to_regclass('mark_new'), to_regclass('mark_old'))::text"
    with target.connection("owner", name) as owner:
        return owner.execute(question).fetchone()[0].removeprefix("mark_")


@pytest.fixture
def put_back(swappable, new):
    """The tests' own database must have its name in the end."""
    yield
    if which(swappable) == "new":
        database_swap_back(swappable, datetime.now(UTC))


def test_names_say_when_and_fit_into_what_postgresql_keeps():
    assert name_beside("books", "before", NOW) == "books_before_20250615_123005"
    assert len(name_beside("b" * 63, "restored", NOW)) == NAME_MAX


@pytest.mark.usefixtures("put_back")
def test_the_new_one_takes_the_name_and_the_old_one_is_kept(swappable, new):
    before = name_beside(swappable.database, "before", NOW)
    report = database_swap(swappable, new, NOW)
    assert (report.live, report.before) == (swappable.database, before)
    assert (which(swappable), which(swappable, before)) == ("new", "old")
    assert new not in databases(swappable)
    with somebody_connected(swappable):
        pass  # the application is let in


@pytest.mark.usefixtures("put_back")
def test_sessions_are_ended_and_counted(swappable, new):
    with somebody_connected(swappable) as one, somebody_connected(swappable):
        assert database_swap(swappable, new, NOW).sessions_ended == 2
        with pytest.raises(psycopg.OperationalError):
            one.execute("SELECT 1")


@pytest.mark.usefixtures("put_back")
def test_a_swap_is_undone_and_redone(swappable, new):
    database_swap(swappable, new, NOW)
    back = database_swap_back(swappable, LATER)
    assert which(swappable) == "old"
    assert former_databases(swappable) == [back.before]
    database_swap_back(swappable, LATER.replace(hour=14))
    assert which(swappable) == "new"


def test_a_database_that_is_gone_is_simply_replaced(swappable, new):
    gone = f"{swappable.database}_gone"
    target = type(swappable)(gone, swappable.logins)
    report = database_swap(target, new, NOW)
    assert (report.before, which(swappable, gone)) == (None, "new")


def test_a_failure_half_way_gives_the_name_back_and_lets_people_in(swappable, new, monkeypatch):
    rename = module._rename
    done = []

    def fail_at_the_second(owner, name, to):
        if done:
            raise psycopg.errors.InsufficientPrivilege("invented")
        done.append(name)
        rename(owner, name, to)

    monkeypatch.setattr(module, "_rename", fail_at_the_second)
    with pytest.raises(OutsideError, match="could not be swapped: invented") as caught:
        database_swap(swappable, new, NOW)
    assert caught.value.code == "swap_failed"
    assert which(swappable) == "old"
    with somebody_connected(swappable):
        assert not present_state(swappable).is_closed


def test_sessions_that_cannot_be_ended_stop_the_swap(swappable, new, monkeypatch):
    monkeypatch.setattr(module, "_end", lambda connection, session: False)
    with somebody_connected(swappable, program="superuser's psql") as session:
        with pytest.raises(ConflictError, match="superuser's psql") as caught:
            database_swap(swappable, new, NOW)
        assert session.execute("SELECT 1").fetchone() == (1,)
    assert (caught.value.code, caught.value.exit_code) == ("restore_target_live", 4)
    assert which(swappable) == "old"


def test_without_a_former_database_there_is_nothing_to_swap_back(swappable):
    for former in (None, "postgres", swappable.database):
        with pytest.raises(InputError, match="There is no former database") as caught:
            database_swap_back(swappable, NOW, former)
        assert caught.value.code == "nothing_to_swap_back"
