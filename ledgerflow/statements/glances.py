"""Glances at a file in a child process: one page drawn, the first rows of a table.

Here: asking the child and judging its answer. Not here: what runs inside (glance_process.py),
reading the whole file (containment.py), keeping what was drawn (pageimage.py).
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.containment import answer_checked, run_contained
from ledgerflow.statements.parsed import SourceFile
from ledgerflow.statements.readerseats import reader_seat

MEMORY_BYTES = 512 << 20
CPU_S = 15
WALL_S = 30
_ENTRY = "ledgerflow.statements.glance_process"
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class TableTop:
    """The first rows of a table as texts, the line of each, and how the file reads by itself.

    `profile` is a reading in its JSON form; `why` says what keeps it from being one, "" nothing.
    No rows: the file is no table.
    """

    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    profile: Mapping[str, Any]
    why: str = ""


def page_drawn(file: SourceFile, page: int, width: int) -> bytes:
    """A page of a PDF as PNG, at most `width` pixels wide; pages count from 1.

    Raises AccessError (no such page), PasswordNeeded, UnreadableFile and LimitError.
    """
    answer = _ask(file, {"what": "page", "page": page, "width": width})
    try:
        png = base64.b64decode(str(answer.get("png", "")), validate=True)
    except binascii.Error:
        png = b""
    if not png.startswith(_PNG):
        raise _no_answer(file.name)
    return png


def table_top(file: SourceFile, count: int) -> TableTop:
    """The first rows of a CSV file or spreadsheet. Raises what its reader raises."""
    answer = _ask(file, {"what": "table", "rows": count})
    try:
        return TableTop(
            rows=tuple(tuple(map(str, row)) for row in answer["rows"]),
            numbers=tuple(map(int, answer.get("numbers", ()))),
            profile=dict(answer.get("profile", {})),
            why=str(answer.get("why", "")),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise _no_answer(file.name) from fault


def _ask(file: SourceFile, wish: Mapping[str, Any]) -> dict[str, Any]:
    head = {"name": file.name, "memory_bytes": MEMORY_BYTES, "cpu_s": CPU_S, **wish}
    request = (json.dumps(head).encode() + b"\n", file.data)
    with reader_seat():
        done = run_contained(request, wall_s=WALL_S, name=file.name, entry=_ENTRY)
    return answer_checked(file.name, *done)


def _no_answer(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: looking at the file gave no answer.",
        code="glance_failed",
        hint="Download the original and open it on your own machine.",
    )
