"""Files that a person names on the command line, as bytes, or one clear fault.

Here: opening and size. Not here: what is in them (statements/formats).
"""

from pathlib import Path

from ledgerflow.core.errors import FileTooLarge, InputError
from ledgerflow.statements.formats import FILE_BYTES_MAX


def file_load(path: Path) -> bytes:
    """The file's bytes. Raises InputError when it cannot be read, FileTooLarge before reading."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise InputError(
                f"{path}: this is a folder.",
                code="not_a_file",
                hint=f"Name the files in it, for example {path}/*.ofx.",
            )
        if size > FILE_BYTES_MAX:
            raise FileTooLarge(
                f"{path}: the file has {size:,} bytes; at most {FILE_BYTES_MAX:,} are read.",
                hint="Export a shorter period from the bank and import the parts.",
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: the file cannot be read: {error.strerror}.",
            code="no_such_file",
            hint="Check the name and the folder; the file must be readable for you.",
        ) from error


def file_write(path: Path, text: str) -> None:
    """Write a text file as UTF-8, line ends as they are. Raises InputError when it cannot be."""
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(
            f"{path}: the file cannot be written: {error.strerror}.",
            code="not_writable",
            hint="Choose another folder with --out.",
        ) from error
