"""A parsed file as a stream: one line of JSON, then the columns of statements with many lines.

Here: writing it in the reader's process and reading it in the parent's, which believes nothing:
every length, range and text is checked. Not here: the JSON of records (records.py), processes
(containment.py).
"""

import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import IO, Any

from ledgerflow.core.errors import InputError
from ledgerflow.statements.moneycolumn import BLANK, SCALE_MAX, WIDE, MoneyColumn
from ledgerflow.statements.packed import PACKED_FROM, LineColumns, PackedLines, pack
from ledgerflow.statements.parsed import ParsedFile, ParsedLine
from ledgerflow.statements.records import file_from_dict, file_to_dict
from ledgerflow.statements.texts import TEXT_FIELDS, Cells, Joined, TextBlock

Json = dict[str, Any]

BROKEN = (
    ValueError,
    KeyError,
    TypeError,
    ArithmeticError,
    AttributeError,
    RecursionError,
    InputError,
)
"""What reading an answer raises where it is none."""

_LENGTH = 8
_ROWS_BYTES_MAX = 64 << 20
"""Rows of one block take no more when they are joined."""
_LAST_DAY = date.max.toordinal()


class AnswerTooLong(ValueError):
    """An answer has more bytes than it may."""


def write_file(file: ParsedFile, out: IO[bytes]) -> None:
    """Write a file; `read_answer` gives an equal one back."""
    few, many = [], []
    for statement in file.statements:
        columns = _columns_of(statement.lines)
        many.append(columns)
        few.append(statement if columns is None else replace(statement, lines=()))
    data = file_to_dict(replace(file, statements=tuple(few)))
    blobs: list[Iterator[bytes]] = []
    for entry, columns in zip(data["statements"], many, strict=True):
        if columns is not None:
            entry["lines"], parts = _columns_to_dict(columns)
            blobs.append(parts)
    write_answer({"file": data}, out)
    for blob in chain.from_iterable(blobs):
        out.write(len(blob).to_bytes(_LENGTH, "little"))
        out.write(blob)


def write_answer(answer: Json, out: IO[bytes]) -> None:
    """Write an answer that is JSON alone."""
    out.write(json.dumps(answer, default=str).encode() + b"\n")


def _columns_of(lines: Sequence[ParsedLine]) -> LineColumns | None:
    """The columns of many lines; None for few."""
    if len(lines) < PACKED_FROM:
        return None
    if isinstance(lines, PackedLines) and lines.is_whole:
        return lines.columns
    return pack(lines).columns


def _columns_to_dict(columns: LineColumns) -> tuple[Json, Iterator[bytes]]:
    """What is said in JSON, and the bytes in the order in which `_Reading` takes them."""
    blocks, texts = [], []
    for block in columns.texts.closed():
        said, blobs = _block_to_dict(block)
        blocks.append(said)
        texts += blobs
    head = {
        "count": len(columns),
        "amounts": _wide_to_dict(columns.amounts),
        "balances": _wide_to_dict(columns.balances),
        "pages": list(columns.pages.items()),
        "boxes": list(columns.boxes.items()),
        "blocks": blocks,
    }
    return head, _bytes_of(columns, texts)


def _bytes_of(columns: LineColumns, texts: list[bytes]) -> Iterator[bytes]:
    for numbers in (columns.rows, columns.days, columns.value_days):
        yield numbers.tobytes()
    for money in (columns.amounts, columns.balances):
        yield money.numbers.tobytes()
        yield bytes(money.scales)
    yield from texts


def _wide_to_dict(column: MoneyColumn) -> list[tuple[int, str]]:
    return [(at, str(value)) for at, value in column.wide.items()]


def _block_to_dict(block: TextBlock) -> tuple[Json, list[bytes]]:
    """Fields name a text of all lines, the place of their bytes, or a row's places."""
    blobs: dict[int, bytes] = {}
    places: dict[int, int] = {}

    def place(blob: bytes) -> int:
        blobs[id(blob)] = blob
        return places.setdefault(id(blob), len(places))

    fields: Json = {}
    for name, cells in block.fields.items():
        if isinstance(cells, Joined):
            fields[name] = [cells.separator, *map(place, cells.columns)]
        else:
            fields[name] = place(cells) if isinstance(cells, bytes) else cells
    return {"count": block.count, "blobs": len(places), "fields": fields}, list(blobs.values())


def read_answer(stream: IO[bytes], bytes_max: int) -> Json:
    """One answer; a file in it is under "file" as a ParsedFile.

    Raises one of BROKEN where it is no answer, AnswerTooLong where it has more than `bytes_max`.
    """
    reading = _Reading(stream, bytes_max)
    answer = json.loads(reading.line())
    if not isinstance(answer, dict):
        raise TypeError("the answer is no object")
    if "file" in answer and "error" not in answer:
        packed = [_many_from_dict(s, reading) for s in answer["file"]["statements"]]
        file = file_from_dict(answer["file"])
        statements = zip(file.statements, packed, strict=True)
        found = (s if lines is None else replace(s, lines=lines) for s, lines in statements)
        answer["file"] = replace(file, statements=tuple(found))
    reading.end()
    return answer


def _many_from_dict(statement: Json, reading: "_Reading") -> PackedLines | None:
    """The lines that come as columns, taken out of the statement; None where they are in it."""
    said = statement["lines"]
    if isinstance(said, list):
        return None
    statement["lines"] = []
    count = _number(said["count"], 1 << 40)
    columns = LineColumns(
        rows=reading.numbers("q", count, 0, 1 << 62),
        days=reading.numbers("i", count, 1, _LAST_DAY),
        value_days=reading.numbers("i", count, 0, _LAST_DAY, or_none=True),
        amounts=reading.money(count, said["amounts"]),
        balances=reading.money(count, said["balances"]),
        pages={_number(at, count): _number(page, 1 << 40) for at, page in said["pages"]},
        boxes={_number(at, count): _box(box) for at, box in said["boxes"]},
    )
    if columns.amounts.has_blanks():
        raise ValueError("a line has no amount")
    for block in said["blocks"]:
        columns.texts.extend(reading.texts(block))
    if columns.texts.total() != count:
        raise ValueError("texts and figures are not of as many lines")
    return PackedLines(columns)


class _Reading:
    """Takes the parts of one answer from a stream, at most `left` bytes of them."""

    def __init__(self, stream: IO[bytes], left: int) -> None:
        self._stream = stream
        self._left = left

    def line(self) -> bytes:
        line = self._stream.readline(self._left + 1)
        self._spend(len(line))
        return line

    def end(self) -> None:
        if self._stream.read(1):
            raise ValueError("the answer goes on behind its end")

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise AnswerTooLong("the answer is too long")

    def blob(self) -> bytes:
        size = int.from_bytes(self._stream.read(_LENGTH), "little")
        self._spend(size)
        data = self._stream.read(size)
        if len(data) != size:
            raise ValueError("the answer breaks off")
        return data

    def numbers(
        self, kind: str, count: int, least: int, most: int, *, or_none: bool = False
    ) -> "array[int]":
        found = array(kind)
        found.frombytes(self.blob())
        if or_none and not found:
            return found
        if len(found) != count or (count and not least <= min(found) <= max(found) <= most):
            raise ValueError("a column of numbers is not what it has to be")
        return found

    def money(self, count: int, wide: Any) -> MoneyColumn:
        column = MoneyColumn()
        column.numbers = self.numbers("q", count, -(1 << 63), (1 << 63) - 1)
        column.scales = bytearray(self.blob())
        column.wide = {_number(at, count): _amount(value) for at, value in wide}
        kinds = set(column.scales) - {*range(SCALE_MAX + 1), WIDE, BLANK}
        places = {at for at, scale in enumerate(column.scales) if scale == WIDE} if wide else set()
        if len(column.scales) != count or kinds or places != set(column.wide):
            raise ValueError("a column of money is not what it has to be")
        if not wide and WIDE in column.scales:
            raise ValueError("an amount is missing")
        return column

    def texts(self, said: Any) -> TextBlock:
        count = _number(said["count"], 1 << 40)
        blobs = [self._cells(count) for _ in range(_number(said["blobs"], 1 << 20))]
        fields = {name: _field(cells, blobs) for name, cells in said["fields"].items()}
        if not count or not set(fields) <= set(TEXT_FIELDS):
            raise ValueError("a block of texts is not what it has to be")
        return TextBlock(count, fields)

    def _cells(self, count: int) -> bytes:
        blob = self.blob()
        blob.decode()
        if blob.count(b"\0") != count - 1:
            raise ValueError("a column of texts is not of as many lines")
        return blob


def _field(said: Any, blobs: Sequence[bytes]) -> Cells:
    if isinstance(said, str):
        return said
    if isinstance(said, list):
        separator, *places = said
        if not isinstance(separator, str) or not places:
            raise TypeError("a row is not what it has to be")
        columns = tuple(blobs[_number(i, len(blobs))] for i in places)
        if sum(map(len, columns)) > _ROWS_BYTES_MAX:
            raise ValueError("rows are too long")
        return Joined(separator, columns)
    return blobs[_number(said, len(blobs))]


def _number(value: Any, below: int) -> int:
    if not isinstance(value, int) or not 0 <= value < below:
        raise ValueError(f"{value!r} is no number below {below}")
    return value


def _amount(value: Any) -> Decimal:
    amount = Decimal(value) if isinstance(value, str) else Decimal("NaN")
    if not amount.is_finite():
        raise ValueError(f"{value!r} is no amount")
    return amount


def _box(value: Any) -> tuple[float, float, float, float]:
    left, top, right, bottom = value
    return float(left), float(top), float(right), float(bottom)
