"""The words of many lines in blocks: cells joined by NUL, one string of bytes per field.

Here: keeping and handing out texts. Not here: figures (moneycolumn.py), lines (packed.py).
A block is shared where a column of the file is a field of the lines as it stands, and the raw
row is joined from the file's own columns when it is asked for.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple

BLOCK_LINES = 4096
_SMALL = 256
SEPARATOR = "\0"
"""Stands between cells: no readable file has it (tables/encoding.py)."""
_NUL = SEPARATOR.encode()

TEXT_FIELDS = (
    "description",
    "bank_id",
    "bank_type",
    "check_number",
    "counterparty",
    "currency",
    "raw",
)


class Joined(NamedTuple):
    """Rows of several columns as one text each: their cells with `separator` between."""

    separator: str
    columns: tuple[bytes, ...]


Cells = bytes | str | Joined
"""One field of a block: cells joined by NUL, the same text for every line, or rows to join."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """The texts of `count` neighbouring lines; fields left out are empty."""

    count: int
    fields: Mapping[str, Cells]

    def cells(self, name: str) -> Sequence[str]:
        """One field of each line."""
        return spread(self.fields.get(name, ""), self.count)


def spread(cells: Cells, count: int) -> Sequence[str]:
    """The single texts."""
    if isinstance(cells, bytes):
        return cells.decode().split(SEPARATOR)
    if isinstance(cells, str):
        return [cells] * count
    columns = [column.decode().split(SEPARATOR) for column in cells.columns]
    return list(map(cells.separator.join, zip(*columns, strict=True)))


def joined(texts: Sequence[str]) -> Cells:
    """The texts of one field as kept, NUL in them as a space; one that all share is kept once."""
    first = texts[0] if texts else ""
    if texts.count(first) == len(texts):
        return first
    text = SEPARATOR.join(texts)
    if text.count(SEPARATOR) >= len(texts):
        text = SEPARATOR.join([cell.replace(SEPARATOR, " ") for cell in texts])
    return text.encode()


def same(column: bytes, count: int) -> str | None:
    """The text that all cells of a column share, or None."""
    first = column.partition(_NUL)[0]
    if len(column) == (len(first) + 1) * count - 1 and column == _NUL.join(repeat(first, count)):
        return first.decode()
    return None


@dataclass(slots=True)
class TextColumns:
    """Growing texts. Few lines wait in `tail` until they make a block."""

    blocks: list[TextBlock] = field(default_factory=list)
    starts: array[int] = field(default_factory=lambda: array("q"))
    count: int = 0
    tail: list[tuple[str, ...]] = field(default_factory=list)

    def append(self, texts: tuple[str, ...]) -> None:
        """The texts of one more line, in the order of TEXT_FIELDS."""
        self.tail.append(texts)
        if len(self.tail) >= BLOCK_LINES:
            self._close()

    def extend(self, block: TextBlock) -> None:
        """The texts of more lines; a small block joins the waiting ones."""
        if block.count < _SMALL:
            columns = [block.cells(name) for name in TEXT_FIELDS]
            for texts in zip(*columns, strict=True):
                self.append(texts)
            return
        self._close()
        self._add(block)

    def take_last(self) -> tuple[str, ...]:
        """Remove the last line's texts and hand them out."""
        if not self.tail:
            block = self.blocks.pop()
            self.count = self.starts.pop()
            self.tail = list(zip(*(block.cells(name) for name in TEXT_FIELDS), strict=True))
        return self.tail.pop()

    def _close(self) -> None:
        if not self.tail:
            return
        columns = zip(TEXT_FIELDS, zip(*self.tail, strict=True), strict=True)
        fields = {name: cells for name, texts in columns if (cells := joined(texts)) != ""}
        self._add(TextBlock(len(self.tail), fields))
        self.tail = []

    def _add(self, block: TextBlock) -> None:
        self.starts.append(self.count)
        self.blocks.append(block)
        self.count += block.count

    def closed(self) -> list[TextBlock]:
        """All blocks, the waiting lines too."""
        self._close()
        return self.blocks

    def total(self) -> int:
        """How many lines there are texts of."""
        return self.count + len(self.tail)

    def block_at(self, place: int) -> range:
        """The lines of the block that holds a line."""
        self._close()
        at = bisect_right(self.starts, place) - 1
        start = self.starts[at]
        return range(start, start + self.blocks[at].count)

    def block_of(self, start: int) -> TextBlock:
        """The block that begins at `start`."""
        return self.blocks[bisect_right(self.starts, start) - 1]

    def columns(self, start: int) -> dict[str, Iterable[str]]:
        """The texts of the block that begins at `start`, by field."""
        block = self.block_of(start)
        return {name: spread(cells, block.count) for name, cells in block.fields.items()}

    def field(self, name: str) -> Iterator[str]:
        """One field of every line."""
        for block in self.closed():
            yield from block.cells(name)
