"""Writing a backup's files: beside their place, hashed on the way, on disk before they count.

Here: one file as `.partial`, putting finished ones in their places, sweeping what a dead process
left, hashing a file that is there, one backup at a time per folder. Not here: what goes into the
files (dump.py, media.py) or their encryption (encryption.py).
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from ledgerflow.core.durable import PARTIAL, flush_folder
from ledgerflow.core.errors import ConflictError, OutsideError
from ledgerflow.ops.backup.manifest import FilePart
from ledgerflow.ops.backup.names import stem_of

CHUNK = 1 << 20
MODE = 0o640
LOCK = ".one-at-a-time.lock"


class Writer(Protocol):
    """Where bytes go: a file of ours, or what encrypts on the way there."""

    def write(self, data: bytes, /) -> int: ...


class Sink:
    """A new file's writer: counts and hashes. `failure` keeps what the disk said.

    Writers in between (encryption, tar) turn errors into their own; the failure here is the
    cause to report.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._sha256 = hashlib.sha256()
        self.size = 0
        self.failure: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write all of it, or raise OSError."""
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        except OSError as error:
            self.failure = error
            raise
        self._sha256.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back; `on_disk` makes it last."""

    def on_disk(self) -> None:
        """Flush the file itself; raises OSError."""
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            self.failure = error
            raise

    def part(self, name: str) -> FilePart:
        """What was written, as the manifest tells it."""
        return FilePart(name, self.size, self._sha256.hexdigest())


@contextmanager
def new_file(folder: Path, name: str) -> Iterator[Sink]:
    """`<name>.partial`, complete and on disk at the end; removed where anything fails.

    Raises OutsideError("backup_not_written") where the disk refuses, and passes on what the body
    raises.
    """
    partial = folder / f"{name}{PARTIAL}"
    sink: Sink | None = None
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, MODE)
        try:
            sink = Sink(descriptor)
            yield sink
            sink.on_disk()
        finally:
            os.close(descriptor)
    except BaseException as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        failure = sink.failure if sink else None
        if failure is None and isinstance(error, OSError):
            failure = error
        if failure is None:
            raise
        raise not_written(folder, failure) from error


def put_in_place(folder: Path, names: Sequence[str]) -> None:
    """Give finished files their names; OutsideError("backup_not_written")."""
    try:
        for name in names:
            (folder / f"{name}{PARTIAL}").replace(folder / name)
        flush_folder(folder)
    except OSError as error:
        raise not_written(folder, error) from error


@contextmanager
def swept(folder: Path) -> Iterator[None]:
    """Remove unfinished files before and after: what a killed backup left, or this one."""
    _sweep(folder)
    try:
        yield
    finally:
        _sweep(folder)


def _sweep(folder: Path) -> None:
    for path in folder.glob(f"*{PARTIAL}"):
        if stem_of(path.name.removesuffix(PARTIAL)) is not None:
            with suppress(OSError):  # what cannot be removed is no backup either way
                path.unlink(missing_ok=True)


def not_written(folder: Path, error: OSError) -> OutsideError:
    """The fault to raise where the folder does not take a backup."""
    return OutsideError(
        f"The backup cannot be written to {folder}: {error.strerror or error}.",
        code="backup_not_written",
        hint="Make room or rights there, or name another folder with LEDGERFLOW_BACKUP_DIR."
        " Earlier backups are untouched.",
    )


def sha256_of(path: Path) -> str:
    """A file's SHA-256, read to its end; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which a killed process gives back.

    Makes the folder where it is not there. Raises ConflictError("backup_running"), or
    OutsideError("backup_not_written").
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, MODE)
    except OSError as error:
        raise not_written(folder, error) from error
    try:
        _lock(folder, descriptor)
        yield
    finally:
        os.close(descriptor)


def _lock(folder: Path, descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ConflictError(
            f"Another backup is being written to {folder}.",
            code="backup_running",
            hint="Wait until it ends; `ledgerflow backup list` shows it then.",
        ) from error
