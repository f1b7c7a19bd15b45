"""archive_wal.sh: a WAL file is in the archive whole and flushed, or PostgreSQL hears of it."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bare import bare_environment

SCRIPT = Path(__file__).parents[2] / "docker" / "postgres" / "archive_wal.sh"
NAME = "0000000100000000000000A7"
CONTENTS = bytes(range(256)) * 4096


@dataclass
class Archive:
    """A server's WAL file and the folder it goes to."""

    wal: Path
    folder: Path
    programs: Path

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """As PostgreSQL does: the path as it knows it, then the file's name."""
        environment = bare_environment()
        environment["PATH"] = f"{self.programs}:{environment['PATH']}"
        return subprocess.run(
            ["sh", SCRIPT, *(arguments or (str(self.wal), self.wal.name))],
            env=environment | {"WAL_ARCHIVE": str(self.folder)},
            capture_output=True,
            text=True,
            timeout=30,
        )

    def names(self) -> list[str]:
        """Everything there, hidden files too."""
        return sorted(path.name for path in self.folder.iterdir())

    def replace_program(self, name: str, script: str) -> None:
        """Let this program do something else."""
        self.programs.mkdir(exist_ok=True)
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)


@pytest.fixture
def archive(tmp_path):
    wal = tmp_path / "pg_wal" / NAME
    wal.parent.mkdir()
    wal.write_bytes(CONTENTS)
    folder = tmp_path / "wal archive"
    folder.mkdir()
    return Archive(wal, folder, tmp_path / "programs")


def test_a_file_is_kept_as_it_is_and_only_for_the_server(archive):
    assert archive.run().returncode == 0
    assert (archive.folder / NAME).read_bytes() == CONTENTS
    assert archive.names() == [NAME]
    assert (archive.folder / NAME).stat().st_mode & 0o007 == 0, "WAL holds bank text"


def test_the_same_file_again_counts_as_done(archive):
    assert archive.run().returncode == 0
    assert archive.run().returncode == 0
    assert archive.names() == [NAME]


@pytest.mark.parametrize("other", [CONTENTS[:-1] + b"x", CONTENTS[:1000], b""])
def test_another_file_of_that_name_is_never_overwritten(archive, other):
    (archive.folder / NAME).write_bytes(other)
    ran = archive.run()
    assert (ran.returncode, "stays as it is" in ran.stderr) == (1, True)
    assert (archive.folder / NAME).read_bytes() == other


def test_what_a_killed_attempt_left_is_written_anew(archive):
    (archive.folder / f".{NAME}.partial").write_bytes(CONTENTS[:1000])
    assert archive.run().returncode == 0
    assert archive.names() == [NAME]
    assert (archive.folder / NAME).read_bytes() == CONTENTS


@pytest.mark.parametrize("name", ["", "..", ".hidden", "a/b", "../escape", "a b", "a'b"])
def test_a_name_that_is_no_wal_file_is_refused(archive, name):
    ran = archive.run(str(archive.wal), name)
    assert (ran.returncode, archive.names()) == (1, [])


def test_history_and_backup_files_are_kept_too(archive):
    for name in ("00000002.history", f"{NAME}.00000028.backup", f"{NAME}.partial"):
        assert archive.run(str(archive.wal), name).returncode == 0
    assert len(archive.names()) == 3


def test_an_archive_that_is_not_mounted_is_not_made(archive):
    archive.folder.rmdir()
    ran = archive.run()
    assert (ran.returncode, "is not there. Mount it" in ran.stderr) == (1, True)
    assert not archive.folder.exists()


def test_a_file_that_is_gone_or_arguments_that_are_missing_are_told(archive):
    assert archive.run(str(archive.wal) + "x", NAME).returncode == 1
    assert archive.run(str(archive.wal)).returncode == 1
    assert archive.names() == []


@pytest.mark.parametrize("failing", ["cp", "sync", "mv"])
def test_a_step_that_fails_leaves_nothing_and_is_told(archive, failing):
    archive.replace_program(failing, "exit 1")
    assert archive.run().returncode == 1
    assert archive.names() == []


def test_a_file_that_is_not_flushed_does_not_count_although_it_is_there(archive):
    assert archive.run().returncode == 0
    archive.replace_program("sync", "exit 1")
    assert archive.run().returncode == 1


def test_a_killed_attempt_leaves_nothing_that_looks_like_a_wal_file(archive):
    archive.replace_program(
        "cp", 'case $1 in -*) shift ;; esac; head -c 1000 "$1" > "$2"; kill -9 $PPID; sleep 0.1'
    )
    assert archive.run().returncode == -9
    assert archive.names() == [f".{NAME}.partial"]


@contextmanager
def full_disk(archive: Archive) -> Iterator[None]:
    """A small real one where we may mount; else a copy that writes some and fails, as there."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(archive.folder)]
    if os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0:
        try:
            yield
        finally:
            subprocess.run(["umount", str(archive.folder)], check=True)
    else:
        archive.replace_program(
            "cp", 'case $1 in -*) shift ;; esac; head -c 1000 "$1" > "$2"; exit 1'
        )
        yield


def test_a_full_disk_is_told_and_older_files_stay(archive):
    with full_disk(archive):
        (archive.folder / "000000010000000000000001").write_bytes(b"older")
        ran = archive.run()
        assert (ran.returncode, "Is its disk full?" in ran.stderr) == (1, True)
        assert archive.names() == ["000000010000000000000001"]
        assert (archive.folder / "000000010000000000000001").read_bytes() == b"older"
