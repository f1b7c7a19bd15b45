"""Originals come back; nothing that is there is overwritten."""

import hashlib
import io
import tarfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ledgerflow.core.errors import InputError, OutsideError
from ledgerflow.ops.backup import originals as module
from ledgerflow.ops.backup.manifest import FilePart, MediaFile
from ledgerflow.ops.backup.originals import originals_restore
from ledgerflow.ops.backup.shelf import find_backup
from tests.ops.backup.shelves import put_backup

NOW = datetime(2025, 6, 15, 12, 30, 5, tzinfo=UTC)
FILES = {
    "statements/1/aa": b"january",
    "statements/1/bb": b"february",
    "statements/2/cc": b"x" * 99,
}


def archived(folder, files, told=None):
    """A full backup whose archive holds `files`; its manifest tells of `told`."""
    stem = put_backup(folder, "20250601T000000Z", kind="full")
    entry = find_backup(folder, stem)
    path = folder / f"{stem}.media.tar"
    with tarfile.open(path, "w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    data = path.read_bytes()
    part = FilePart(path.name, len(data), hashlib.sha256(data).hexdigest())
    known = tuple(
        MediaFile(name, len(content), hashlib.sha256(content).hexdigest())
        for name, content in (told or files).items()
    )
    return replace(entry, manifest=replace(entry.manifest, media=part, media_files=known))


@pytest.fixture
def media(tmp_path):
    folder = tmp_path / "media"
    folder.mkdir()
    return folder


def there(media):
    return {
        p.relative_to(media).as_posix(): p.read_bytes() for p in media.rglob("*") if p.is_file()
    }


def test_all_are_written_where_nothing_is(tmp_path, media):
    report = originals_restore(archived(tmp_path, FILES), media, NOW)
    assert there(media) == FILES
    assert (report.written, report.equal, report.aside) == (3, 0, ())


def test_equal_ones_are_left_and_missing_ones_written(tmp_path, media):
    entry = archived(tmp_path, FILES)
    originals_restore(entry, media, NOW)
    (media / "statements/1/bb").unlink()
    stamp = (media / "statements/1/aa").stat().st_mtime_ns
    report = originals_restore(entry, media, NOW)
    assert (report.written, report.equal) == (1, 2)
    assert (media / "statements/1/aa").stat().st_mtime_ns == stamp
    assert there(media) == FILES


def test_one_that_differs_is_moved_aside_and_named(tmp_path, media):
    (media / "statements/1").mkdir(parents=True)
    (media / "statements/1/aa").write_bytes(b"something else")
    report = originals_restore(archived(tmp_path, FILES), media, NOW)
    kept = "statements/1/aa.before-restore-20250615T123005Z"
    assert report.aside == (kept,)
    assert there(media) == FILES | {kept: b"something else"}


def test_files_that_the_backup_does_not_know_stay(tmp_path, media):
    (media / "notes").write_bytes(b"mine")
    originals_restore(archived(tmp_path, FILES), media, NOW)
    assert there(media) == FILES | {"notes": b"mine"}


def test_a_backup_without_originals_changes_nothing(tmp_path, media):
    entry = find_backup(tmp_path, put_backup(tmp_path, "20250601T000000Z"))
    assert originals_restore(entry, media, NOW) is None
    assert there(media) == {}


def test_an_original_that_the_archive_lacks_is_a_fault(tmp_path, media):
    told = FILES | {"statements/3/dd": b"lost"}
    with pytest.raises(InputError, match="statements/3/dd") as caught:
        originals_restore(archived(tmp_path, FILES, told), media, NOW)
    assert caught.value.code == "backup_not_valid"


def test_content_that_is_not_the_manifests_is_not_put_in_place(tmp_path, media):
    told = FILES | {"statements/1/aa": b"January"}
    with pytest.raises(InputError, match="is not what the manifest says"):
        originals_restore(archived(tmp_path, FILES, told), media, NOW)
    assert "statements/1/aa" not in there(media)


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "statements/../../outside"])
def test_a_path_outside_the_media_folder_is_refused(tmp_path, media, name):
    with pytest.raises(InputError, match="outside the media folder"):
        originals_restore(archived(tmp_path, {name: b"x"}), media, NOW)
    assert there(media) == {}


def test_an_archive_cut_short_is_a_fault(tmp_path, media):
    entry = archived(tmp_path, FILES)
    path = entry.path_of(entry.manifest.media)
    path.write_bytes(path.read_bytes()[:700])
    with pytest.raises(InputError) as caught:
        originals_restore(entry, media, NOW)
    assert caught.value.code == "backup_not_valid"


def test_a_full_disk_says_so_leaves_no_part_and_can_go_on(tmp_path, media, monkeypatch):
    entry = archived(tmp_path, FILES)

    def full(path, content):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(module, "_write", full)
        with pytest.raises(OutsideError, match="No space left on device") as caught:
            originals_restore(entry, media, NOW)
    assert caught.value.code == "originals_not_restored"
    assert there(media) == {}
    assert originals_restore(entry, media, NOW).written == 3
