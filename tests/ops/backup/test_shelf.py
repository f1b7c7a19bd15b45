"""What lies in the folder, and whether it counts."""

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.ops.backup.shelf import (
    Verification,
    backups_in,
    find_backup,
    remember_verified,
)
from tests.ops.backup.shelves import put_backup


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    assert backups_in(tmp_path / "none") == []


def test_the_newest_comes_first_and_other_files_are_left_alone(tmp_path):
    put_backup(tmp_path, "20250101T000000Z")
    put_backup(tmp_path, "20250301T000000Z")
    (tmp_path / "notes.txt").touch()
    (tmp_path / "ledgerflow_dev_20250401T000000Z_0.1.0_full.dump.partial").touch()
    assert [e.name.moment.month for e in backups_in(tmp_path)] == [3, 1]


def test_a_backup_is_found_by_stem_file_path_or_as_the_latest(tmp_path):
    stem = put_backup(tmp_path, "20250101T000000Z")
    for wanted in (stem, f"{stem}.dump", str(tmp_path / f"{stem}.manifest.json"), "latest"):
        assert find_backup(tmp_path, wanted).stem == stem
    for wanted in ("latest", stem):
        with pytest.raises(InputError, match="There is no backup") as caught:
            find_backup(tmp_path / "none", wanted)
        assert caught.value.code == "backup_unknown"


def test_missing_and_cut_files_are_seen_at_a_glance(tmp_path):
    stem = put_backup(tmp_path, "20250101T000000Z")
    (tmp_path / f"{stem}.dump").write_bytes(b"cut")
    assert "has 3 bytes, not" in find_backup(tmp_path, stem).fault
    (tmp_path / f"{stem}.dump").unlink()
    assert ".dump is missing" in find_backup(tmp_path, stem).fault
    (tmp_path / f"{stem}.manifest.json").write_text("{")
    assert "cannot be read as a backup's manifest" in find_backup(tmp_path, stem).fault


def test_a_verification_counts_only_for_the_bytes_it_was_of(tmp_path):
    entry = find_backup(tmp_path, put_backup(tmp_path, "20250101T000000Z"))
    assert not entry.is_verified
    remember_verified(entry, Verification("t", entry.manifest.dump.sha256, None, 1.0, "0.1.0"))
    assert find_backup(tmp_path, entry.stem).is_verified
    remember_verified(entry, Verification("t", "other", None, 1.0, "0.1.0"))
    assert not find_backup(tmp_path, entry.stem).is_verified
