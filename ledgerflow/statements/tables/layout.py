"""Where the table lies in the file: preamble, header row, first data row.

Here: rows as a whole. Not here: columns (roles.py) and single data rows (rows.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from ledgerflow.statements.tables.amounts import looks_like_amount
from ledgerflow.statements.tables.dates import looks_like_date
from ledgerflow.statements.tables.grid import Grid
from ledgerflow.statements.tables.headers import header_roles

_HEADER_WITHIN = 80
_MANY_BLOCKS = 10
_KEY_ROLES = frozenset(
    [
        "date",
        "booking_date",
        "transaction_date",
        "value_date",
        "amount",
        "in",
        "out",
        "balance",
        "description",
    ]
)
_DATE_ROLES = frozenset(("date", "booking_date", "transaction_date", "value_date"))
_MONEY_ROLES = frozenset(("amount", "in", "out", "balance"))


@dataclass(frozen=True, slots=True)
class Layout:
    """`header` is the header row's index or None; data begins at `first`; `width` in cells."""

    header: int | None
    first: int
    width: int
    why: str


def find_layout(rows: Sequence[list[str]]) -> Layout:
    """Find header and first data row. A file without header starts at its first full row."""
    best, best_score = None, 0.0
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        score = _header_score(row)
        if score > best_score:
            best, best_score = index, score
    first_full = next((i for i, row in enumerate(rows) if is_full(row)), None)
    if best is not None and (first_full is None or best < first_full or best_score >= 6):
        return Layout(
            best, best + 1, len(rows[best]), f"row {best + 1} holds the names of the columns"
        )
    start = first_full or 0
    width = max((len(row) for row in rows[start : start + 200]), default=0)
    return Layout(None, start, width, "no row of column names; columns are told by their content")


def _header_score(row: list[str]) -> float:
    """The sum of recognised column names; 0 for rows that hold dates or amounts, or no table."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if len(cells) < 2 or any(looks_like_date(c) for c in cells):
        return 0.0
    if sum(looks_like_amount(c) for c in cells) > 0:
        return 0.0
    roles: set[str] = set()
    score = 0.0
    for cell in cells:
        found = header_roles(cell) if not _is_pair(cell) else {}
        score += max(found.values(), default=0.0)
        roles.update(found)
    key = roles & _KEY_ROLES
    if len(key) < 2 or not (key & _DATE_ROLES or key & _MONEY_ROLES):
        return 0.0
    return score


def _is_pair(cell: str) -> bool:
    """'Account Number : 123': a label with its value, no column name."""
    label, colon, value = cell.partition(":")
    return bool(colon and value.strip() and label.strip())


def is_full(row: list[str]) -> bool:
    """A row with a date and an amount in different cells."""
    has_date = has_amount = False
    for raw in row:
        cell = raw.strip()
        if cell and looks_like_date(cell):
            has_date = True
        elif cell and looks_like_amount(cell):
            has_amount = True
    return has_date and has_amount


def sample_rows(rows: Sequence[list[str]], first: int, limit: int = 400) -> list[list[str]]:
    """Data rows for looking at: the first ones and evenly spread ones of the whole file."""
    half = limit // 2
    data = [r for r in rows[first : first + half] if len(r) > 1 and any(map(str.strip, r))]
    rest = len(rows) - first - half
    if rest > 0:
        spread = _spread(rows, first + half, half, max(1, rest // half))
        data.extend(r for r in spread if len(r) > 1 and any(map(str.strip, r)))
    return data


def _spread(rows: Sequence[list[str]], start: int, count: int, step: int) -> Iterable[list[str]]:
    """Rows from `start` on, one in `step`; of many blocks the first ones, which lie at hand."""
    if not isinstance(rows, Grid) or len(rows.blocks) < _MANY_BLOCKS:
        return rows[start::step]
    each = max(1, count // len(rows.blocks))
    return chain.from_iterable(block.top(each) for block in rows.blocks[1:])
