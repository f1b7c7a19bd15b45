"""Moving a file into a folder: never over another file, and never lost on the way.

Here: one file, safe against a kill at any moment: it lies in its old place, in its new one, or for
a moment in both. Not here: small texts (durable.py).
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from filecmp import cmp
from pathlib import Path

from ledgerflow.core.durable import PARTIAL, flush_folder

NUMBERS_MAX = 10_000


def move_into(source: Path, folder: Path, name: str) -> Path:
    """Move a file into a folder, which is made; the new path, numbered where the name is taken.

    Where an equal file of that name is there already, as after a kill, the source is removed.
    Raises OSError where the disk refuses; the source is still there then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for target in numbered(folder, name):
        if target.exists() and not _is_equal(source, target):
            continue
        try:
            _move(source, target)
        except FileExistsError:  # came in between
            continue
        return target
    raise FileExistsError(f"{folder / name}: there are {NUMBERS_MAX} of that name")


def numbered(folder: Path, name: str) -> Iterator[Path]:
    """The path of a name in a folder, then `name (2)`, `name (3)` before its ending."""
    yield folder / name
    plain = Path(name)
    for number in range(2, NUMBERS_MAX):
        yield folder / f"{plain.stem} ({number}){plain.suffix}"


def _is_equal(one: Path, other: Path) -> bool:
    return other.is_file() and not other.is_symlink() and cmp(one, other, shallow=False)


def _move(source: Path, target: Path) -> None:
    """A hard link fails where the name is taken, which renaming does not."""
    if not target.exists():
        try:
            os.link(source, target, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError:  # another file system, or one without links
            _copy(source, target)
        flush_folder(target.parent)
    source.unlink()
    flush_folder(source.parent)


def _copy(source: Path, target: Path) -> None:
    """A complete copy on disk, then its name: nobody ever sees half of it."""
    partial = target.with_name(f".{target.name[:200]}{PARTIAL}")
    try:
        with source.open("rb") as read, partial.open("wb") as out:
            shutil.copyfileobj(read, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
        shutil.copystat(source, partial)
        # The name is taken first, so that nobody else's file is replaced.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        partial.replace(target)
    finally:
        with suppress(OSError):
            partial.unlink()
