"""How far a sheet's cells reach, told from its XML before anything lays out a grid of them.

Here: the furthest row and column with a value. A lone cell in the last corner would make the
parser allocate billions of cells. Not here: the container (xlsx_package.py), values.
"""

import re

_CELL = re.compile(rb"<(?:\w{1,20}:)?c\s(?:[^<>]{0,200}\s)?r=[\"']\$?([A-Z]{1,3})\$?(\d{1,7})[\"']")
_ROW = re.compile(rb"<(?:\w{1,20}:)?row\s(?:[^<>]{0,400}\s)?r=[\"'](\d{1,7})[\"']")
_TAIL = 1_024


class Extent:
    """Takes a sheet's XML in pieces. `cells` is the size of the grid that its values span."""

    def __init__(self) -> None:
        self._rest = b""
        self._column = self._row = self._bare_row = 0

    def feed(self, piece: bytes) -> None:
        """The next bytes of the sheet; tags that lie over two pieces are seen too."""
        text = self._rest + piece
        for found in _CELL.finditer(text):
            end = text.find(b">", found.end())
            if end >= 0 and text[end - 1 : end] != b"/":  # a closed tag is only a format
                self._column = max(self._column, _number(found[1]))
                self._row = max(self._row, int(found[2]))
        self._bare_row = max(self._bare_row, *map(int, _ROW.findall(text)), 0)
        self._rest = text[-_TAIL:]

    @property
    def cells(self) -> int:
        """Rows times columns up to the last value; rows alone where cells have no names."""
        return self._row * self._column if self._row else self._bare_row


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
