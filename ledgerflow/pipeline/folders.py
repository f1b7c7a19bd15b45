"""The statement files of a folder: found in a fixed order, within limits, what is left out said.

Here: walking, and telling files from what only lies beside them. Not here: reading what is in them
(statements/formats), watching a folder (inbox.py).
"""

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from ledgerflow.core.errors import InputError, LimitError

FILES_MAX = 2_000
ENTRIES_MAX = 20_000
DEPTH_MAX = 8
INBOX_MARK = ".ledgerflow-inbox"
"""The lock file of a watched inbox; its folders of settled files are no shoebox."""
INBOX_FOLDERS = ("archive", "failed", "waiting")

_SYSTEM = frozenset(
    {
        "thumbs.db",
        "desktop.ini",
        "__macosx",
        "$recycle.bin",
        "system volume information",
        "lost+found",
        "@eadir",
    }
)
_UNFINISHED_ENDS = (
    ".part",
    ".partial",
    ".crdownload",
    ".download",
    ".opdownload",
    ".tmp",
    ".temp",
    ".swp",
    "~",
)
_UNFINISHED_STARTS = ("~$", "~wrl", ".~lock.")


@dataclass(slots=True)
class Found:
    """Files in order, and what was left out with the reason; paths begin with the folder's."""

    files: list[Path] = field(default_factory=list)
    skipped: list[tuple[Path, str]] = field(default_factory=list)
    entries: int = 0


def files_of(folder: Path) -> Found:
    """All files below a folder, by path, the same on every file system.

    Raises LimitError where there are too many, InputError where the folder cannot be read.
    """
    found = Found()
    inbox = INBOX_FOLDERS if (folder / INBOX_MARK).exists() else ()
    try:
        _walk(folder, 0, found, inbox)
    except OSError as error:
        raise InputError(
            f"{folder}: the folder cannot be read: {error.strerror}.",
            code="no_such_file",
            hint="Check the name; the folder must be readable for you.",
        ) from error
    return found


def left_out(name: str) -> str:
    """Why a file or folder of this name is no statement: hidden, say, or unfinished; else ""."""
    plain = name.casefold()
    if plain.startswith(_UNFINISHED_STARTS) or plain.endswith(_UNFINISHED_ENDS):
        return "temporary or not finished"
    if plain.startswith("."):
        return "hidden"
    return "of the operating system" if plain in _SYSTEM else ""


def _walk(folder: Path, depth: int, found: Found, own: tuple[str, ...] = ()) -> None:
    with os.scandir(folder) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    found.entries += len(entries)
    if found.entries > ENTRIES_MAX:
        raise _too_many(folder, f"more than {ENTRIES_MAX:,} files and folders")
    for entry in entries:
        path = Path(entry.path)
        reason = left_out(entry.name) or _of_other_kind(entry, own)
        if reason:
            found.skipped.append((path, reason))
        elif not entry.is_dir(follow_symlinks=False):
            found.files.append(path)
            if len(found.files) > FILES_MAX:
                raise _too_many(folder, f"more than {FILES_MAX:,} files")
        elif depth + 1 >= DEPTH_MAX:
            found.skipped.append((path, f"deeper than {DEPTH_MAX} folders"))
        else:
            _walk_below(path, depth + 1, found)


def _walk_below(path: Path, depth: int, found: Found) -> None:
    """A folder inside that cannot be read does not hide the others."""
    try:
        _walk(path, depth, found)
    except OSError as error:
        found.skipped.append((path, f"not readable: {error.strerror}"))


def _of_other_kind(entry: "os.DirEntry[str]", own: tuple[str, ...]) -> str:
    """Links, pipes and devices: what they lead to is read where it lies, or is not ours."""
    mode = entry.stat(follow_symlinks=False).st_mode
    if stat.S_ISLNK(mode):
        return "a link"
    if stat.S_ISDIR(mode):
        return "settled files of the watched inbox" if entry.name in own else ""
    return "" if stat.S_ISREG(mode) else "no file"


def _too_many(folder: Path, what: str) -> LimitError:
    return LimitError(
        f"{folder}: {what}.",
        code="too_many_files",
        hint="Name a smaller folder, for example one year or one bank at a time.",
    )
