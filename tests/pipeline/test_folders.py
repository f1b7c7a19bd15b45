"""A folder gives its files in a fixed order; what is no statement is left out and said."""

import os

import pytest

from ledgerflow.core.errors import InputError, LimitError
from ledgerflow.pipeline import folders
from ledgerflow.pipeline.folders import INBOX_MARK, files_of, left_out


def make(root, *names):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def names(root, paths):
    return [path.relative_to(root).as_posix() for path in paths]


def test_files_of_all_folders_come_by_path(tmp_path, monkeypatch):
    make(tmp_path, "b.csv", "2025/card/x.ofx", "2025/a.sta", "2024/z.xml")
    found = files_of(tmp_path)
    assert names(tmp_path, found.files) == ["2024/z.xml", "2025/a.sta", "2025/card/x.ofx", "b.csv"]
    listed = os.scandir

    class Backwards:
        """A file system that lists in another order."""

        def __init__(self, path):
            self.entries = sorted(listed(path), key=lambda e: e.name, reverse=True)

        def __enter__(self):
            return self.entries

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(folders.os, "scandir", Backwards)
    assert files_of(tmp_path).files == found.files


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("january.csv", ""),
        ("Statement March.PDF", ""),
        (".hidden.csv", "hidden"),
        (".DS_Store", "hidden"),
        ("Thumbs.db", "of the operating system"),
        ("__MACOSX", "of the operating system"),
        ("~$march.xlsx", "temporary or not finished"),
        (".~lock.march.xlsx#", "temporary or not finished"),
        ("march.pdf.crdownload", "temporary or not finished"),
        ("march.ofx.PART", "temporary or not finished"),
        ("march.tmp", "temporary or not finished"),
        ("march.csv~", "temporary or not finished"),
    ],
)
def test_what_is_no_statement_is_known_by_its_name(name, reason):
    assert left_out(name) == reason


def test_links_pipes_and_hidden_folders_are_left_out_and_said(tmp_path):
    outside = tmp_path / "outside"
    make(outside, "secret.csv")
    root = tmp_path / "root"
    make(root, "a.csv", ".git/config", "tmp.part")
    (root / "link.csv").symlink_to(outside / "secret.csv")
    (root / "linked").symlink_to(outside)
    (root / "loop").symlink_to(root)
    os.mkfifo(root / "pipe.csv")
    found = files_of(root)
    assert names(root, found.files) == ["a.csv"]
    assert {path.name: reason for path, reason in found.skipped} == {
        ".git": "hidden",
        "tmp.part": "temporary or not finished",
        "link.csv": "a link",
        "linked": "a link",
        "loop": "a link",
        "pipe.csv": "no file",
    }


def test_a_folder_deeper_than_the_limit_is_left_out(tmp_path):
    make(tmp_path, "/".join("abcdefgh") + "/low.csv", "a/high.csv")
    found = files_of(tmp_path)
    assert names(tmp_path, found.files) == ["a/high.csv"]
    assert [reason for _, reason in found.skipped] == ["deeper than 8 folders"]


@pytest.mark.parametrize(("limit", "said"), [("FILES_MAX", "files"), ("ENTRIES_MAX", "folders")])
def test_too_many_files_are_refused_before_any_is_read(tmp_path, monkeypatch, limit, said):
    monkeypatch.setattr(folders, limit, 3)
    make(tmp_path, *(f"{n}.csv" for n in range(4)))
    with pytest.raises(LimitError) as caught:
        files_of(tmp_path)
    assert caught.value.code == "too_many_files"
    assert f"more than 3 {said}" in caught.value.message or said in caught.value.message


def test_a_folder_inside_that_cannot_be_read_hides_no_other(tmp_path, monkeypatch):
    make(tmp_path, "a/x.csv", "b/y.csv")
    listed = os.scandir

    def scandir(path):
        if str(path).endswith("/a"):
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(folders.os, "scandir", scandir)
    found = files_of(tmp_path)
    assert names(tmp_path, found.files) == ["b/y.csv"]
    assert [reason for _, reason in found.skipped] == ["not readable: Permission denied"]


def test_a_folder_that_is_not_there_is_a_clear_fault(tmp_path):
    with pytest.raises(InputError, match="the folder cannot be read"):
        files_of(tmp_path / "gone")


def test_the_settled_files_of_a_watched_inbox_are_no_shoebox(tmp_path):
    make(tmp_path, "new.csv", "archive/old.csv", "waiting/w.csv", "failed/f.csv")
    assert len(files_of(tmp_path).files) == 4
    (tmp_path / INBOX_MARK).touch()
    assert names(tmp_path, files_of(tmp_path).files) == ["new.csv"]
