"""Two tables side by side on one page: rows cut at the gutter, the left table first.

Here: finding such pages by a header that names its columns twice, and cutting their rows. Not
here: groups of checks or balances, which stay in one row (groups.py).
"""

from collections.abc import Sequence
from dataclasses import replace

from ledgerflow.statements.pdf.headers import DATES, MONEY, Header, header_at
from ledgerflow.statements.pdf.rows import Row

_ABOVE = 2
_ABOVE_GAP = 3.0


def split_sides(rows: Sequence[Row]) -> list[Row]:
    """The rows of a page in reading order; rows beside each other are cut where two tables are."""
    for at, row in enumerate(rows):
        header = None if row.has_digit else header_at(rows, at)
        if header is not None and (gutter := _gutter(header)) is not None:
            start = _start(rows, at)
            return [*rows[:start], *_cut(rows[start:], gutter)]
    return list(rows)


def _gutter(header: Header) -> float | None:
    """The middle between the two tables; None where the header heads one."""
    roles = [c.role for c in header.columns]
    half = len(roles) // 2
    if len(roles) % 2 or half < 3 or roles[:half] != roles[half:]:
        return None
    if not (set(roles) & DATES and set(roles) & MONEY and "description" in roles):
        return None
    return (header.columns[half - 1].right + header.columns[half].left) / 2


def _start(rows: Sequence[Row], at: int) -> int:
    """The first row to cut: the titles right above the header belong to the tables."""
    for _ in range(_ABOVE):
        is_near = at and rows[at].top - rows[at - 1].bottom <= _ABOVE_GAP * rows[at].size
        if not is_near or rows[at - 1].has_digit:
            break
        at -= 1
    return at


def _cut(rows: Sequence[Row], gutter: float) -> list[Row]:
    """Left parts, then right parts; a row over the gutter ends both."""
    out: list[Row] = []
    left: list[Row] = []
    right: list[Row] = []
    for row in rows:
        if any(w.left < gutter < w.right for w in row.words):
            out += [*left, *right, row]
            left, right = [], []
            continue
        for side, words in (
            (left, tuple(w for w in row.words if w.right <= gutter)),
            (right, tuple(w for w in row.words if w.left >= gutter)),
        ):
            if words:
                side.append(replace(row, words=words))
    return [*out, *left, *right]
