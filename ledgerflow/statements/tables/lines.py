"""Rows of cells as lines: whole blocks by column, odd rows one by one.

Here: which cell fills which field. Not here: which rows are lines (reading.py), single cells
(cells.py), columns of figures (columnreader.py).
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from ledgerflow.statements.moneycolumn import Scaled
from ledgerflow.statements.packed import LineColumns
from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.tables.cells import CellReader, Memo
from ledgerflow.statements.tables.columnreader import ColumnReader
from ledgerflow.statements.tables.grid import Block
from ledgerflow.statements.tables.profile import CsvProfile
from ledgerflow.statements.texts import Cells, Joined, TextBlock, joined, same, spread

_TEXTS = {
    "bank_id": "bank_id",
    "bank_type": "type",
    "check_number": "check",
    "counterparty": "counterparty",
}


class LineBuilder:
    """Builds lines with one profile. Rows must be as wide as the profile's columns."""

    def __init__(self, profile: CsvProfile, cells: CellReader) -> None:
        self.texts = profile.columns("description") or profile.columns("counterparty")
        self._dates, self._balances = cells.dates, cells.balances
        self._columns = ColumnReader(cells)
        self._separator = profile.delimiter or "\t"
        self._places = {
            name: place
            for name, role in _TEXTS.items()
            if (place := profile.column(role)) is not None
        }
        self._value_date = profile.column("value_date")
        self._balance = profile.column("balance")
        self._currency = profile.column("currency")
        self._default_currency = profile.currency
        self._currencies: Memo[str, str] = Memo(
            lambda text: text.strip().upper() or profile.currency
        )

    def add(self, lines: LineColumns, block: Block, days: Sequence[int], amounts: Scaled) -> None:
        """Add all rows of a block to `lines`; days and amounts are parallel to them."""
        value = None if self._value_date is None else self._columns.days(block, self._value_date)
        balances = self._columns.balances(block)
        lines.extend(block.numbers, days, amounts, balances, value, self._texts_of(block))

    def line(self, row: Sequence[str], number: int, day: dt.date, amount: Decimal) -> ParsedLine:
        """One row as a line."""
        places, place = self._places, self._currency
        id_, kind, check, party = (
            row[places[name]].strip() if name in places else "" for name in _TEXTS
        )
        return ParsedLine(
            row=number,
            date=day,
            amount=amount,
            description=self._described([row[i] for i in self.texts]) or party or kind,
            value_date=None if self._value_date is None else self._dates[row[self._value_date]],
            balance=None if self._balance is None else self._balances[row[self._balance]],
            bank_id=id_,
            bank_type=kind,
            check_number=check,
            counterparty=party,
            currency=self._default_currency if place is None else self._currencies[row[place]],
            raw=self._separator.join(row),
        )

    @staticmethod
    def _described(cells: Sequence[str]) -> str:
        """The words of a row's text columns; line ends inside of them become spaces."""
        text = " ".join(filter(None, map(str.strip, cells)))
        return " ".join(text.split()) if "\n" in text else text

    def _texts_of(self, block: Block) -> TextBlock:
        count = block.count
        fields = {name: _stripped(block.column(i), count) for name, i in self._places.items()}
        fields["description"] = self._descriptions(block, fields)
        fields["currency"] = self._default_currency
        if self._currency is not None:
            column = block.column(self._currency)
            fields["currency"] = _mapped(column, count, self._currencies)
        if block.widths is None:
            fields["raw"] = Joined(self._separator, block.columns)
        else:
            fields["raw"] = joined(list(map(self._separator.join, block.rows())))
        return TextBlock(count, {name: cells for name, cells in fields.items() if cells != ""})

    def _descriptions(self, block: Block, fields: dict[str, Cells]) -> Cells:
        """The words of each row; where there are none the counterparty or the kind stands in."""
        if len(self.texts) == 1:
            column = block.column(self.texts[0])
            if _is_clean(column) and not _has_blanks(column):
                return column
        columns = [block.cells(place) for place in self.texts]
        cells = zip(*columns, strict=True) if columns else [()] * block.count
        texts = list(map(self._described, cells))
        if all(texts):
            return joined(texts)
        parties, kinds = (
            spread(fields.get(name, ""), block.count) for name in ("counterparty", "bank_type")
        )
        stand_ins = zip(texts, parties, kinds, strict=True)
        return joined([text or party or kind for text, party, kind in stand_ins])


def _stripped(column: bytes, count: int) -> Cells:
    """A column without blanks around its cells; as it stands where there are none."""
    shared = same(column, count)
    if shared is not None:
        return shared.strip()
    if _is_clean(column):
        return column
    return joined(list(map(str.strip, spread(column, count))))


def _mapped(column: bytes, count: int, memo: Memo[str, str]) -> Cells:
    shared = same(column, count)
    if shared is not None:
        return memo[shared]
    return joined(list(map(memo.__getitem__, spread(column, count))))


_SPACES = b"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f"
_WIDE_SPACES = tuple(
    mark.encode() for mark in "\x85\xa0\u1680\u202f\u205f\u3000\u2028\u2029"
) + tuple(chr(code).encode() for code in range(0x2000, 0x200B))


def _is_clean(column: bytes) -> bool:
    """True where surely no cell begins or ends with white space or holds a line end."""
    if b" \0" in column or b"\0 " in column or column[:1] == b" " or column[-1:] == b" ":
        return False
    if len(column.translate(None, _SPACES)) != len(column):
        return False
    return column.isascii() or not any(space in column for space in _WIDE_SPACES)


def _has_blanks(column: bytes) -> bool:
    return b"\0\0" in column or not column or column[:1] == b"\0" or column[-1:] == b"\0"
