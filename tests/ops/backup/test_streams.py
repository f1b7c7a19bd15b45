"""A file is complete under its name, or it is not there."""

import errno
import hashlib
import os

import pytest

from ledgerflow.core.errors import ConflictError, OutsideError
from ledgerflow.ops.backup import streams
from ledgerflow.ops.backup.streams import new_file, one_at_a_time, put_in_place, sha256_of, swept

NAME = "ledgerflow_dev_20250101T000000Z_0.1.0_full.dump"


def test_a_file_has_its_name_only_when_it_is_put_in_place(tmp_path):
    with new_file(tmp_path, NAME) as sink:
        sink.write(b"abc")
        sink.write(b"def")
    part = sink.part(NAME)
    assert (part.size, part.sha256) == (6, hashlib.sha256(b"abcdef").hexdigest())
    assert [path.name for path in tmp_path.iterdir()] == [f"{NAME}.partial"]
    put_in_place(tmp_path, [NAME])
    assert (tmp_path / NAME).read_bytes() == b"abcdef"
    assert sha256_of(tmp_path / NAME) == part.sha256


def test_short_writes_are_written_on(tmp_path, monkeypatch):
    real = os.write
    monkeypatch.setattr(streams.os, "write", lambda fd, data: real(fd, bytes(data[:3])))
    with new_file(tmp_path, NAME) as sink:
        assert sink.write(b"0123456789") == 10
    monkeypatch.undo()
    assert (tmp_path / f"{NAME}.partial").read_bytes() == b"0123456789"


def test_a_failing_body_leaves_nothing(tmp_path):
    wanted = pytest.raises(ZeroDivisionError)
    with wanted, new_file(tmp_path, NAME) as sink:
        sink.write(b"half")
        1 / 0  # noqa: B018
    assert list(tmp_path.iterdir()) == []


def test_what_the_disk_said_is_the_reason_whatever_stood_between(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(streams.os, "write", refuse)
    wanted = pytest.raises(OutsideError, match="No space left")
    with wanted as caught, new_file(tmp_path, NAME) as sink:
        try:
            sink.write(b"x")
        except OSError as error:
            raise ValueError("a library's own words") from error
    assert caught.value.code == "backup_not_written"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_fault_in_words(tmp_path):
    (tmp_path / "file").write_text("in the way")
    wanted = pytest.raises(OutsideError, match="cannot be written to")
    with wanted, one_at_a_time(tmp_path / "file" / "backups"):
        pass


def test_the_lock_is_one_and_comes_free(tmp_path):
    with one_at_a_time(tmp_path), pytest.raises(ConflictError), one_at_a_time(tmp_path):
        pass
    with one_at_a_time(tmp_path):
        pass


def test_sweeping_takes_unfinished_backups_only(tmp_path):
    kept = [NAME, "other.partial", f"{NAME}.age"]
    for name in [*kept, f"{NAME}.partial", f"{NAME}.age.partial"]:
        (tmp_path / name).write_text("x")
    with swept(tmp_path):
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted(kept)
        (tmp_path / f"{NAME}.partial").write_text("x")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(kept)
