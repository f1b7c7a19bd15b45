"""Many lines kept as columns: a million of them in tens of megabytes instead of hundreds.

Here: `PackedLines`, a sequence that makes a line when it is asked for, and `LineColumns`, what
it stands on and what readers fill. Not here: the single columns (moneycolumn.py, texts.py),
figures over all lines of a statement (figures.py).
"""

import datetime as dt
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import repeat
from operator import attrgetter
from typing import Any, overload

from ledgerflow.statements.bulk import lines_from_columns
from ledgerflow.statements.moneycolumn import MoneyColumn, Scaled, decimal_of
from ledgerflow.statements.parsed import ManyLines, ParsedLine
from ledgerflow.statements.texts import TEXT_FIELDS, TextBlock, TextColumns

PACKED_FROM = 5_000
"""Statements with fewer lines are handed out as plain tuples."""

_NO_DAY = 0
_day_of = dt.date.fromordinal
_texts_of = attrgetter(*TEXT_FIELDS)

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class LineColumns:
    """The columns of some lines; days are ordinals, 0 stands for no value date.

    `rows` and `days` have one entry per line, `value_days` too or none at all; `pages` and
    `boxes` hold what few lines have, by position.
    """

    rows: array[int] = field(default_factory=lambda: array("q"))
    days: array[int] = field(default_factory=lambda: array("i"))
    value_days: array[int] = field(default_factory=lambda: array("i"))
    amounts: MoneyColumn = field(default_factory=MoneyColumn)
    balances: MoneyColumn = field(default_factory=MoneyColumn)
    texts: TextColumns = field(default_factory=TextColumns)
    pages: dict[int, int] = field(default_factory=dict)
    boxes: dict[int, Box] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.days)

    def append(self, line: ParsedLine) -> None:
        """One more line."""
        at = len(self.days)
        self.rows.append(line.row)
        self.days.append(line.date.toordinal())
        self.amounts.append(line.amount)
        self.balances.append(line.balance)
        self.texts.append(_texts_of(line))
        if line.value_date is not None or self.value_days:
            self._pad_value_days(at)
            day = line.value_date
            self.value_days.append(_NO_DAY if day is None else day.toordinal())
        if line.page is not None:
            self.pages[at] = line.page
        if line.box is not None:
            self.boxes[at] = line.box

    def extend(
        self,
        rows: Sequence[int],
        days: Sequence[int],
        amounts: Scaled,
        balances: Scaled | None,
        value_days: Sequence[int] | None,
        texts: TextBlock,
    ) -> None:
        """Many lines at once; all arguments are parallel."""
        at, count = len(self.days), len(days)
        # an array is made of a list at once, but extended by it number by number
        self.rows += array("q", rows)
        self.days += array("i", days)
        self.amounts.extend(amounts)
        self.balances.extend(balances or Scaled.blank(count))
        self.texts.extend(texts)
        if value_days is not None or self.value_days:
            self._pad_value_days(at)
            self.value_days.extend(repeat(_NO_DAY, count) if value_days is None else value_days)

    def take_last(self) -> ParsedLine:
        """Remove the last line and hand it out."""
        at = len(self.days) - 1
        line = self.line(at, self.texts.take_last())
        for column in (self.rows, self.days):
            column.pop()
        if self.value_days:
            self.value_days.pop()
        self.amounts.pop()
        self.balances.pop()
        self.pages.pop(at, None)
        self.boxes.pop(at, None)
        return line

    def _pad_value_days(self, count: int) -> None:
        self.value_days.extend(repeat(_NO_DAY, count - len(self.value_days)))

    def line(self, at: int, texts: Sequence[str]) -> ParsedLine:
        """The line at a position, with its texts."""
        value = self.value_days[at] if self.value_days else _NO_DAY
        amount = self.amounts[at]
        if amount is None:
            raise ValueError(f"line {at} has no amount")  # a programming fault
        return ParsedLine(
            row=self.rows[at],
            date=_day_of(self.days[at]),
            amount=amount,
            value_date=_day_of(value) if value else None,
            balance=self.balances[at],
            page=self.pages.get(at),
            box=self.boxes.get(at),
            **dict(zip(TEXT_FIELDS, texts, strict=True)),
        )

    def lines(self, start: int, stop: int) -> list[ParsedLine]:
        """The lines of one block of texts, made together."""
        days = {day: _day_of(day) for day in set(self.days[start:stop])}
        columns: dict[str, Iterable[Any]] = {
            "row": self.rows[start:stop],
            "date": map(days.__getitem__, self.days[start:stop]),
            "amount": self.amounts.values(start, stop),
            "balance": self.balances.values(start, stop),
            "description": repeat(""),
            **self.texts.columns(start),
        }
        if self.value_days:
            value_days = self.value_days[start:stop]
            known = {day: _day_of(day) if day else None for day in set(value_days)}
            columns["value_date"] = map(known.__getitem__, value_days)
        if self.pages:
            columns["page"] = map(self.pages.get, range(start, stop))
        if self.boxes:
            columns["box"] = map(self.boxes.get, range(start, stop))
        return lines_from_columns(stop - start, columns)

    def settled(self) -> "Sequence[ParsedLine]":
        """The lines to hand out: a plain tuple where they are few."""
        packed = PackedLines(self)
        return packed if len(self) >= PACKED_FROM else tuple(packed)


class PackedLines(ManyLines):
    """Lines that are made from columns when asked for; equal to a tuple of the same lines.

    A slice is another view of the same columns. Lines are made a block at a time, and the last
    block is kept, so that going through them in either direction is cheap.
    """

    __slots__ = ("_block", "_lines", "_span", "columns", "places")

    def __init__(self, columns: LineColumns, places: range | None = None) -> None:
        self.columns = columns
        self.places = range(len(columns)) if places is None else places
        self._block = range(0)
        self._lines: list[ParsedLine] = []
        self._span: tuple[dt.date, dt.date] | None = None

    @property
    def is_whole(self) -> bool:
        """True for all lines of the columns in their own order."""
        return self.places == range(len(self.columns))

    def whole_amounts(self) -> tuple[array[int], int] | None:
        """All amounts as whole numbers of one scale, and that scale; None where they are not."""
        return self.columns.amounts.common() if self.is_whole else None

    def total(self) -> Decimal:
        """The signed sum of the amounts."""
        found = self.whole_amounts()
        if found is None:
            return sum((line.amount for line in self), Decimal(0))
        return decimal_of(sum(found[0]), found[1])

    def span(self) -> tuple[dt.date, dt.date] | None:
        """The earliest and the latest booking day; None without lines."""
        if self._span is None and self.places:
            days = self.columns.days
            if not self.is_whole:
                days = array("i", map(days.__getitem__, self.places))
            self._span = _day_of(min(days)), _day_of(max(days))
        return self._span

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, at: int) -> ParsedLine: ...

    @overload
    def __getitem__(self, at: slice) -> "PackedLines": ...

    def __getitem__(self, at: int | slice) -> "ParsedLine | PackedLines":
        if isinstance(at, slice):
            return PackedLines(self.columns, self.places[at])
        return self._at(self.places[at])

    def _at(self, place: int) -> ParsedLine:
        if place not in self._block:
            self._block = self.columns.texts.block_at(place)
            self._lines = self.columns.lines(self._block.start, self._block.stop)
        return self._lines[place - self._block.start]

    def __iter__(self) -> Iterator[ParsedLine]:
        return map(self._at, self.places)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, tuple | PackedLines):
            return NotImplemented
        return len(self) == len(other) and all(map(_same, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"<PackedLines: {len(self):,} lines>"


def _same(one: ParsedLine, other: object) -> bool:
    return one == other


def pack(lines: Iterable[ParsedLine]) -> PackedLines:
    """The same lines as columns."""
    columns = LineColumns()
    for line in lines:
        columns.append(line)
    return PackedLines(columns)
