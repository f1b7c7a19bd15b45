"""Copies off this host: compared, never overwritten, never deleted."""

import shutil
import stat
from pathlib import Path

import pytest

from ledgerflow.core.errors import InputError, OutsideError
from ledgerflow.ops.backup import offsite as module
from ledgerflow.ops.backup.offsite import offsite_copy, refuse_faults
from ledgerflow.ops.backup.shelf import Verification, backups_in, find_backup, remember_verified
from tests.ops.backup.shelves import put_backup

# Stands in for rclone: REMOTE:PATH is a folder below $RCLONE_FAKE_ROOT.
FAKE_RCLONE = """#!/bin/sh
set -eu
echo "$*" >> "$RCLONE_FAKE_ROOT/log"
command=$1; shift
eval "last=\\${$#}"
there="$RCLONE_FAKE_ROOT/${last#*:}"
case $command in
lsf) [ -f "$there" ] || exit 3; wc -c < "$there" | tr -d ' ' ;;
copyto) mkdir -p "$(dirname "$there")"; cp "$2" "$there" ;;
check) name=${3#/}; cmp -s "$4/$name" "$there/$name" ;;
*) exit 2 ;;
esac
"""
FAILING_RCLONE = "#!/bin/sh\necho 'directory of secrets not reachable' >&2\nexit 7\n"


def verified(folder, moment):
    entry = find_backup(folder, put_backup(folder, moment))
    remember_verified(entry, Verification("t", entry.manifest.dump.sha256, None, 1.0, "0.1.0"))
    return entry.stem


@pytest.fixture
def shelf(tmp_path):
    """Two verified backups and one that is not."""
    folder = tmp_path / "here"
    folder.mkdir()
    verified(folder, "20250101T000000Z")
    verified(folder, "20250102T000000Z")
    put_backup(folder, "20250103T000000Z")
    return folder


@pytest.fixture
def there(tmp_path):
    folder = tmp_path / "there"
    folder.mkdir()
    return folder


@pytest.fixture
def rclone(tmp_path, monkeypatch):
    """`rclone(script)` puts a program of that name on the PATH; returns its remote's folder."""

    def install(script):
        bin_dir, root = tmp_path / "bin", tmp_path / "remote"
        bin_dir.mkdir()
        root.mkdir()
        program = bin_dir / "rclone"
        program.write_text(script)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(bin_dir), prepend=":")
        monkeypatch.setenv("RCLONE_FAKE_ROOT", str(root))
        return root

    return install


def test_verified_backups_are_copied_whole_and_found_again(shelf, there):
    report = offsite_copy(backups_in(shelf), str(there))
    assert [stem[15:23] for stem in report.copied] == ["20250102", "20250101"]
    assert report.plain == report.copied
    assert not report.faults
    assert [entry.is_verified for entry in backups_in(there)] == [True, True]
    again = offsite_copy(backups_in(shelf), str(there))
    assert (again.copied, again.present) == ((), report.copied)


def test_a_copy_that_was_interrupted_is_completed(shelf, there):
    offsite_copy(backups_in(shelf), str(there))
    oldest = backups_in(there)[-1]
    oldest.path_of(oldest.manifest.dump).unlink()
    (there / f"{oldest.stem}.manifest.json").unlink()
    assert offsite_copy(backups_in(shelf), str(there)).copied == (oldest.stem,)
    assert all(entry.is_verified for entry in backups_in(there))


def test_a_copy_that_differs_is_reported_and_left_alone_and_the_others_go_on(shelf, there):
    newest = backups_in(shelf)[1]
    (there / f"{newest.stem}.dump").write_bytes(b"somebody else's")
    report = offsite_copy(backups_in(shelf), str(there))
    assert len(report.copied) == 1
    assert (there / f"{newest.stem}.dump").read_bytes() == b"somebody else's"
    with pytest.raises(OutsideError, match="differs from the file here") as caught:
        refuse_faults(report)
    assert (caught.value.code, caught.value.exit_code) == ("offsite_failed", 7)


def test_verifying_again_changes_no_copy(shelf, there):
    offsite_copy(backups_in(shelf), str(there))
    entry = backups_in(shelf)[-1]
    remember_verified(entry, Verification("later", entry.manifest.dump.sha256, None, 99.0, "0.1.1"))
    report = offsite_copy(backups_in(shelf), str(there))
    assert (report.copied, report.faults) == ((), ())


def test_a_disk_that_changes_what_is_written_is_found(shelf, there, monkeypatch):
    monkeypatch.setattr(module.shutil, "copyfileobj", lambda source, out, _: out.write(b"bad"))
    report = offsite_copy(backups_in(shelf), str(there))
    assert len(report.faults) == 2
    assert list(there.iterdir()) == []


def test_a_disk_that_is_not_mounted_is_not_replaced_by_a_folder(shelf, there):
    there.rmdir()
    with pytest.raises(OutsideError, match="is not there") as caught:
        offsite_copy(backups_in(shelf), str(there))
    assert caught.value.code == "offsite_unreachable"
    assert not there.exists()


@pytest.mark.parametrize("place", ["backups/there", "rclone:", "rclone:remote", "s3://bucket"])
def test_a_destination_that_cannot_be_meant_is_refused(shelf, place):
    with pytest.raises(InputError, match="cannot be copied") as caught:
        offsite_copy(backups_in(shelf), place)
    assert caught.value.code == "offsite_destination"


def test_rclone_copies_each_file_once_and_compares_it(shelf, rclone):
    root = rclone(FAKE_RCLONE)
    report = offsite_copy(backups_in(shelf), "rclone:offsite:books/ledgerflow")
    assert (len(report.copied), report.faults) == (2, ())
    copies = backups_in(root / "books" / "ledgerflow")
    assert [entry.is_verified for entry in copies] == [True, True]
    asked = (root / "log").read_text()
    assert asked.count("copyto --immutable") == asked.count("check --one-way") == 6
    again = offsite_copy(backups_in(shelf), "rclone:offsite:books/ledgerflow")
    assert (again.copied, len(again.present)) == ((), 2)


def test_the_manifest_travels_last(shelf, rclone):
    root = rclone(FAKE_RCLONE)
    offsite_copy(backups_in(shelf)[-1:], "rclone:offsite:books")
    sent = [x for x in (root / "log").read_text().splitlines() if x.startswith("copyto")]
    assert [Path(x).suffixes[-1] for x in sent] == [".dump", ".json", ".json"]
    assert "manifest" in sent[-1]


def test_an_rclone_that_fails_is_told_in_its_own_words(shelf, rclone):
    rclone(FAILING_RCLONE)
    report = offsite_copy(backups_in(shelf), "rclone:offsite:books")
    assert (report.copied, len(report.faults)) == ((), 2)
    assert "rclone lsf failed: exit code 7: directory of secrets not reachable" in report.faults[0]
    assert len(list(shelf.iterdir())) == 8


def test_a_missing_rclone_is_named(shelf, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    (fault, _) = offsite_copy(backups_in(shelf), "rclone:offsite:books").faults
    assert "rclone is not on the PATH" in fault
