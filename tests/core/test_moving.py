"""A file changes its folder: never over another one, never lost."""

import errno
import os

import pytest

from ledgerflow.core import moving
from ledgerflow.core.moving import move_into


@pytest.fixture(params=["links", "no links"])
def disk(request, monkeypatch):
    """With hard links, and as on another file system, where they fail."""
    if request.param == "no links":

        def refuse(*_, **__):
            raise OSError(errno.EXDEV, "Invalid cross-device link")

        monkeypatch.setattr(moving.os, "link", refuse)
    return request.param


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "inbox" / "a.csv"
    path.parent.mkdir()
    path.write_text("mine")
    return path


def test_a_file_is_moved_under_its_new_name(disk, source, tmp_path):
    target = move_into(source, tmp_path / "archive" / "deep", "2025.a.csv")
    assert target == tmp_path / "archive" / "deep" / "2025.a.csv"
    assert target.read_text() == "mine"
    assert not source.exists()
    assert [p.name for p in target.parent.iterdir()] == ["2025.a.csv"]


def test_a_name_that_is_taken_gets_a_number_and_nothing_is_overwritten(disk, source, tmp_path):
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "a.csv").write_text("other")
    (archive / "a (2).csv").mkdir()
    assert move_into(source, archive, "a.csv").name == "a (3).csv"
    assert (archive / "a.csv").read_text() == "other"


def test_an_equal_file_that_a_killed_move_left_is_not_doubled(disk, source, tmp_path):
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "a.csv").write_text("mine")
    assert move_into(source, archive, "a.csv") == archive / "a.csv"
    assert not source.exists()
    assert len(list(archive.iterdir())) == 1


def test_a_name_taken_in_between_is_not_overwritten(disk, source, tmp_path, monkeypatch):
    archive = tmp_path / "archive"
    archive.mkdir()
    real_move, came = moving._move, []

    def slow(one, target):
        if not came:
            came.append(target)
            target.write_text("came in between")
            raise FileExistsError(target)
        real_move(one, target)

    monkeypatch.setattr(moving, "_move", slow)
    assert move_into(source, archive, "a.csv").name == "a (2).csv"
    assert (archive / "a.csv").read_text() == "came in between"


def test_a_disk_that_refuses_leaves_the_file_where_it_was(disk, source, tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(moving, "_copy", full)
    if disk == "links":
        monkeypatch.setattr(moving.os, "link", full)
    with pytest.raises(OSError, match="No space"):
        move_into(source, tmp_path / "archive", "a.csv")
    assert source.read_text() == "mine"


def test_a_copy_keeps_the_time_of_the_file(source, tmp_path, monkeypatch):
    os.utime(source, (1_700_000_000, 1_700_000_000))
    moving._copy(source, tmp_path / "b.csv")
    assert (tmp_path / "b.csv").stat().st_mtime == 1_700_000_000
    with pytest.raises(FileExistsError):
        moving._copy(source, tmp_path / "b.csv")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.csv", "inbox"]


def test_too_many_of_one_name_are_said(source, tmp_path, monkeypatch):
    monkeypatch.setattr(moving, "NUMBERS_MAX", 2)
    (tmp_path / "a.csv").write_text("other")
    with pytest.raises(FileExistsError):
        move_into(source, tmp_path, "a.csv")
    assert source.exists()
