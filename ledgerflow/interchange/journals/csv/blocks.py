"""A large CSV file in blocks of whole rows, as columns of text.

Here: cutting and splitting: at once where a block is plain, by the csv module where it has quotes
or odd rows. Not here: what a cell means (survey.py, rows.py).
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.interchange.journals.csv.header import Header, Role

BLOCK_BYTES = 1 << 16
QUOTED_ROW_MAX = 1 << 16


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows as columns: one sequence of cells for each wanted role, in the order asked for.

    `lines` are the rows' 1-based lines in the file. `odd` are rows of another width:
    (line, how many columns); they are not among the cells.
    """

    columns: tuple[Sequence[str], ...]
    lines: Sequence[int]
    odd: tuple[tuple[int, int], ...] = ()


def blocks_of(data: bytes, start: int, header: Header, roles: Sequence[Role]) -> Iterator[Block]:
    """All rows from byte `start` on (behind the header line)."""
    places = [header.places[role] for role in roles]
    line = 2
    while start < len(data):
        end = _block_end(data, start)
        text = _text(data[start:end])
        count = text.count("\n")
        columns = None if '"' in text else _plain(text, count, header, places)
        if columns is not None:
            yield Block(columns, range(line, line + count))
        else:
            end = _quotes_closed(data, start, end)
            text = _text(data[start:end])
            count = text.count("\n")
            yield _quoted(text, line, header, places)
        line += count
        start = end


def _block_end(data: bytes, start: int) -> int:
    if len(data) - start <= BLOCK_BYTES:
        return len(data)
    end = data.rfind(b"\n", start, start + BLOCK_BYTES)
    return end + 1 if end >= 0 else data.find(b"\n", start + BLOCK_BYTES) + 1 or len(data)


def _text(data: bytes) -> str:
    text = data.decode()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.endswith("\n") else f"{text}\n"


def _plain(
    text: str, count: int, header: Header, places: Sequence[int]
) -> tuple[list[str], ...] | None:
    """The columns of rows without quotes; None where a row has another width.

    Each row's line feed stays with its last cell: where those cells hold all line feeds there
    are, every row has as many cells as the header.
    """
    mark, width = header.delimiter, header.width
    cells = text.replace("\n", f"\n{mark}").split(mark)
    cells.pop()
    last = "".join(cells[width - 1 :: width])
    if len(cells) != count * width or last.count("\n") != count:
        return None
    return tuple(
        last.split("\n")[:-1] if place == width - 1 else cells[place::width] for place in places
    )


def _quotes_closed(data: bytes, start: int, end: int) -> int:
    """Where a block ends whose last row may go on in the next lines, inside quotes."""
    while data.count(b'"', start, end) % 2 and end < len(data):
        more = data.find(b'"', end)
        if more < 0 or more - start > BLOCK_BYTES + QUOTED_ROW_MAX:
            break
        end = data.find(b"\n", more) + 1 or len(data)
    return end


def _quoted(text: str, line: int, header: Header, places: Sequence[int]) -> Block:
    """Rows as the csv module reads them. Raises UnreadableFile where quotes are broken."""
    reader = csv.reader(io.StringIO(text), delimiter=header.delimiter, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    odd: list[tuple[int, int]] = []
    before = 0
    try:
        for row in reader:
            at, before = line + before, reader.line_num
            if len(row) == header.width:
                rows.append(row)
                lines.append(at)
            elif row:
                odd.append((at, len(row)))
    except csv.Error as error:
        raise UnreadableFile(
            f"Line {line + before}: the row's quotes cannot be read ({error}).",
            code="journal_quotes",
            hint="A quote inside a quoted text is written twice; export the file again.",
        ) from error
    return Block(tuple([row[place] for row in rows] for place in places), lines, tuple(odd))
