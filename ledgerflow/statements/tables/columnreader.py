"""Whole columns of a block read with a profile: days, signed amounts, balances.

Here: the fast way for columns of one form, cell by cell for the others. Not here: single cells
(cells.py), which give the same values.
"""

from collections.abc import Callable
from operator import add, mul, sub

from ledgerflow.statements.moneycolumn import Scaled
from ledgerflow.statements.tables.cells import CellReader, Memo
from ledgerflow.statements.tables.grid import Block
from ledgerflow.statements.tables.plainfigures import Plain, read_plain_column

_OF_COLUMNS: dict[str, Callable[[int, int], int]] = {
    "columns": sub,
    "columns_negative": add,
    "columns_swapped": lambda into, out: abs(out) - abs(into),
    "columns_inverted": lambda into, out: -(into + out),
}


class ColumnReader:
    """Reads the columns of blocks with a profile, single odd cells with `cells`."""

    def __init__(self, cells: CellReader) -> None:
        self._cells = cells
        self._profile = cells.profile
        self._balance = cells.profile.column("balance")
        self._days: Memo[str, int] = Memo(self._day)
        self._flags: Memo[str, int] = Memo(self._direction)

    def days(self, block: Block, place: int) -> list[int]:
        """The ordinal of each day, 0 where the cell is no date."""
        return list(map(self._days.__getitem__, block.cells(place)))

    def _day(self, text: str) -> int:
        day = self._cells.dates[text]
        return 0 if day is None else day.toordinal()

    def amounts(self, block: Block) -> Scaled:
        """The signed amount of each row; missing or 0 where a closer look is needed."""
        plain = None if self._profile.fee else self._plain_amounts(block)
        if plain is not None:
            return Scaled.even(plain.numbers, plain.scale)
        columns = [block.cells(place) for place in self._cells.money_columns]
        keys = columns[0] if len(columns) == 1 else zip(*columns, strict=True)
        return Scaled.of(map(self._cells.amounts.__getitem__, keys))

    def _plain_amounts(self, block: Block) -> Plain | None:
        sign, places = self._profile.sign, self._cells.money_columns
        first = read_plain_column(block.column(places[0]), self._profile.decimal)
        if first is None or sign == "as_printed":
            return first
        if sign == "inverted":
            return first.turned()
        if sign in _OF_COLUMNS:
            second = read_plain_column(block.column(places[1]), self._profile.decimal)
            return None if second is None else _both(first, second, _OF_COLUMNS[sign])
        if sign in ("flag", "flag_times"):
            sides = map(self._flags.__getitem__, block.cells(places[1]))
            sizes = map(abs, first.numbers) if sign == "flag" else first.numbers
            return first._replace(numbers=list(map(mul, sizes, sides)))
        return None

    def _direction(self, flag: str) -> int:
        word = flag.strip()
        if word in self._profile.flag_in:
            return 1
        return -1 if word in self._profile.flag_out else 0

    def balances(self, block: Block) -> Scaled | None:
        """The running balance of each row; None where the table has no such column."""
        if self._balance is None:
            return None
        plain = read_plain_column(block.column(self._balance), self._profile.decimal)
        if plain is None:
            return Scaled.of(map(self._cells.balances.__getitem__, block.cells(self._balance)))
        return (plain.turned() if self._profile.balance_owed else plain).scaled()


def _both(into: Plain, out: Plain, join: Callable[[int, int], int]) -> Plain | None:
    """The amounts of an in and an out column, where both have the same decimals."""
    scale = max(into.scale, out.scale)
    if into.scale != out.scale and any((into if into.scale < scale else out).numbers):
        return None
    return Plain(list(map(join, into.numbers, out.numbers)), scale)
