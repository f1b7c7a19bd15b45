"""A table read with its profile: lines, pending lines, faults and what was passed over.

Here: telling plain lines, column by column and made for long files, from the rows that need a
closer look. Not here: those rows (oddrows.py), how to read (infer.py), balances (statement.py).
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from ledgerflow.statements.tables.cells import CellReader
from ledgerflow.statements.tables.groups import Keys, Reading
from ledgerflow.statements.tables.layout import sample_rows
from ledgerflow.statements.tables.lines import LineBuilder
from ledgerflow.statements.tables.oddrows import OddRows
from ledgerflow.statements.tables.profile import CsvProfile
from ledgerflow.statements.tables.rows import Columns, row_state, summary_words

_SAMPLE = 200
_TOP, _END = 3, 6
"""So many rows at either end are looked at closely: balances and totals stand there."""


class TableReader:
    """Reads the rows of a table from index `first` on; one instance per file."""

    def __init__(
        self, profile: CsvProfile, rows: Sequence[list[str]], lines: Sequence[int], first: int
    ) -> None:
        data = rows[first:]
        width = max([len(profile.roles), *(len(r) for r in data[:50])])
        self._rows = [r if len(r) >= width else r + [""] * (width - len(r)) for r in data]
        self._numbers = lines[first:]
        self._cells = CellReader(profile)
        self._builder = LineBuilder(profile, self._cells)
        date = profile.column("date")
        self._columns = Columns(
            date=date if date is not None else 0,
            money=tuple(
                i for i in self._cells.money_columns if profile.roles[i] not in ("flag", "fee")
            ),
            texts=self._builder.texts,
            status=profile.column("status"),
            headers=profile.headers,
            carry_dates=profile.carry_dates,
        )
        self._keys = Keys(profile, self._rows)
        above = rows[:first]
        self._odd = OddRows(profile, self._cells, self._columns, self._builder, self._keys, above)

    def read(self) -> Reading:
        """Read every row once, in the file's order."""
        self._cells.learn(self._rows)
        days = list(map(self._cells.dates.__getitem__, self._column(self._columns.date)))
        keys = map(self._cells.money_key, self._rows)
        amounts = list(map(self._cells.amounts.__getitem__, keys))
        plain = self._plain(days, amounts)
        last_date: dt.date | None = None
        start = 0
        for is_plain, run in groupby(plain):
            end = start + sum(1 for _ in run)
            at = start
            while at < end:
                if is_plain and not self._odd.is_pending:
                    self._take_lines(at, end, days[at:end], amounts[at:end])
                    last_date, at = days[end - 1], end
                else:
                    row, number = self._rows[at], self._numbers[at]
                    last_date = self._odd.take(row, number, days[at], last_date)
                    at += 1
            start = end
        return self._odd.reading

    def _column(self, place: int) -> Iterator[str]:
        return map(itemgetter(place), self._rows)

    def _plain(
        self, days: Sequence[dt.date | None], amounts: Sequence[Decimal | None]
    ) -> list[bool]:
        """True for rows with a day and an amount that nothing else can make of."""
        plain = [d is not None and bool(a) for d, a in zip(days, amounts, strict=True)]
        if self._holds_balances():
            return [False] * len(plain)
        status = self._columns.status
        if status is not None:
            states = {text for text in set(self._column(status)) if self._state_of(text)}
            if states:
                pairs = zip(plain, self._column(status), strict=True)
                plain = [p and text not in states for p, text in pairs]
        edges = [*range(min(_TOP, len(plain))), *range(max(0, len(plain) - _END), len(plain))]
        for at in edges:
            plain[at] = False
        return plain

    def _state_of(self, text: str) -> str:
        row = [""] * (self._columns.status or 0) + [text]
        return row_state(row, self._columns)

    def _holds_balances(self) -> bool:
        """True where balances of days stand between the transactions, as rows of their own."""
        found = 0
        for row in sample_rows(self._rows, 0, _SAMPLE):
            texts = [row[i].strip() for i in self._columns.texts]
            found += summary_words(texts) in ("of_day", "opening", "closing")
        return found > 2

    def _take_lines(
        self,
        start: int,
        end: int,
        days: Sequence[dt.date | None],
        amounts: Sequence[Decimal | None],
    ) -> None:
        """Plain rows from `start` to `end`, to the group of each."""
        rows = self._rows[start:end]
        known_days = [d for d in days if d is not None]
        known_amounts = [a for a in amounts if a is not None]
        lines = self._builder.build(rows, self._numbers[start:end], known_days, known_amounts)
        reading = self._odd.reading
        keys = list(self._keys.keys(rows))
        if len(set(keys)) == 1:
            reading.group(keys[0]).lines.extend(lines)
            return
        for key, line in zip(keys, lines, strict=True):
            reading.group(key).lines.append(line)
