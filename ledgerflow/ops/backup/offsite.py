"""Copies of verified backups off this host: a folder of another disk, or a remote of rclone's.

Here: copying and comparing; nothing is ever deleted or overwritten there. Not here: when it runs
(ops/tasks.py) or configuring rclone (its own file or RCLONE_* variables).
"""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ledgerflow.core.durable import PARTIAL, flush_folder
from ledgerflow.core.errors import InputError, LedgerFlowError, OutsideError
from ledgerflow.ops.backup.names import VERIFIED
from ledgerflow.ops.backup.programs import inherited_environment
from ledgerflow.ops.backup.prune import in_deleting_order
from ledgerflow.ops.backup.shelf import BackupEntry

RCLONE = "rclone:"
RCLONE_INHERITS = ("RCLONE_", "AWS_", "XDG_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT")
RCLONE_SECONDS = 6 * 60 * 60
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class OffsiteReport:
    """Stems copied now, stems that were there, and what went wrong, in words."""

    destination: str
    copied: tuple[str, ...]
    present: tuple[str, ...]
    plain: tuple[str, ...]
    """Those copied now without encryption."""
    faults: tuple[str, ...]


class Place(Protocol):
    """Somewhere to copy files to."""

    def size_of(self, name: str) -> int | None:
        """Bytes of the file of that name there, None where there is none."""

    def put(self, file: Path) -> None:
        """Copy, and compare the copy with the original; raises LedgerFlowError."""


def offsite_copy(entries: Sequence[BackupEntry], destination: str) -> OffsiteReport:
    """Copy every verified backup to `destination`, a folder or "rclone:REMOTE:PATH".

    A fault of one backup is reported and the next one is tried. Raises InputError
    ("offsite_destination") or OutsideError ("offsite_unreachable") where nothing can be copied.
    """
    place = _place(destination)
    copied: list[str] = []
    present: list[str] = []
    plain: list[str] = []
    faults: list[str] = []
    for entry in entries:
        if not entry.is_verified:
            continue
        try:
            was_there = _copy(entry, place)
        except (LedgerFlowError, OSError) as error:
            faults.append(f"{entry.stem}: {error}.".replace("..", "."))
            continue
        (present if was_there else copied).append(entry.stem)
        if not was_there and entry.manifest is not None and not entry.manifest.encrypted_to:
            plain.append(entry.stem)
    return OffsiteReport(destination, tuple(copied), tuple(present), tuple(plain), tuple(faults))


def refuse_faults(report: OffsiteReport) -> None:
    """Raise OutsideError("offsite_failed") when any backup could not be copied."""
    if report.faults:
        raise OutsideError(
            f"{len(report.faults)} of the backups were not copied to {report.destination};"
            f" the first: {report.faults[0]}",
            code="offsite_failed",
            hint="Look at the place and try `ledgerflow backup offsite` again; nothing was deleted"
            " or overwritten, here or there.",
            extra={"faults": list(report.faults)},
        )


def _copy(entry: BackupEntry, place: Place) -> bool:
    """True when all was there. The manifest comes last: without it the copy is no backup.

    Equal in size counts as there: contents were compared when it was copied. A verification is
    copied once; a later one of the same bytes says nothing new.
    """
    missing = []
    for file in in_deleting_order(entry.files()):
        size = place.size_of(file.name)
        if size is None:
            missing.append(file)
        elif size != file.stat().st_size and not file.name.endswith(VERIFIED):
            raise _differs(file.name)
    for file in missing:
        place.put(file)
    return not missing


def _place(destination: str) -> Place:
    if destination.startswith(RCLONE):
        remote = destination.removeprefix(RCLONE)
        if ":" not in remote:
            raise _bad_destination(destination, "it names no remote")
        return RcloneRemote(remote)
    folder = Path(destination)
    if not folder.is_absolute():
        raise _bad_destination(destination, "it is neither an absolute path nor rclone:REMOTE:PATH")
    # Never made here: where a disk is not mounted, the folder would land on this one.
    if not folder.is_dir():
        raise OutsideError(
            f"The folder {folder} for copies of backups is not there.",
            code="offsite_unreachable",
            hint="Mount the disk, or make the folder on it once.",
        )
    return Folder(folder)


def _bad_destination(destination: str, why: str) -> InputError:
    return InputError(
        f"Backups cannot be copied to {destination!r}: {why}.",
        code="offsite_destination",
        hint="Set LEDGERFLOW_BACKUP_OFFSITE to a folder of another disk, or rclone:REMOTE:PATH.",
    )


@dataclass(frozen=True)
class Folder:
    """A folder, best of another disk."""

    folder: Path

    def size_of(self, name: str) -> int | None:
        """As the file system says."""
        try:
            return (self.folder / name).stat().st_size
        except FileNotFoundError:
            return None

    def put(self, file: Path) -> None:
        """Write beside, flush, read back, compare, rename."""
        copy = self.folder / file.name
        partial = copy.with_name(copy.name + PARTIAL)
        try:
            with file.open("rb") as source, partial.open("wb") as out:
                shutil.copyfileobj(source, out, CHUNK)
                out.flush()
                os.fsync(out.fileno())
            if _sha256(partial) != _sha256(file):
                raise _differs(file.name)
            partial.rename(copy)
            flush_folder(self.folder)
        finally:
            partial.unlink(missing_ok=True)


@dataclass(frozen=True)
class RcloneRemote:
    """`REMOTE:PATH` of a configured rclone; `--immutable` refuses to change what is there."""

    remote: str

    def size_of(self, name: str) -> int | None:
        """As `rclone lsf` says."""
        there = f"{self.remote}/{name}"
        listed = self._run("lsf", "--format", "s", there, missing_is_empty=True).strip()
        if listed and not listed.isdecimal():
            raise _rclone_failed("lsf", f"{listed[:80]!r} is not a size")
        return int(listed) if listed else None

    def put(self, file: Path) -> None:
        """Copy one file, then have rclone compare its hash (its size, without hashes there)."""
        self._run("copyto", "--immutable", str(file), f"{self.remote}/{file.name}")
        where = (str(file.parent), self.remote)
        self._run("check", "--one-way", "--include", f"/{file.name}", *where)

    def _run(self, *arguments: str, missing_is_empty: bool = False) -> str:
        program = shutil.which("rclone")
        if program is None:
            raise OutsideError(
                "rclone is not on the PATH.",
                code="offsite_rclone_missing",
                hint="Install rclone, or copy to a folder instead (LEDGERFLOW_BACKUP_OFFSITE).",
            )
        given = {
            name: value
            for name, value in os.environ.items()
            if name.upper().startswith(RCLONE_INHERITS)
        }
        try:
            done = subprocess.run(
                [program, *arguments],
                env=inherited_environment() | given,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=RCLONE_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _rclone_failed(arguments[0], f"no end after {RCLONE_SECONDS} seconds") from error
        if done.returncode in RCLONE_NOT_FOUND and missing_is_empty:
            return ""
        if done.returncode != 0:
            said = (done.stderr or done.stdout).strip().splitlines()
            why = f"exit code {done.returncode}{': ' + said[-1] if said else ''}"
            raise _rclone_failed(arguments[0], why)
        return done.stdout


RCLONE_NOT_FOUND = (3, 4)
"""rclone's exit codes for a folder or file that is not there."""


def _rclone_failed(command: str, why: str) -> OutsideError:
    return OutsideError(
        f"rclone {command} failed: {why}",
        code="offsite_rclone",
        hint="Try `rclone lsd` with the same remote as the same user.",
    )


def _differs(name: str) -> OutsideError:
    return OutsideError(
        f"the copy of {name} differs from the file here; it was left as it is",
        code="offsite_differs",
        hint="Find out which of the two is right; move the other one away.",
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
