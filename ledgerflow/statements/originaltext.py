"""Rows of an original that is text, for a person to look at beside what was read.

Here: from row numbers to the file's own words. Not here: reading a statement (formats/), drawing a
page (pageimage.py). Nothing is interpreted: a sign that the encoding does not know is shown as one.
"""

import re
from collections.abc import Iterable

from ledgerflow.core.errors import OutsideError
from ledgerflow.statements.models import StatementFile
from ledgerflow.statements.storage import original_load

ROWS_EACH = 12
"""So many rows of the file are shown of one line at most."""
ROW_MAX = 400
BYTES_MAX = 25 * 1024 * 1024
_BINARY = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_ENDS = re.compile(r"\r\n|\r|\n")


def original_rows(file: StatementFile, rows: Iterable[int]) -> dict[int, str]:
    """The file's text from each of these rows (from 1) up to the next of them.

    Empty for a file that is no text, is too large to be shown so, or is gone from the disk.
    """
    wanted = sorted({row for row in rows if row > 0})
    if not wanted or file.size_bytes > BYTES_MAX:
        return {}
    try:
        data = original_load(file.firm_id, file.stored_as, file.sha256)
    except OutsideError:
        return {}
    return rows_of(data, wanted)


def rows_of(data: bytes, wanted: list[int]) -> dict[int, str]:
    """The same of bytes; `wanted` in rising order."""
    if data.startswith(_BINARY):
        return {}
    lines = _ENDS.split(_text(data))
    found = {}
    for row, following in zip(wanted, [*wanted[1:], wanted[-1] + ROWS_EACH], strict=True):
        part = lines[row - 1 : min(following - 1, row - 1 + ROWS_EACH)]
        if part:
            found[row] = "\n".join(line[:ROW_MAX] for line in part).rstrip()
    return found


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
