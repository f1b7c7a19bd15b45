"""What the cells of a column look like: how many are dates, amounts, codes, words.

Here: counting over sampled rows. Not here: names of columns (headers.py), decisions (roles.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ledgerflow.statements.tables.amounts import (
    CODES,
    decimal_marks,
    has_cents,
    looks_like_amount,
    read_amount,
)
from ledgerflow.statements.tables.dates import looks_like_date
from ledgerflow.statements.tables.words import FLAG_IN, FLAG_OUT, fold

_IBAN = re.compile(r"^[A-Z]{2}\d{2}[A-Z0-9 ]{8,32}$")
_CODE = re.compile(r"^[A-Za-z]{3}$")


@dataclass(slots=True)
class ColumnLook:
    """Counts over the sampled cells of one column; `filled` is the number of non-blank ones."""

    rows: int = 0
    filled: int = 0
    dates: int = 0
    amounts: int = 0
    readable: int = 0
    cents: int = 0
    negatives: int = 0
    positives: int = 0
    codes: int = 0
    flags: int = 0
    ibans: int = 0
    length: int = 0
    values: frozenset[str] = frozenset()

    def share(self, count: int) -> float:
        """A count as a share of the filled cells; 0 where none is filled."""
        return count / self.filled if self.filled else 0.0


def look(rows: Sequence[list[str]], column: int) -> ColumnLook:
    """Count what the cells of one column are."""
    result = ColumnLook(rows=len(rows))
    values: set[str] = set()
    for row in rows:
        cell = row[column].strip() if column < len(row) else ""
        if not cell:
            continue
        values.add(cell)
        result.filled += 1
        result.length += len(cell)
        if looks_like_date(cell):
            result.dates += 1
        elif decimal_marks(cell):
            _count_amount(result, cell)
        result.codes += bool(_CODE.match(cell)) and cell.upper() in CODES
        result.flags += flag_side(cell) != ""
        result.ibans += bool(_IBAN.match(cell))
    result.values = frozenset(values)
    return result


def _count_amount(result: ColumnLook, cell: str) -> None:
    result.readable += 1
    result.amounts += looks_like_amount(cell)
    result.cents += has_cents(cell)
    amount = read_amount(cell, decimal_marks(cell)[0])
    if amount is not None and amount.value < 0:
        result.negatives += 1
    elif amount is not None and amount.value > 0:
        result.positives += 1


def flag_side(cell: str) -> str:
    """ "in", "out" or "" for a word that gives an amount's direction."""
    word = cell if cell in "+-" else fold(cell)
    if word in FLAG_IN:
        return "in"
    return "out" if word in FLAG_OUT else ""
