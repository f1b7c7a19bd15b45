"""From text to rows of cells: the delimiter, quotes and line ends of a delimited file.

Here: splitting, and the faults of splitting (quotes that never close). Not here: what rows
and columns mean (layout.py, roles.py).
"""

import csv as stdlib
import io
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, islice
from typing import Any

from ledgerflow.statements.parsed import EXCERPT_LIMIT, Fault
from ledgerflow.statements.tables.amounts import looks_like_amount
from ledgerflow.statements.tables.dates import looks_like_date
from ledgerflow.statements.tables.grid import Block, Grid, block_of, gathered
from ledgerflow.statements.texts import BLOCK_LINES

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
_UNBALANCED_MAX = 20
_ROWS_AT_ONCE = 256
"""So few rows are still in the processor's cache when their cells are joined."""


Pieces = Callable[[], Iterator[str]]
"""Gives the text from the start again, in pieces."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text cells with the physical line of each, and how they were split."""

    rows: Grid
    delimiter: str
    why: str
    faults: tuple[Fault, ...] = ()


def split(pieces: Pieces, delimiter: str = "") -> Table:
    """Split text into rows. `delimiter` is a remembered one; without it the best fit is taken."""
    stated = _stated_separator(pieces)
    why = "the profile says so"
    if not delimiter:
        delimiter, why = (stated, "the first line says so") if stated else _best(pieces)
    grid, faults = _rows(pieces, delimiter)
    if _is_wrapped(grid, delimiter):
        grid = Grid(_unwrapped(block, delimiter) for block in grid.blocks)
        why += "; each line was quoted as a whole"
    return Table(Grid(map(_without_formulas, grid.blocks)), delimiter, why, faults)


def _unwrapped(block: Block, delimiter: str) -> Block:
    cells = block.cells(0)
    return block_of([_cells_of(cell, delimiter) for cell in cells], block.numbers)


def _without_formulas(block: Block) -> Block:
    """Spreadsheets keep leading zeros by writing ="0012345"."""
    if not any(b'="' in column for column in block.columns):
        return block
    rows = [[_unformula(cell) for cell in row] for row in block.rows()]
    return block_of(rows, block.numbers)


def _unformula(cell: str) -> str:
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 else cell


def _texts(pieces: Pieces) -> Iterator[str]:
    """The text in parts of whole lines: one kind of line end, nothing unseen, no 'sep=' line."""
    rest: list[str] = []
    is_first = True
    held = ""
    for piece in chain(pieces(), [""]):
        text = held + piece
        # a carriage return at the end may belong to a line feed that is still to come
        kept = text.rstrip("\r") if piece else text
        held = text[len(kept) :]
        head, end, tail = _cleaned(kept).rpartition("\n")
        if end:
            part = "".join((*rest, head, end))
            yield _blanked(part) if is_first else part
            rest, is_first = [], False
        rest.append(tail)
    last = "".join(rest)
    if last:
        yield _blanked(last) if is_first else last


def _cleaned(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii() and any(chr(mark) in text for mark in _UNSEEN):
        text = text.translate(_UNSEEN)
    return text


def _blanked(text: str) -> str:
    """The 'sep=;' line that spreadsheets write is blanked, so that line numbers stay true."""
    first, end, rest = text.partition("\n")
    return end + rest if _separator_of(first) else text


def _separator_of(first: str) -> str:
    stated = first.strip().strip('"').lower()
    if stated.startswith("sep=") and len(stated) == 5:
        return stated[4]
    return "\t" if stated == "sep=" and first.endswith("\t") else ""


def _stated_separator(pieces: Pieces) -> str:
    start = _cleaned(next(pieces(), ""))
    return _separator_of(start.partition("\n")[0])


def _reader(lines: Iterable[str], delimiter: str) -> Any:
    return stdlib.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != "\t")


def _lines(pieces: Pieces) -> Iterator[str]:
    return chain.from_iterable(io.StringIO(text, newline="\n") for text in _texts(pieces))


def _best(pieces: Pieces) -> tuple[str, str]:
    """The delimiter under which most lines hold a date and an amount, then the most even one."""
    sample = list(islice(_lines(pieces), _SAMPLE_LINES))
    scores = {d: _fit(sample, d) for d in DELIMITERS}
    best = max(DELIMITERS, key=lambda d: (scores[d], sum(line.count(d) for line in sample)))
    full, even, width = scores[best]
    name = {"\t": "tab"}.get(best, best)
    return best, (
        f"split at '{name}', {full} of the first lines hold a date and an amount "
        f"and {even} lines have {width} cells"
    )


def _fit(sample: Sequence[str], delimiter: str) -> tuple[int, int, int]:
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


def _is_wrapped(grid: Grid, delimiter: str) -> bool:
    return all(len(block.columns) == 1 for block in grid.blocks) and any(
        cell.count(delimiter) >= 2 for cell in grid.column(0)
    )


def _rows(pieces: Pieces, delimiter: str) -> tuple[Grid, tuple[Fault, ...]]:
    try:
        return Grid(gathered(_blocks(_lines(pieces), delimiter))), ()
    except (stdlib.Error, _RunawayQuote):
        faults: list[Fault] = []
        return Grid(_line_by_line(_lines(pieces), delimiter, faults)), tuple(faults)


class _RunawayQuote(Exception):
    """A quoted cell swallowed further rows: it holds line ends and many delimiters."""


def _blocks(lines: Iterable[str], delimiter: str) -> Iterator[Block]:
    """Rows as they come. Raises _RunawayQuote, at the latest behind the last row."""
    reader = _reader(lines, delimiter)
    widths: Counter[int] = Counter()
    number, inside = 1, 0
    while rows := list(islice(reader, _ROWS_AT_ONCE)):
        block = block_of(rows, range(number, number + len(rows)))
        number = reader.line_num + 1
        if number > block.numbers[-1] + 1:
            block = replace(block, numbers=_starts(rows, block.numbers[0]))
            inside = max(inside, *(_delimiters_inside(row, delimiter) for row in rows))
        for width, count in _widths_of(block):
            widths[width] += count
        yield block
    usual = widths.most_common(1)[0][0] if widths else 0
    if inside and usual > 2 and inside > max(2, usual - 2):
        raise _RunawayQuote


def _starts(rows: Sequence[Sequence[str]], number: int) -> array[int]:
    """A row takes one line, and one more for each line end inside of its cells."""
    lines = (1 + sum(cell.count("\n") for cell in row) for row in rows)
    return array("q", accumulate(lines, initial=number))[:-1]


def _widths_of(block: Block) -> Iterable[tuple[int, int]]:
    if block.widths is None:
        return [(len(block.columns), block.count)]
    return Counter(block.widths).items()


def _delimiters_inside(row: Sequence[str], delimiter: str) -> int:
    """One more than the most delimiters in a cell that holds line ends; 0 without such a cell."""
    most = 0
    for cell in row:
        breaks = cell.count("\n")
        if breaks > _RUNAWAY_LINES:
            raise _RunawayQuote
        if breaks:
            most = max(most, cell.count(delimiter) + 1)
    return most


def _line_by_line(lines: Iterable[str], delimiter: str, faults: list[Fault]) -> Iterator[Block]:
    """Each physical line for itself; lines whose quotes do not pair are added to `faults`."""
    number = 1
    source = iter(lines)
    while part := list(islice(source, BLOCK_LINES)):
        rows = [
            _one_row(line.removesuffix("\n"), at, delimiter, faults)
            for at, line in enumerate(part, number)
        ]
        yield block_of(rows, range(number, number + len(rows)))
        number += len(rows)


def _one_row(line: str, number: int, delimiter: str, faults: list[Fault]) -> list[str]:
    if line.count('"') % 2 and len(faults) < _UNBALANCED_MAX:
        faults.append(_unbalanced(number, line))
    return _cells_of(line, delimiter)


def _cells_of(line: str, delimiter: str) -> list[str]:
    """One text as a row, also where the quotes or line ends inside of it are out of place."""
    try:
        return next(_reader([line], delimiter), [])
    except stdlib.Error:
        return [cell.strip('"') for cell in line.split(delimiter)]


def _unbalanced(number: int, line: str) -> Fault:
    return Fault(
        code="csv_unbalanced_quote",
        message=f"Line {number}: a quotation mark opens and never closes, so cells run together.",
        hint="Download the file again, or correct the quotation marks of this line.",
        line=number,
        excerpt=line[:EXCERPT_LIMIT],
    )
