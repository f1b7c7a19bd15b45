"""From text to rows of cells: the delimiter, quotes and line ends of a delimited file.

Here: splitting, and the faults of splitting (quotes that never close). Not here: what rows
and columns mean (layout.py, roles.py).
"""

import csv as stdlib
import io
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ledgerflow.statements.parsed import EXCERPT_LIMIT, Fault
from ledgerflow.statements.tables.amounts import looks_like_amount
from ledgerflow.statements.tables.dates import looks_like_date

DELIMITERS = (";", "\t", ",", "|")
_UNSEEN = {
    **dict.fromkeys(
        [0x200B, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    ),
    0xA0: " ",
}
"""Marks of writing direction and zero width go; a no-break space is a space."""
_SAMPLE_LINES = 300
_RUNAWAY_LINES = 40


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text cells; `lines` holds the 1-based physical line on which each row starts."""

    rows: list[list[str]]
    lines: list[int]
    delimiter: str
    why: str
    faults: tuple[Fault, ...] = ()


def split(text: str, delimiter: str = "") -> Table:
    """Split text into rows. `delimiter` is a remembered one; without it the best fit is taken."""
    text = _one_line_end(text)
    if not text.isascii() and any(chr(mark) in text for mark in _UNSEEN):
        text = text.translate(_UNSEEN)
    text, stated = _separator_line(text)
    why = "the profile says so"
    if not delimiter:
        delimiter, why = (stated, "the first line says so") if stated else _best(text)
    rows, lines, faults = _rows(text, delimiter)
    if _is_wrapped(rows, delimiter):
        rows = [next(_reader(r, delimiter), []) for r in (row[0] if row else "" for row in rows)]
        why += "; each line was quoted as a whole"
    if '="' in text:
        rows = [[_unformula(cell) for cell in row] for row in rows]
    return Table(rows, lines, delimiter, why, faults)


def _unformula(cell: str) -> str:
    """Spreadsheets keep leading zeros by writing ="0012345"."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 else cell


def _one_line_end(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    return text.lstrip("\ufeff")


def _separator_line(text: str) -> tuple[str, str]:
    """The 'sep=;' line that spreadsheets write is blanked, so that line numbers stay true."""
    first, _, rest = text.partition("\n")
    stated = first.strip().strip('"')
    if stated.lower().startswith("sep=") and len(stated) == 5:
        return "\n" + rest, stated[4]
    if stated.lower() == "sep=" and first.endswith("\t"):
        return "\n" + rest, "\t"
    return text, ""


def _reader(text: str, delimiter: str) -> Any:
    return stdlib.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=delimiter != "\t"
    )


def _best(text: str) -> tuple[str, str]:
    """The delimiter under which most lines hold a date and an amount, then the most even one."""
    sample = "\n".join(text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES])
    scores = {d: _fit(sample, d) for d in DELIMITERS}
    best = max(DELIMITERS, key=lambda d: (scores[d], sample.count(d)))
    full, even, width = scores[best]
    name = {"\t": "tab"}.get(best, best)
    return best, (
        f"split at '{name}', {full} of the first lines hold a date and an amount "
        f"and {even} lines have {width} cells"
    )


def _fit(sample: str, delimiter: str) -> tuple[int, int, int]:
    try:
        rows = [row for row in _reader(sample, delimiter) if any(row)]
    except stdlib.Error:
        return (0, 0, 0)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, even = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    full = sum(1 for row in rows if len(row) > 1 and _has_date_and_amount(row))
    return (full, even, width)


def _has_date_and_amount(row: list[str]) -> bool:
    dates = sum(1 for cell in row if cell and looks_like_date(cell))
    return dates > 0 and any(
        cell and looks_like_amount(cell) and not looks_like_date(cell) for cell in row
    )


def _is_wrapped(rows: list[list[str]], delimiter: str) -> bool:
    full = [row for row in rows if any(row)]
    return (
        bool(full)
        and all(len(row) == 1 for row in full)
        and any(row[0].count(delimiter) >= 2 for row in full)
    )


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], list[int], tuple[Fault, ...]]:
    try:
        rows, lines = _parse(text, delimiter)
    except stdlib.Error:
        return _line_by_line(text, delimiter)
    if len(rows) < text.rstrip("\n").count("\n") + 1 and _has_runaway(rows, lines, delimiter):
        return _line_by_line(text, delimiter)
    return rows, lines, ()


def _parse(text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    reader = _reader(text, delimiter)
    rows = list(reader)
    if reader.line_num == len(rows):
        return rows or [[]], list(range(1, max(2, len(rows) + 1)))
    # some cell holds a line end: rows and physical lines differ
    reader = _reader(text, delimiter)
    rows, lines, start = [], [], 1
    for row in reader:
        rows.append(row)
        lines.append(start)
        start = reader.line_num + 1
    return rows or [[]], lines or [1]


def _has_runaway(rows: list[list[str]], lines: list[int], delimiter: str) -> bool:
    """A quoted cell that swallowed further rows: it holds line ends and many delimiters."""
    usual = Counter(map(len, rows)).most_common(1)[0][0]
    several = [i for i, (a, b) in enumerate(pairwise(lines)) if b - a > 1]
    several.append(len(rows) - 1)
    for i in several:
        for cell in rows[i]:
            breaks = cell.count("\n")
            if breaks > _RUNAWAY_LINES:
                return True
            if breaks and usual > 2 and cell.count(delimiter) >= max(2, usual - 2):
                return True
    return False


def _line_by_line(
    text: str, delimiter: str
) -> tuple[list[list[str]], list[int], tuple[Fault, ...]]:
    """Each physical line for itself; lines whose quotes do not pair are faults."""
    rows: list[list[str]] = []
    faults: list[Fault] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.count('"') % 2 and len(faults) < 20:
            faults.append(_unbalanced(number, line))
        try:
            rows.append(next(_reader(line, delimiter), []))
        except stdlib.Error:
            rows.append([cell.strip('"') for cell in line.split(delimiter)])
    return rows, list(range(1, len(rows) + 1)), tuple(faults)


def _unbalanced(number: int, line: str) -> Fault:
    return Fault(
        code="csv_unbalanced_quote",
        message=f"Line {number}: a quotation mark opens and never closes, so cells run together.",
        hint="Download the file again, or correct the quotation marks of this line.",
        line=number,
        excerpt=line[:EXCERPT_LIMIT],
    )
