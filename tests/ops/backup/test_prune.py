"""Deleting what retention lets go."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ledgerflow.core.errors import OutsideError
from ledgerflow.ops.backup import prune as module
from ledgerflow.ops.backup.prune import backup_prune, in_deleting_order
from ledgerflow.ops.backup.retention import RetentionPolicy
from ledgerflow.ops.backup.shelf import Verification, backups_in, find_backup, remember_verified
from tests.ops.backup.shelves import put_backup

NOW = datetime(2025, 6, 15, 12, tzinfo=UTC)
ONE_HOUR = RetentionPolicy.parse("1h")


@pytest.fixture
def shelf(tmp_path):
    """Five verified backups, one a day, the newest at NOW."""
    for day in range(11, 16):
        entry = find_backup(tmp_path, put_backup(tmp_path, f"202506{day}T120000Z"))
        remember_verified(entry, Verification("t", entry.manifest.dump.sha256, None, 1.0, "0.1.0"))
    return tmp_path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_what_is_let_go_is_deleted_with_all_its_files(shelf):
    report = backup_prune(shelf, ONE_HOUR, NOW)
    assert [stem[15:23] for stem in report.deleted] == ["20250611", "20250612"]
    assert [stem[15:23] for stem in report.kept] == ["20250615", "20250614", "20250613"]
    assert len(names(shelf)) == 3 * 3
    assert report.freed > 0
    assert backup_prune(shelf, ONE_HOUR, NOW).deleted == ()


def test_a_dry_run_says_the_same_and_deletes_nothing(shelf):
    before = names(shelf)
    report = backup_prune(shelf, ONE_HOUR, NOW, dry_run=True)
    assert names(shelf) == before
    assert report.deleted == backup_prune(shelf, ONE_HOUR, NOW).deleted


def test_only_old_partials_go_and_strangers_stay(shelf):
    old, young, strange = (
        shelf / "ledgerflow_dev_20250601T000000Z_0.1.0_full.dump.partial",
        shelf / "ledgerflow_dev_20250615T000000Z_0.1.0_full.dump.partial",
        shelf / "holiday.jpg.partial",
    )
    for path, age in ((old, 25), (young, 1), (strange, 9999)):
        path.touch()
        moment = (NOW - timedelta(hours=age)).timestamp()
        os.utime(path, (moment, moment))
    report = backup_prune(shelf, RetentionPolicy.parse("9d"), NOW)
    assert report.partials == (old.name,)
    assert (old.exists(), young.exists(), strange.exists()) == (False, True, True)


def test_data_goes_first_and_the_manifest_last():
    stem = "ledgerflow_dev_20250601T000000Z_0.1.0_full"
    endings = [".manifest.json", ".verified.json", ".media.tar", ".dump"]
    ordered = in_deleting_order([Path(stem + ending) for ending in endings])
    assert [path.name.removeprefix(stem) for path in ordered] == [
        *(".dump", ".media.tar", ".verified.json", ".manifest.json")
    ]


def test_a_prune_cut_short_leaves_what_is_seen_as_incomplete(shelf, monkeypatch):
    deleted = []

    def refuse_the_second(path, **_):
        if deleted:
            raise PermissionError(13, "Permission denied")
        deleted.append(path)
        os.unlink(path)  # noqa: PTH108

    monkeypatch.setattr(module.Path, "unlink", refuse_the_second)
    with pytest.raises(OutsideError, match="cannot be deleted: Permission denied") as caught:
        backup_prune(shelf, ONE_HOUR, NOW)
    assert caught.value.code == "backup_not_deleted"
    oldest = backups_in(shelf)[-1]
    assert "is missing" in oldest.fault
    assert not oldest.is_verified


def test_a_folder_that_is_not_there_is_no_fault(tmp_path):
    assert backup_prune(tmp_path / "none", ONE_HOUR, NOW).deleted == ()
