"""The originals beside the database: archived after the snapshot, checked against its rows.

Here: writing the archive as a stream, reading it back, which originals the books' rows name, and
what is wrong between the two. Not here: putting originals back (restore.py).
"""

import hashlib
import os
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, cast

import psycopg
from django.conf import settings

from ledgerflow.core.durable import PARTIAL
from ledgerflow.core.errors import InputError, OutsideError
from ledgerflow.ops.backup.manifest import MediaFile
from ledgerflow.ops.backup.streams import CHUNK, Writer
from ledgerflow.statements.storage import TRANSIENT, path_of

MODE = 0o600
FILES = "SELECT DISTINCT firm_id, stored_as, sha256 FROM public.statements_statementfile"


def media_write(root: Path, out: Writer) -> tuple[MediaFile, ...]:
    """Archive every regular file below `root` as tar; () where the folder is not there.

    Files under way (`.partial`) stay out. A file that goes meanwhile is left out: whether rows
    miss it, `media_faults` says. Raises OutsideError("backup_media_unreadable"), OSError of `out`.
    """
    written: list[MediaFile] = []
    with tarfile.open(fileobj=cast("BinaryIO", out), mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for path in _files_below(root):
            try:
                file = path.open("rb")
            except FileNotFoundError:
                continue
            except OSError as error:
                raise _unreadable(path, error.strerror or str(error)) from error
            with file:
                written.append(_add(tar, file, path, path.relative_to(root).as_posix()))
    return tuple(written)


def media_read(source: BinaryIO) -> tuple[MediaFile, ...]:
    """What a plaintext archive holds, every byte read; InputError("backup_not_valid")."""
    found: list[MediaFile] = []
    try:
        with tarfile.open(fileobj=source, mode="r|") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isfile() else None
                if content is not None:
                    digest = hashlib.file_digest(cast("BufferedReader", content), "sha256")
                    found.append(MediaFile(member.name, member.size, digest.hexdigest()))
        while source.read(CHUNK):
            pass  # the encryption checks its last bytes only where they are read
    except tarfile.TarError as error:
        raise InputError(
            f"The archive of originals cannot be read: {error}.",
            code="backup_not_valid",
            hint="Use another backup; keep this one's files for a closer look.",
        ) from error
    return tuple(found)


def originals_of(connection: psycopg.Connection[Any]) -> dict[str, str]:
    """Path below the media folder -> SHA-256 of each original that the rows name."""
    there = "SELECT to_regclass('public.statements_statementfile') IS NOT NULL"
    if connection.execute(there).fetchone() != (True,):
        return {}
    root = Path(settings.MEDIA_ROOT)
    rows = connection.execute(FILES).fetchall()
    return {path_of(f, name).relative_to(root).as_posix(): str(sha) for f, name, sha in rows}


def media_faults(originals: Mapping[str, str], archived: Iterable[MediaFile]) -> list[str]:
    """Originals that the archive lacks or that are not what was received, in words."""
    there = {file.path: file.sha256 for file in archived}
    faults = []
    for path, sha256 in sorted(originals.items()):
        if path not in there:
            faults.append(f"The original {path} is missing from the archive.")
        elif there[path] != sha256:
            faults.append(f"The original {path} is not what was received: its SHA-256 differs.")
    return faults


def archive_faults(told: Iterable[MediaFile], found: Iterable[MediaFile]) -> list[str]:
    """Where an archive is not what its manifest tells, in words."""
    known, there = ({file.path: file for file in files} for files in (told, found))
    faults = [f"{path} is missing from the archive." for path in sorted(known.keys() - there)]
    faults += [f"{path} is not in the manifest." for path in sorted(there.keys() - known)]
    changed = sorted(path for path in known.keys() & there if known[path] != there[path])
    return faults + [f"{path} is not what was archived." for path in changed]


class _Hashing:
    """Reads a file of known size for tar, and says at once where it is shorter."""

    def __init__(self, file: BinaryIO, path: Path, size: int) -> None:
        self._file, self._path, self._left = file, path, size
        self.sha256 = hashlib.sha256()

    def read(self, wanted: int) -> bytes:
        wanted = min(wanted, self._left)
        try:
            data = self._file.read(wanted)
        except OSError as error:
            raise _unreadable(self._path, error.strerror or str(error)) from error
        if len(data) < wanted:
            raise _unreadable(self._path, "it became shorter while it was read")
        self._left -= len(data)
        self.sha256.update(data)
        return data


def _add(tar: tarfile.TarFile, file: BinaryIO, path: Path, name: str) -> MediaFile:
    state = os.fstat(file.fileno())
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = state.st_size, int(state.st_mtime), MODE
    reader = _Hashing(file, path, state.st_size)
    tar.addfile(info, cast("BinaryIO", reader))
    return MediaFile(name, state.st_size, reader.sha256.hexdigest())


def _files_below(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        if Path(folder) == root:
            folders[:] = [name for name in folders if name not in TRANSIENT]
        folders.sort()
        for name in sorted(names):
            path = Path(folder) / name
            if not name.endswith(PARTIAL) and path.is_file() and not path.is_symlink():
                yield path


def _unreadable(path: Path, why: str) -> OutsideError:
    return OutsideError(
        f"The original {path.name} cannot be archived: {why}.",
        code="backup_media_unreadable",
        hint="Check the media folder's disk and rights (`ledgerflow doctor`), then try again.",
    )
