"""Restoring into a new database, and into nothing else."""

import shutil
from dataclasses import replace

import pytest

from ledgerflow.core.errors import ConflictError, InputError
from ledgerflow.ops.backup import restore as module
from ledgerflow.ops.backup.create import backup_create
from ledgerflow.ops.backup.restore import backup_restore
from ledgerflow.ops.backup.shelf import find_backup
from tests.ops.backup.beside import contents, databases, leave, somebody_connected
from tests.ops.backup.booked import post


@pytest.fixture
def entry(swappable, two_books):
    """A backup of two firms' books; the books went on since."""
    made = backup_create(kind="database", verify=False)
    with two_books[0].scope():
        post(two_books[0])
    leave()
    return made


def look(target):
    return f"{target.database}_look"


def test_a_backup_is_restored_beside_the_live_books(swappable, entry):
    now = contents(swappable)
    report = backup_restore(entry, into=look(swappable))
    assert contents(swappable) == now
    restored = contents(swappable, look(swappable))
    assert restored != now
    told = entry.manifest.digests
    assert restored == (told.tables, told.trial_balance, told.audit_chain)
    assert (report.migrations_missing, report.key_differs) == ((), False)
    assert report.rows == sum(table.rows for table in told.tables.values())
    with swappable.connection("app", look(swappable)) as app:  # as the application: walls stand
        assert app.execute("SELECT count(*) FROM ledger_journalentry").fetchone() == (0,)


def test_a_running_system_is_not_restored_into(swappable, entry):
    before = contents(swappable)
    wanted = pytest.raises(ConflictError, match=r"1 session .*ledgerflow web")
    with somebody_connected(swappable, program="ledgerflow web"), wanted as caught:
        backup_restore(entry, into=swappable.database)
    assert (caught.value.code, caught.value.exit_code) == ("restore_target_live", 4)
    assert contents(swappable) == before


def test_books_are_not_restored_over(swappable, entry):
    before = contents(swappable)
    with pytest.raises(ConflictError, match="is not empty") as caught:
        backup_restore(entry, into=swappable.database)
    assert (caught.value.code, caught.value.exit_code) == ("restore_target_not_empty", 4)
    assert contents(swappable) == before


def test_any_other_database_that_is_there_is_left_alone(swappable, entry):
    backup_restore(entry, into=look(swappable))
    for into, code in ((look(swappable), "restore_target_not_empty"), ("postgres", "restore_name")):
        with pytest.raises((ConflictError, InputError)) as caught:
            backup_restore(entry, into=into)
        assert caught.value.code == code


@pytest.mark.parametrize("name", ["", "Books", "1st", "a-b", 'x"; DROP', "x" * 64, "template1"])
def test_a_name_that_postgresql_would_twist_is_refused(swappable, entry, name):
    with pytest.raises(InputError, match="cannot be called") as caught:
        backup_restore(entry, into=name)
    assert caught.value.code == "restore_name"


def test_a_damaged_backup_leaves_no_database_behind(swappable, entry):
    dump = entry.path_of(entry.manifest.dump)
    data = bytearray(dump.read_bytes())
    data[len(data) // 2] ^= 1
    dump.write_bytes(data)
    with pytest.raises(InputError, match="is not valid") as caught:
        backup_restore(entry, into=look(swappable))
    assert caught.value.code == "backup_not_valid"
    assert databases(swappable) == [swappable.database]


def test_rows_that_are_not_the_manifests_leave_no_database_behind(swappable, entry):
    told = entry.manifest.digests
    tables = dict(told.tables)
    tables["firms_firm"] = replace(tables["firms_firm"], rows=7)
    other = replace(entry.manifest, digests=replace(told, tables=tables))
    changed = replace(entry, manifest=other)
    with pytest.raises(InputError, match="firms_firm has 2 rows, not 7"):
        backup_restore(changed, into=look(swappable))
    assert databases(swappable) == [swappable.database]


def test_other_tables_rules_or_rights_than_the_manifests_are_not_restored(swappable, entry):
    wrong = replace(entry.manifest, definitions="0" * 64)
    with pytest.raises(InputError, match="rules and rights are not those") as caught:
        backup_restore(replace(entry, manifest=wrong), into=look(swappable))
    assert caught.value.code == "backup_not_valid"
    assert look(swappable) not in databases(swappable)


def test_a_backup_of_a_newer_version_is_refused(swappable, entry):
    newer = replace(entry.manifest, migrations=(*entry.manifest.migrations, "ledger.9999_later"))
    with pytest.raises(InputError, match=r"ledger\.9999_later") as caught:
        backup_restore(replace(entry, manifest=newer), into=look(swappable))
    assert caught.value.code == "backup_newer"


def test_an_older_one_says_that_migrate_must_run(swappable, entry, monkeypatch):
    known = module.known_migrations() | {("ledger", "0099_new")}
    monkeypatch.setattr(module, "known_migrations", lambda: known)
    report = backup_restore(entry, into=look(swappable))
    assert report.migrations_missing == ("ledger.0099_new",)


def test_another_secret_key_is_noticed(swappable, entry, settings):
    settings.SECRET_KEY = "another-key-of-no-value"
    assert backup_restore(entry, into=look(swappable)).key_differs


def test_a_backup_on_another_disk_is_restored_from_there(swappable, entry, tmp_path):
    there = tmp_path / "elsewhere"
    shutil.copytree(entry.folder, there)
    found = find_backup(tmp_path / "none", str(there / f"{entry.stem}.dump"))
    backup_restore(found, into=look(swappable))
    assert look(swappable) in databases(swappable)
