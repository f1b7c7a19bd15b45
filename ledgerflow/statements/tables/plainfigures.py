"""A whole column of plain amounts read at once: one look at all of its text, then whole numbers.

Here: columns whose amounts have one form, with the same number of decimals. Not here: any other
amount (amounts.py), which gives the same values cell by cell.
"""

import re
from functools import lru_cache
from operator import neg
from typing import NamedTuple

from ledgerflow.statements.moneycolumn import BLANK, Scaled

_DECIMALS_MAX = 4
_MARKS = b".,"
_FIRST = re.compile(rb"[^\0]+")
_TAIL = {".": re.compile(rb"\.([0-9]+)$"), ",": re.compile(rb",([0-9]+)$")}
_GROUP = {".": b",", ",": rb"\."}


class Plain(NamedTuple):
    """Whole numbers of 10**-scale; 0 at the places of blank cells."""

    numbers: list[int]
    scale: int
    blanks: tuple[int, ...] = ()

    def turned(self) -> "Plain":
        """The same with the sign changed."""
        return self._replace(numbers=list(map(neg, self.numbers)))

    def scaled(self) -> Scaled:
        """The same, blanks as missing values."""
        if not self.blanks:
            return Scaled.even(self.numbers, self.scale)
        scales = bytearray([self.scale]) * len(self.numbers)
        for place in self.blanks:
            scales[place] = BLANK
        return Scaled(self.numbers, bytes(scales))


def read_plain_column(column: bytes, decimal: str) -> Plain | None:
    """The amounts of cells joined by NUL, or None where one of them is not plain.

    `decimal` is the decimal mark. Blank cells are no fault.
    """
    first = _FIRST.search(column)
    if first is None:
        count = len(column) + 1
        return Plain([0] * count, 0, tuple(range(count)))
    tail = _TAIL[decimal].search(first[0])
    decimals = len(tail[1]) if tail else 0
    if decimals > _DECIMALS_MAX:
        return None
    has_blanks = b"\0\0" in column or column[:1] == b"\0" or column[-1:] == b"\0"
    if not _form(decimal, decimals, has_blanks).fullmatch(column):
        return None
    cells = column.translate(None, _MARKS).decode("ascii").split("\0")
    if not has_blanks:
        return Plain(list(map(int, cells)), decimals)
    numbers = [int(cell) if cell else 0 for cell in cells]
    return Plain(numbers, decimals, tuple(i for i, cell in enumerate(cells) if not cell))


@lru_cache
def _form(decimal: str, decimals: int, blanks: bool) -> re.Pattern[bytes]:
    """Cells of this form only. The groups of thousands are those that amounts.py knows."""
    group = _GROUP[decimal]
    ending = re.escape(decimal.encode()) + b"[0-9]{%d}" % decimals if decimals else b""
    body = rb"[-+]?[0-9]{1,3}+(?:[0-9]{0,9}+|(?:%b[0-9]{3}){1,4}+)%b" % (group, ending)
    cell = rb"(?:%b)?+" % body if blanks else body
    return re.compile(rb"%b(?:\0%b)*+" % (cell, cell))
