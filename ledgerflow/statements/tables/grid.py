"""A table of text cells kept by column, in blocks: a million rows in the space of their text.

Here: rows in, single rows and whole columns out. Not here: splitting text into cells
(dialect.py), what cells mean.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import overload

from ledgerflow.statements.texts import BLOCK_LINES, SEPARATOR

_NUL = SEPARATOR.encode()
Numbers = range | array[int]
"""The 1-based physical line on which each row starts."""


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring rows. `columns` hold the cells joined by NUL, as UTF-8.

    Rows are filled up to one width; `widths` tells how many cells each had, None: all of them.
    """

    count: int
    columns: tuple[bytes, ...]
    numbers: Numbers
    widths: array[int] | None = None

    def cells(self, place: int) -> list[str]:
        """One column; blanks where no row is so wide."""
        if place >= len(self.columns):
            return [""] * self.count
        return self.columns[place].decode().split(SEPARATOR)

    def column(self, place: int) -> bytes:
        """One column as it is kept."""
        return self.columns[place] if place < len(self.columns) else _NUL * (self.count - 1)

    def rows(self) -> list[list[str]]:
        """All rows as they were."""
        if not self.columns:
            return [[] for _ in range(self.count)]
        rows = list(map(list, zip(*map(self.cells, range(len(self.columns))), strict=True)))
        if self.widths is None:
            return rows
        return [row[:width] for row, width in zip(rows, self.widths, strict=True)]

    def top(self, count: int) -> list[list[str]]:
        """The first rows, without unpacking the others."""
        cells = [column.split(_NUL, count)[:count] for column in self.columns]
        part = Block(min(count, self.count), tuple(map(_NUL.join, cells)), self.numbers)
        return replace(part, widths=self.widths and self.widths[:count]).rows()

    def at_least(self, width: int) -> "Block":
        """The same rows, the narrow ones filled up with blanks."""
        blank = (_NUL * (self.count - 1),) * (width - len(self.columns))
        widths = self.widths
        if widths is not None:
            widths = array("q", (max(width, own) for own in widths))
            widths = None if min(widths) == max(widths) else widths
        if not blank and widths is self.widths:
            return self
        return replace(self, columns=(*self.columns, *blank), widths=widths)

    def part(self, start: int, stop: int) -> "Block":
        """The rows from `start` to `stop`."""
        if (start, stop) == (0, self.count):
            return self
        return self.at(range(start, stop))

    def at(self, places: Sequence[int]) -> "Block":
        """The rows at some places, in that order."""
        columns = []
        for column in self.columns:
            cells = column.split(_NUL)
            columns.append(_NUL.join([cells[i] for i in places]))
        widths = None if self.widths is None else array("q", (self.widths[i] for i in places))
        numbers = array("q", (self.numbers[i] for i in places))
        return Block(len(places), tuple(columns), numbers, widths)


def block_of(rows: Sequence[Sequence[str]], numbers: Numbers) -> Block:
    """A block of rows; NUL inside of a cell becomes a space."""
    widths = None
    try:
        columns = list(zip(*rows, strict=True))
    except ValueError:
        widths = array("q", map(len, rows))
        columns = list(zip_longest(*rows, fillvalue=""))
    return Block(len(rows), tuple(map(_joined, columns)), numbers, widths)


def _joined(cells: Sequence[str]) -> bytes:
    text = SEPARATOR.join(cells)
    if text.count(SEPARATOR) >= len(cells):
        text = SEPARATOR.join([cell.replace(SEPARATOR, " ") for cell in cells])
    return text.encode()


def gathered(parts: Iterable[Block]) -> Iterator[Block]:
    """Small blocks put together, as far as they are of one form."""
    waiting: list[Block] = []
    count = 0
    for part in parts:
        if waiting and (count + part.count > BLOCK_LINES or not _goes_on(waiting[-1], part)):
            yield _together(waiting)
            waiting, count = [], 0
        waiting.append(part)
        count += part.count
    if waiting:
        yield _together(waiting)


def _goes_on(one: Block, other: Block) -> bool:
    """True where both have rows of one width that stand on consecutive lines."""
    if one.widths is not None or other.widths is not None:
        return False
    ends = one.numbers.stop if isinstance(one.numbers, range) else None
    starts = other.numbers.start if isinstance(other.numbers, range) else -1
    return ends == starts and len(one.columns) == len(other.columns)


def _together(parts: Sequence[Block]) -> Block:
    if len(parts) == 1:
        return parts[0]
    count = sum(part.count for part in parts)
    first = parts[0].numbers[0]
    columns = zip(*(part.columns for part in parts), strict=True)
    return Block(count, tuple(map(_NUL.join, columns)), range(first, first + count))


class Grid(Sequence[list[str]]):
    """The rows of a table; equal to a list of the same rows.

    Going through rows in order is cheap: the block that was used last is kept unpacked.
    """

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.blocks = [block for block in blocks if block.count]
        self._starts = array("q")
        self._count = 0
        for block in self.blocks:
            self._starts.append(self._count)
            self._count += block.count
        self._open = -1
        self._rows: list[list[str]] = []

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> "Grid":
        """A grid of rows that are at hand, with the physical line of each."""
        starts = range(0, len(rows), BLOCK_LINES)
        return cls(
            block_of(rows[at : at + BLOCK_LINES], array("q", numbers[at : at + BLOCK_LINES]))
            for at in starts
        )

    def between(self, first: int, stop: int) -> "Grid":
        """The rows from `first` to `stop`."""
        kept: list[Block] = []
        for start, block in zip(self._starts, self.blocks, strict=True):
            if start < stop and start + block.count > first:
                kept.append(block.part(max(0, first - start), min(block.count, stop - start)))
        return Grid(kept)

    @property
    def numbers(self) -> Iterator[int]:
        """The physical line on which each row starts."""
        return chain.from_iterable(block.numbers for block in self.blocks)

    def column(self, place: int) -> Iterator[str]:
        """The cells of one column; "" where a row is too short."""
        return chain.from_iterable(block.cells(place) for block in self.blocks)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> list[str]: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[list[str]]: ...

    def __getitem__(self, at: int | slice) -> list[str] | Sequence[list[str]]:
        if not isinstance(at, slice):
            return self._row(range(self._count)[at])
        places = range(self._count)[at]
        if places.step == 1 and len(places) > BLOCK_LINES:
            return self.between(places.start, places.stop)
        return [self._row(place) for place in places]

    def _row(self, place: int) -> list[str]:
        at = bisect_right(self._starts, place) - 1
        if at != self._open:
            self._rows, self._open = self.blocks[at].rows(), at
        return self._rows[place - self._starts[at]]

    def __iter__(self) -> Iterator[list[str]]:
        for block in self.blocks:
            yield from block.rows()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, list | Grid):
            return NotImplemented
        return list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


def column_of(rows: Sequence[Sequence[str]], place: int) -> Iterator[str]:
    """The cells of one column of a grid or of plain rows; "" where a row is too short."""
    if isinstance(rows, Grid):
        return rows.column(place)
    return (row[place] if place < len(row) else "" for row in rows)
