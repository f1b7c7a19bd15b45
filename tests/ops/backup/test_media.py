"""Originals in the archive are those on disk, and those that the books name."""

import io
import tarfile
from contextlib import suppress

import pytest

from ledgerflow.core.errors import InputError, OutsideError
from ledgerflow.ops.backup import media
from ledgerflow.ops.backup.manifest import MediaFile
from ledgerflow.ops.backup.media import archive_faults, media_faults, media_read, media_write


@pytest.fixture
def root(tmp_path):
    """Two originals, one of more than a chunk, one file under way and one link."""
    folder = tmp_path / "media" / "statements" / "1"
    folder.mkdir(parents=True)
    (folder / "a").write_bytes(b"first")
    (folder / "b").write_bytes(b"x" * 1_200_000)
    (folder / "c.partial").write_bytes(b"half")
    (folder / "link").symlink_to(folder / "a")
    return tmp_path / "media"


def archived(root):
    out = io.BytesIO()
    return media_write(root, out), out.getvalue()


def test_what_was_archived_is_read_back(root):
    files, data = archived(root)
    assert [file.path for file in files] == ["statements/1/a", "statements/1/b"]
    assert media_read(io.BytesIO(data)) == files
    assert archive_faults(files, media_read(io.BytesIO(data))) == []


def test_uploads_under_way_and_drawn_pages_stay_out(root):
    for name in ("uploads/1/part", "pages/1/x/1.png"):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_bytes(b"may go at any time")
    assert [file.path for file in archived(root)[0]] == ["statements/1/a", "statements/1/b"]


def test_no_folder_is_no_originals(tmp_path):
    files, data = archived(tmp_path / "nowhere")
    assert files == ()
    assert media_read(io.BytesIO(data)) == ()


def test_a_file_that_goes_meanwhile_is_left_out(root, monkeypatch):
    paths = list(media._files_below(root))
    (root / "statements/1/a").unlink()
    monkeypatch.setattr(media, "_files_below", lambda _: paths)
    files, data = archived(root)
    assert [file.path for file in files] == ["statements/1/b"]
    assert media_read(io.BytesIO(data)) == files


def test_a_file_that_shrinks_while_it_is_read_ends_the_backup(root, monkeypatch):
    path = root / "statements/1/b"
    real = tarfile.TarFile.addfile

    def shrunk(tar, info, file):
        if info.name.endswith("b"):
            path.write_bytes(b"short")
        real(tar, info, file)

    monkeypatch.setattr(tarfile.TarFile, "addfile", shrunk)
    with pytest.raises(OutsideError, match="became shorter") as caught:
        archived(root)
    assert caught.value.code == "backup_media_unreadable"


@pytest.mark.parametrize("kept", [0, 100, 700, 600_000])
def test_a_cut_archive_is_refused_or_lacks_files(root, kept):
    files, data = archived(root)
    found = ()
    with suppress(InputError):
        found = media_read(io.BytesIO(data[:kept]))
    assert archive_faults(files, found)


def test_nonsense_is_no_archive():
    with pytest.raises(InputError, match="cannot be read"):
        media_read(io.BytesIO(b"nonsense" * 1000))


A, B = MediaFile("a", 1, "11"), MediaFile("b", 1, "22")


def test_faults_say_what_is_missing_and_what_changed():
    assert archive_faults([A, B], [A, B]) == []
    assert archive_faults([A, B], [A]) == ["b is missing from the archive."]
    assert archive_faults([A], [A, B]) == ["b is not in the manifest."]
    changed = MediaFile("a", 1, "33")
    assert archive_faults([A], [changed]) == ["a is not what was archived."]
    assert media_faults({"a": "11"}, [A, B]) == []
    assert media_faults({"c": "1"}, [A]) == ["The original c is missing from the archive."]
    assert media_faults({"a": "1"}, [A]) == [
        "The original a is not what was received: its SHA-256 differs."
    ]
