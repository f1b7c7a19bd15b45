"""Putting a full backup's originals back into the media folder: nothing there is overwritten.

Here: writing what is missing, moving aside what differs, naming what stays missing. Not here:
making or proving the archive (media.py, verify.py).
"""

import os
import tarfile
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from ledgerflow.core.durable import PARTIAL, flush_folder
from ledgerflow.core.errors import InputError, OutsideError
from ledgerflow.ops.backup.encryption import opened
from ledgerflow.ops.backup.manifest import MediaFile
from ledgerflow.ops.backup.shelf import BackupEntry
from ledgerflow.ops.backup.streams import CHUNK, sha256_of
from ledgerflow.ops.backup.target import Target
from ledgerflow.statements.storage import path_of

ASIDE = ".before-restore-"
NAMED_SQL = "SELECT firm_id, stored_as FROM statements_statementfile ORDER BY firm_id, stored_as"


@dataclass(frozen=True)
class OriginalsReport:
    """How many were written and how many were there; which were moved aside, under what name."""

    written: int
    equal: int
    aside: tuple[str, ...]


def originals_restore(
    entry: BackupEntry, media_root: Path, now: datetime, identity_file: Path | None = None
) -> OriginalsReport | None:
    """Bring the media folder to what the backup holds; None where it holds no originals.

    A file that is there with other content gets the name `<name>.before-restore-<UTC time>`.
    Raises InputError("backup_not_valid") for an archive that does not hold what its manifest
    says, OutsideError("originals_not_restored") where the disk refuses; running again goes on.
    """
    manifest = entry.manifest
    media = manifest.media if manifest else None
    if manifest is None or media is None:
        return None
    folder = _Folder(media_root, f"{ASIDE}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    wanted = {one.path: one for one in manifest.media_files}
    try:
        source = opened(entry.path_of(media), media.name, manifest, identity_file)
        _unpack(source, wanted, folder)
    except tarfile.TarError as error:
        raise _not_valid(entry.stem, str(error)) from error
    except OSError as error:
        raise OutsideError(
            f"The originals cannot be put back into {media_root}: {error.strerror or error}.",
            code="originals_not_restored",
            hint="Make room or rights there and restore again; what is there already is kept.",
        ) from error
    if wanted:
        raise _not_valid(entry.stem, f"{len(wanted)} are not in it, the first: {min(wanted)}")
    return OriginalsReport(folder.written, folder.equal, tuple(folder.aside))


def originals_missing(target: Target, database: str) -> int:
    """How many originals that `database` speaks of are not in the media folder."""
    with target.connection("backup", database) as connection:
        named = connection.execute(NAMED_SQL).fetchall()
    return sum(not path_of(firm_id, stored_as).is_file() for firm_id, stored_as in named)


def _unpack(
    opening: AbstractContextManager[BinaryIO], wanted: dict[str, MediaFile], folder: "_Folder"
) -> None:
    """Takes out of `wanted` what was dealt with."""
    with opening as source, tarfile.open(fileobj=source, mode="r|") as archive:
        for member in archive:
            known = wanted.pop(member.name, None)
            content = archive.extractfile(member) if member.isfile() else None
            if known is not None and content is not None:
                folder.put(known, content)


@dataclass
class _Folder:
    """The media folder while it is filled."""

    root: Path
    ending: str
    written: int = 0
    equal: int = 0

    def __post_init__(self) -> None:
        self.aside: list[str] = []

    def put(self, known: MediaFile, content: IO[bytes]) -> None:
        path = self.root / _inside(known.path)
        if path.is_file() and sha256_of(path) == known.sha256:
            self.equal += 1
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = path.with_name(path.name + PARTIAL)
        try:
            _write(partial, content)
            if sha256_of(partial) != known.sha256:
                raise _not_valid(known.path, "its content is not what the manifest says")
            self._move_aside(path)
            partial.rename(path)
        finally:
            partial.unlink(missing_ok=True)
        flush_folder(path.parent)
        self.written += 1

    def _move_aside(self, path: Path) -> None:
        if os.path.lexists(path):
            kept = path.with_name(path.name + self.ending)
            path.rename(kept)
            self.aside.append(str(kept.relative_to(self.root)))


def _write(path: Path, content: IO[bytes]) -> None:
    with path.open("wb") as out:
        while chunk := content.read(CHUNK):
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())


def _inside(path: str) -> PurePosixPath:
    """A path below the media folder; a manifest that points elsewhere is refused."""
    relative = PurePosixPath(path)
    if relative.is_absolute() or ".." in relative.parts or not relative.parts:
        raise _not_valid(path, "it lies outside the media folder")
    return relative


def _not_valid(what: str, why: str) -> InputError:
    return InputError(
        f"The originals of the backup cannot be used: {what}: {why}.",
        code="backup_not_valid",
        hint="Use another backup; keep this one's files for a closer look.",
    )
