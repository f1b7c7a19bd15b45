"""Figures over all lines of a statement, without making the lines one by one.

Here: one door for plain tuples and for `PackedLines` (packed.py), whose columns of whole numbers
give sums and chains in a fraction of the time. Not here: judging a statement (proof.py).
"""

import datetime as dt
from array import array
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from operator import add, eq, sub
from typing import NamedTuple, overload

from ledgerflow.statements.moneycolumn import BLANK, MoneyColumn, decimal_of, rescaled
from ledgerflow.statements.packed import LineColumns, PackedLines
from ledgerflow.statements.parsed import ParsedLine

ZERO = Decimal(0)
_STEP = 8192


class Sides(NamedTuple):
    """Money in and out (both positive) and in how many lines."""

    money_in: Decimal
    money_out: Decimal
    count_in: int
    count_out: int


def amounts_of(lines: Sequence[ParsedLine]) -> Iterator[Decimal]:
    """The amount of each line."""
    if isinstance(lines, PackedLines):
        return (a for a in _money(lines, lines.columns.amounts) if a is not None)
    return (line.amount for line in lines)


def balances_of(lines: Sequence[ParsedLine]) -> Iterator[Decimal | None]:
    """The running balance of each line, None where the bank prints none."""
    if isinstance(lines, PackedLines):
        return _money(lines, lines.columns.balances)
    return (line.balance for line in lines)


def days_of(lines: Sequence[ParsedLine]) -> Iterator[dt.date]:
    """The booking day of each line."""
    if isinstance(lines, PackedLines):
        days = lines.columns.days
        known = {day: dt.date.fromordinal(day) for day in set(days)}
        return map(known.__getitem__, map(days.__getitem__, lines.places))
    return (line.date for line in lines)


def texts_of(lines: Sequence[ParsedLine], name: str) -> Iterator[str]:
    """One of the texts (description, bank_id, currency ...) of each line."""
    if isinstance(lines, PackedLines) and lines.is_whole:
        return lines.columns.texts.field(name)
    return (getattr(line, name) for line in lines)


class Fact(NamedTuple):
    """What makes a line the same as another; its names are those of ParsedLine."""

    date: dt.date
    amount: Decimal
    description: str
    bank_id: str
    currency: str


class Facts(Sequence[Fact]):
    """The facts of packed lines, a block at a time: a third of the time that lines take."""

    def __init__(self, lines: PackedLines) -> None:
        self._columns, self._places = lines.columns, lines.places
        self._block = range(0)
        self._facts: list[Fact] = []

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> Fact: ...

    @overload
    def __getitem__(self, at: slice) -> list[Fact]: ...

    def __getitem__(self, at: int | slice) -> Fact | list[Fact]:
        if isinstance(at, slice):
            return list(map(self._at, self._places[at]))
        return self._at(self._places[at])

    def _at(self, place: int) -> Fact:
        if place not in self._block:
            self._block = self._columns.texts.block_at(place)
            self._facts = self._of(self._block.start, self._block.stop)
        return self._facts[place - self._block.start]

    def _of(self, start: int, stop: int) -> list[Fact]:
        texts = self._columns.texts.block_of(start)
        days = self._columns.days[start:stop]
        known = {day: dt.date.fromordinal(day) for day in set(days)}
        rows = zip(
            map(known.__getitem__, days),
            self._columns.amounts.values(start, stop),
            *(texts.cells(name) for name in Fact._fields[2:]),
            strict=True,
        )
        return list(map(Fact._make, rows))


def facts_of(lines: Sequence[ParsedLine]) -> Sequence[Fact | ParsedLine]:
    """What makes each line the same as another, in the lines' order."""
    return Facts(lines) if isinstance(lines, PackedLines) else lines


def currencies_of(lines: Sequence[ParsedLine]) -> set[str]:
    """The different currencies that lines name, "" for those that name none."""
    if not (isinstance(lines, PackedLines) and lines.is_whole):
        return {line.currency for line in lines}
    found: set[str] = set()
    for block in lines.columns.texts.closed():
        cells = block.fields.get("currency", "")
        found.update((cells,) if isinstance(cells, str) else block.cells("currency"))
    return found


def sides_of(lines: Sequence[ParsedLine]) -> Sides:
    """What came in, what went out, and in how many lines; zero amounts are on neither side."""
    numbers = lines.whole_amounts() if isinstance(lines, PackedLines) else None
    if numbers is None:
        amounts = list(amounts_of(lines))
        into, out = [a for a in amounts if a > 0], [a for a in amounts if a < 0]
        return Sides(sum(into, ZERO), -sum(out, ZERO), len(into), len(out))
    found, scale = numbers
    total_in = total_out = count_in = count_out = 0
    for start in range(0, len(found), _STEP):
        part = found[start : start + _STEP]
        positive, negative = [n for n in part if n > 0], [n for n in part if n < 0]
        total_in, count_in = total_in + sum(positive), count_in + len(positive)
        total_out, count_out = total_out - sum(negative), count_out + len(negative)
    return Sides(decimal_of(total_in, scale), decimal_of(total_out, scale), count_in, count_out)


def follows(lines: Sequence[ParsedLine], *, newest_first: bool = False) -> bool:
    """True where every line prints a balance that follows from the one before it."""
    return links_held(lines, newest_first=newest_first) == max(0, len(lines) - 1)


def links_held(lines: Sequence[ParsedLine], *, newest_first: bool = False) -> int | None:
    """How many balances follow from the one before and the amount; None where one is missing."""
    if not isinstance(lines, PackedLines):
        return _held_one_by_one(lines, newest_first)
    columns = lines.columns
    if columns.balances.has_blanks():
        return None
    found = _one_scale(columns.amounts, columns.balances) if lines.is_whole else None
    if found is None:
        pairs = list(zip(amounts_of(lines), balances_of(lines), strict=True))
        return _held_pairs(pairs[::-1] if newest_first else pairs)
    return _held_numbers(*found, newest_first=newest_first)


def _held_one_by_one(lines: Sequence[ParsedLine], newest_first: bool) -> int | None:
    pairs = [(line.amount, line.balance) for line in lines]
    if any(balance is None for _, balance in pairs):
        return None
    return _held_pairs(pairs[::-1] if newest_first else pairs)


def _held_pairs(pairs: Iterable[tuple[Decimal, Decimal | None]]) -> int:
    return sum(
        before is not None and before + amount == balance
        for (_, before), (amount, balance) in pairwise(pairs)
    )


def _held_numbers(amounts: array[int], balances: array[int], *, newest_first: bool) -> int:
    held = 0
    for start in range(0, len(amounts) - 1, _STEP):
        stop = min(start + _STEP, len(amounts) - 1)
        upper, lower = balances[start:stop], balances[start + 1 : stop + 1]
        if newest_first:
            held += sum(map(eq, map(add, lower, amounts[start:stop]), upper))
        else:
            held += sum(map(eq, map(sub, lower, upper), amounts[start + 1 : stop + 1]))
    return held


def whole_figures(columns: LineColumns) -> tuple[array[int], list[int | None]] | None:
    """Amounts and balances as whole numbers of one unit; None where that does not fit."""
    found = _one_scale(columns.amounts, columns.balances)
    if found is None:
        return None
    pairs = zip(found[1], columns.balances.scales, strict=True)
    return found[0], [None if scale == BLANK else number for number, scale in pairs]


def _one_scale(one: MoneyColumn, other: MoneyColumn) -> tuple[array[int], array[int]] | None:
    """Both columns as whole numbers of one unit, or None where that does not fit."""
    first, second = one.common(), other.common()
    if first is None or second is None:
        return None
    scale = max(first[1], second[1])
    brought = [
        found if found[1] == scale else rescaled(found[0], bytes([found[1]]) * len(found[0]), scale)
        for found in (first, second)
    ]
    if brought[0] is None or brought[1] is None:
        return None
    return brought[0][0], brought[1][0]


def _money(lines: PackedLines, column: MoneyColumn) -> Iterator[Decimal | None]:
    return iter(column) if lines.is_whole else map(column.__getitem__, lines.places)
