"""Putting a backup in the live books' place, and back, losing nothing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledgerflow.core.errors import ConflictError, InputError, OutsideError
from ledgerflow.ops.backup import replace as module
from ledgerflow.ops.backup.create import backup_create
from ledgerflow.ops.backup.present import present_state
from ledgerflow.ops.backup.replace import backup_replace
from ledgerflow.ops.backup.restore import backup_restore
from ledgerflow.ops.backup.scratch import drop_database
from ledgerflow.ops.backup.shelf import backups_in, find_backup
from ledgerflow.ops.backup.swap import database_swap_back
from ledgerflow.ops.backup.target import MAINTENANCE, Target
from tests.ops.backup.beside import (
    contents,
    databases,
    leave,
    rename_firm,
    somebody_connected,
)
from tests.ops.backup.booked import post

NOW = datetime(2025, 6, 15, 12, 30, 5, tzinfo=UTC)
LATER = datetime(2025, 6, 15, 13, 0, 0, tzinfo=UTC)


@pytest.fixture
def entry(swappable, two_books):
    """A full backup of two firms' books."""
    made = backup_create(kind="full", verify=False)
    leave()
    return made


@pytest.fixture
def original(settings):
    """The path of one stored original."""
    files = [p for p in (Path(settings.MEDIA_ROOT) / "statements").rglob("*") if p.is_file()]
    return files[0]


def replace(entry, target, **options):
    options = {"confirmed": target.database, "now": NOW, "target": target} | options
    return backup_replace(entry, **options)


def test_books_come_back_as_they_were_and_the_swap_is_undone(swappable, two_books, entry, shelf):
    before = contents(swappable)
    with two_books[0].scope():
        post(two_books[0])
    leave()
    changed = contents(swappable)
    assert changed != before
    report = replace(entry, swappable)
    assert contents(swappable) == before
    assert contents(swappable, report.swapped.before) == changed
    saved = find_backup(shelf, report.safeguard)
    assert (saved.name.kind, saved.is_verified) == ("pre-restore", True)
    assert report.originals_missing == 0
    with two_books[0].scope():  # the application works on what was restored
        post(two_books[0])
    leave()
    database_swap_back(swappable, LATER)
    assert contents(swappable) == changed


def test_sessions_of_a_running_system_are_ended_by_force(swappable, entry):
    with somebody_connected(swappable, program="ledgerflow web"):
        assert replace(entry, swappable).swapped.sessions_ended == 1


@pytest.mark.parametrize("typed", ["", "yes", "ledgerflow", "TEST_LEDGERFLOW"])
def test_another_name_than_the_databases_replaces_nothing(swappable, entry, shelf, typed):
    before = contents(swappable)
    with pytest.raises(ConflictError, match="is not the database") as caught:
        replace(entry, swappable, confirmed=typed)
    assert (caught.value.code, caught.value.exit_code) == ("not_confirmed", 4)
    assert contents(swappable) == before
    assert (len(backups_in(shelf)), databases(swappable)) == (1, [swappable.database])


def test_a_database_that_is_gone_is_brought_back(swappable, entry):
    before = contents(swappable)
    gone = Target(f"{swappable.database}_gone", swappable.logins)
    report = replace(entry, gone)
    assert (report.safeguard, report.swapped.before) == (None, None)
    assert contents(gone) == before


def test_a_damaged_backup_changes_nothing(swappable, entry, shelf):
    before = contents(swappable)
    dump = entry.path_of(entry.manifest.dump)
    dump.write_bytes(dump.read_bytes()[:-200])
    with pytest.raises(Exception, match="is not valid"):
        replace(find_backup(shelf, entry.stem), swappable)
    assert contents(swappable) == before
    assert databases(swappable) == [swappable.database]
    assert len(backups_in(shelf)) == 1


def failing(**_):
    raise OutsideError("The disk is full.", code="backup_not_written", hint="Make room.")


def test_what_cannot_be_saved_first_is_not_replaced(swappable, entry, monkeypatch):
    before = contents(swappable)
    monkeypatch.setattr(module, "backup_create", failing)
    for without in (False, True):  # readable books are saved, whatever is asked
        with pytest.raises(OutsideError, match="so nothing was replaced: The disk") as caught:
            replace(entry, swappable, without_safeguard=without)
        assert (caught.value.code, caught.value.hint) == ("safeguard_failed", "Make room.")
    assert contents(swappable) == before
    assert databases(swappable) == [swappable.database]


@pytest.fixture
def broken(swappable, entry):
    """Another database of two firms' books; somebody dropped the journal."""
    target = Target(f"{swappable.database}_broken", swappable.logins)
    backup_restore(entry, into=target.database, target=swappable)
    with target.connection("owner") as owner:
        owner.execute("DROP TABLE ledger_journalline, ledger_journalentry CASCADE")
    return target


def test_even_broken_books_are_saved_before_they_are_replaced(swappable, entry, broken, shelf):
    assert present_state(broken).books is None
    report = replace(entry, broken)
    assert contents(broken) == contents(swappable)
    assert find_backup(shelf, report.safeguard).is_verified
    assert report.swapped.before in databases(swappable)


def test_books_beyond_reading_are_kept_aside_when_that_is_asked_for(
    swappable, entry, broken, monkeypatch
):
    monkeypatch.setattr(module, "backup_create", failing)
    with pytest.raises(OutsideError, match="so nothing was replaced") as caught:
        replace(entry, broken)
    assert "--without-pre-backup" in caught.value.hint
    report = replace(entry, broken, without_safeguard=True)
    assert report.safeguard is None
    assert contents(broken) == contents(swappable)
    assert report.swapped.before in databases(swappable)


def contradicting(**_):
    raise InputError("A row has no entry.", code="backup_not_valid", hint="Use another backup.")


def test_books_that_contradict_themselves_are_kept_aside_when_that_is_asked_for(
    swappable, entry, monkeypatch
):
    monkeypatch.setattr(module, "backup_create", contradicting)
    with pytest.raises(OutsideError, match="A row has no entry") as caught:
        replace(entry, swappable)
    assert "--without-pre-backup" in caught.value.hint
    report = replace(entry, swappable, without_safeguard=True)
    assert report.safeguard is None
    assert report.swapped.before in databases(swappable)


def test_a_swap_that_fails_leaves_the_live_books_and_no_copy(swappable, entry, monkeypatch):
    before = contents(swappable)

    def refuse(*_):
        raise ConflictError("in use", code="restore_target_live")

    monkeypatch.setattr(module, "database_swap", refuse)
    with pytest.raises(ConflictError, match="in use"):
        replace(entry, swappable)
    assert contents(swappable) == before
    assert databases(swappable) == [swappable.database]


def test_a_database_closed_by_a_killed_swap_is_opened_again_and_saved(swappable, entry, shelf):
    with swappable.connection("owner", MAINTENANCE) as owner:
        owner.execute(f'ALTER DATABASE "{swappable.database}" WITH ALLOW_CONNECTIONS false')
    report = replace(entry, swappable)
    assert find_backup(shelf, report.safeguard).is_verified


def test_originals_that_are_lost_are_put_back_with_the_books(swappable, entry, original):
    data = original.read_bytes()
    original.unlink()
    report = replace(entry, swappable)
    assert original.read_bytes() == data
    assert (report.originals.written, report.originals.equal) == (1, 1)


def test_a_backup_without_originals_says_how_many_are_missing(swappable, entry, original):
    made = backup_create(kind="database", verify=False)
    original.unlink()
    report = replace(made, swappable)
    assert (report.originals, report.originals_missing) == (None, 1)


def test_the_old_database_can_be_dropped_by_hand_afterwards(swappable, entry):
    report = replace(entry, swappable)
    drop_database(swappable, report.swapped.before)
    assert databases(swappable) == [swappable.database]
    assert rename_firm(swappable, "Renamed Practice")
