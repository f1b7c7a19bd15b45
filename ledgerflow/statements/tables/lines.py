"""Rows of cells as lines, column by column, for long files.

Here: which cell fills which field. Not here: which rows are lines (reading.py), single cells
(cells.py).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import repeat
from operator import itemgetter
from typing import Any

from ledgerflow.statements.bulk import lines_from_columns
from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.tables.cells import CellReader, Memo
from ledgerflow.statements.tables.profile import CsvProfile

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
        self._cells = cells
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

    def build(
        self,
        rows: Sequence[list[str]],
        numbers: Sequence[int],
        days: Sequence[dt.date],
        amounts: Sequence[Decimal],
    ) -> list[ParsedLine]:
        """The lines of these rows; the other arguments are parallel to them."""
        fields: dict[str, Iterable[Any]] = {"row": numbers, "date": days, "amount": amounts}
        for name, place in self._places.items():
            fields[name] = list(map(str.strip, map(itemgetter(place), rows)))
        fields["description"] = self._descriptions(rows, fields)
        fields["raw"] = map(self._separator.join, rows)
        fields["currency"] = repeat(self._default_currency)
        if self._currency is not None:
            fields["currency"] = self._read(rows, self._currency, self._currencies)
        if self._value_date is not None:
            fields["value_date"] = self._read(rows, self._value_date, self._cells.dates)
        if self._balance is not None:
            fields["balance"] = self._read(rows, self._balance, self._cells.balances)
        return lines_from_columns(len(rows), fields)

    @staticmethod
    def _read(rows: Sequence[list[str]], place: int, memo: Memo[str, Any]) -> Iterable[Any]:
        return map(memo.__getitem__, map(itemgetter(place), rows))

    def _descriptions(
        self, rows: Sequence[list[str]], fields: dict[str, Iterable[Any]]
    ) -> Iterable[str]:
        """The words of each row; where there are none the counterparty or the kind stands in."""
        if len(self.texts) == 1:
            texts = list(map(str.strip, map(itemgetter(self.texts[0]), rows)))
        else:
            cells = [map(str.strip, map(itemgetter(place), rows)) for place in self.texts]
            texts = [" ".join(filter(None, row)) for row in zip(*cells, strict=True)]
            texts = texts or [""] * len(rows)
        if any("\n" in text for text in texts):
            texts = [" ".join(text.split()) if "\n" in text else text for text in texts]
        if all(texts):
            return texts
        parties, kinds = (fields.get(name, repeat("")) for name in ("counterparty", "bank_type"))
        stand_ins = zip(texts, parties, kinds, strict=False)
        return [text or party or kind for text, party, kind in stand_ins]
