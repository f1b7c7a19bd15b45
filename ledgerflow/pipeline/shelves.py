"""The folders of a watched inbox: archive, duplicates, waiting and failed, each file with its note.

Here: putting a file where it belongs. Not here: deciding where (placing.py), importing (inbox.py).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ledgerflow.core.durable import write_text
from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.core.moving import move_into, numbered
from ledgerflow.pipeline.archivenames import fitted, plain_name
from ledgerflow.pipeline.folders import left_out
from ledgerflow.pipeline.placing import ARCHIVE, DUPLICATES, INBOX, WAITING, Placed

NOTE = ".txt"
NAME_BYTES_MAX = 230

Signature = tuple[int, int, int, int]
"""Inode, size, time of the last write, time of the last change of any kind."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """What became of one file: its place, its new path (None: it stays in the inbox), and why."""

    name: str
    place: str
    path: Path | None = None
    error: LedgerFlowError | None = None


@dataclass(slots=True)
class Shelves:
    """The folders below one inbox."""

    folder: Path
    _digests: dict[Path, tuple[Signature, str]] = field(default_factory=dict)

    def put(self, path: Path, where: Placed) -> Shelved:
        """Move a file of the inbox; a note is written before, so no file lies without one."""
        if where.place == INBOX:
            return Shelved(path.name, INBOX, None, where.error)
        if where.error is None:
            place = where.place
            if place == DUPLICATES and where.same_name and not self._archives(path):
                place = ARCHIVE  # an earlier look was stopped between importing and moving
            return Shelved(path.name, place, move_into(path, self.folder / place, where.name))
        folder = self.folder / where.place
        folder.mkdir(exist_ok=True)
        name = fitted(plain_name(path.name), NAME_BYTES_MAX)
        free = next(p for p in numbered(folder, name) if not p.exists())
        write_text(note_of(free), where.note())
        return Shelved(path.name, where.place, move_into(path, folder, free.name), where.error)

    def waiting(self) -> dict[Path, str]:
        """The files that wait for a person, each with the SHA-256 of its bytes."""
        paths = [p for p in _files(self.folder / WAITING) if not _is_note(p)]
        self._digests = {path: self._digest(path) for path in paths}
        return {path: digest for path, (_, digest) in self._digests.items()}

    def answered(self, path: Path, name: str) -> Shelved:
        """Move a file that waited to the archive, under its name there; its note goes."""
        target = move_into(path, self.folder / ARCHIVE, name)
        note_of(path).unlink(missing_ok=True)
        return Shelved(path.name, ARCHIVE, target)

    def _archives(self, path: Path) -> bool:
        """True when the archive holds these bytes."""
        size = path.stat().st_size
        known = [p for p in _files(self.folder / ARCHIVE) if p.stat().st_size == size]
        return bool(known) and _sha256(path) in map(_sha256, known)

    def _digest(self, path: Path) -> tuple[Signature, str]:
        signature = signature_of(path)
        known = self._digests.get(path)
        if known is not None and known[0] == signature:
            return known
        return signature, _sha256(path)


def signature_of(path: Path) -> Signature:
    """What changes when a file does. Raises OSError where it is gone."""
    found = path.lstat()
    return (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def note_of(path: Path) -> Path:
    """The note beside a file."""
    return path.with_name(path.name + NOTE)


def _is_note(path: Path) -> bool:
    return path.suffix == NOTE and path.with_suffix("").exists()


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink() and not left_out(path.name):
            yield path


def _sha256(path: Path) -> str:
    with path.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()
