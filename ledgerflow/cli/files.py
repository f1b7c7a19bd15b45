"""Files that a person names on the command line, as bytes, or one clear fault.

Here: opening and size, and the files of a folder. Not here: what is in them (statements/formats).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ledgerflow.core.errors import FileTooLarge, InputError, LedgerFlowError, LimitError
from ledgerflow.pipeline.folders import files_of
from ledgerflow.statements.formats import FILE_BYTES_MAX

TOGETHER_BYTES_MAX = 512 << 20
"""So much is held at once, until it is stored."""


@dataclass(slots=True)
class Loaded:
    """Files with their bytes, those that cannot be read, and what was left out of folders."""

    files: list[tuple[Path, bytes]] = field(default_factory=list)
    unread: list[tuple[str, LedgerFlowError]] = field(default_factory=list)
    skipped: list[tuple[Path, str]] = field(default_factory=list)


def files_load(paths: Sequence[Path]) -> Loaded:
    """Load files, and all files of folders, in order. Raises LimitError where that is too much."""
    loaded, size = Loaded(), 0
    for named in paths:
        files = [named]
        if named.is_dir():
            found = files_of(named)
            files = found.files
            loaded.skipped += found.skipped
            if not files:
                loaded.unread.append((str(named), _empty(named)))
        for path in files:
            try:
                data = file_load(path)
            except LedgerFlowError as error:
                loaded.unread.append((str(path), error))
                continue
            size += len(data)
            if size > TOGETHER_BYTES_MAX:
                raise LimitError(
                    f"The files have more than {TOGETHER_BYTES_MAX >> 20} MB together ({path}).",
                    code="too_much_at_once",
                    hint="Import them in parts, for example one year at a time.",
                )
            loaded.files.append((path, data))
    return loaded


def _empty(folder: Path) -> InputError:
    return InputError(
        f"{folder}: the folder holds no file to import.",
        code="no_files",
        hint="Hidden, temporary and linked files are left out; name the files themselves.",
    )


def file_load(path: Path, limit: int = FILE_BYTES_MAX) -> bytes:
    """The file's bytes. Raises InputError when it cannot be read, FileTooLarge before reading."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise InputError(
                f"{path}: this is a folder.",
                code="not_a_file",
                hint=f"Name the files in it, for example {path}/*.ofx.",
            )
        if size > limit:
            raise FileTooLarge(
                f"{path}: the file has {size:,} bytes; at most {limit:,} are read.",
                hint="Export a shorter period and import the parts.",
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: the file cannot be read: {error.strerror}.",
            code="no_such_file",
            hint="Check the name and the folder; the file must be readable for you.",
        ) from error


def text_load(path: Path, limit: int) -> str:
    """The file's text (UTF-8). Raises InputError or FileTooLarge."""
    try:
        return file_load(path, limit).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: byte {error.start} is no UTF-8 text.",
            code="not_text",
            hint="Save the file as UTF-8.",
        ) from error


def file_write(path: Path, content: str | bytes) -> None:
    """Write a file; text as UTF-8, line ends as they are. Raises InputError when it cannot be."""
    try:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise InputError(
            f"{path}: the file cannot be written: {error.strerror}.",
            code="not_writable",
            hint="Choose another folder with --out.",
        ) from error
