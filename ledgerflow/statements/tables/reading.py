"""A table read with its profile: lines, pending lines, faults and what was passed over.

Here: telling plain lines, column by column and made for long files, from the rows that need a
closer look. Not here: those rows (oddrows.py), how to read (infer.py), balances (statement.py).
"""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from ledgerflow.statements.moneycolumn import Scaled
from ledgerflow.statements.tables.cells import CellReader
from ledgerflow.statements.tables.columnreader import ColumnReader
from ledgerflow.statements.tables.grid import Block, Grid
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

    def __init__(self, profile: CsvProfile, rows: Grid, first: int) -> None:
        self._rows = rows.between(first, len(rows))
        width = max([len(profile.roles), *(len(r) for r in self._rows[:50])])
        self._blocks = [block.at_least(width) for block in self._rows.blocks]
        self._cells = CellReader(profile)
        self._figures = ColumnReader(self._cells)
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
        self._above = rows.between(0, first)
        self._odd = OddRows(
            profile, self._cells, self._columns, self._builder, self._keys, self._above
        )
        self._width = width
        self._last_date: dt.date | None = None

    def read(self) -> Reading:
        """Read every row once, in the file's order."""
        for block in self._above.blocks:
            above = block.at_least(self._width)
            self._odd.look_above(zip(above.rows(), above.numbers, strict=True))
        at, total = 0, len(self._rows)
        look_at_all = self._holds_balances()
        for block in self._blocks:
            near = {*range(_TOP), *range(max(0, total - _END), total)}
            odd = {place - at for place in near if at <= place < at + block.count}
            self._read_block(block, set(range(block.count)) if look_at_all else odd)
            at += block.count
        return self._odd.reading

    def _read_block(self, block: Block, odd: set[int]) -> None:
        """Runs of plain rows by column, `odd` and all other rows one by one."""
        days = self._figures.days(block, self._columns.date)
        amounts = self._figures.amounts(block)
        odd |= self._stated_apart(block)
        if 0 in days or 0 in amounts.numbers:
            pairs = zip(days, amounts.numbers, strict=True)
            odd |= {i for i, (day, number) in enumerate(pairs) if not day or not number}
        if not odd and not self._odd.is_pending:
            self._take_lines(block, days, amounts)
            return
        rows = block.rows()
        start = 0
        for is_odd, run in groupby(range(block.count), odd.__contains__):
            end = start + sum(1 for _ in run)
            while start < end:
                if is_odd or self._odd.is_pending:
                    self._take_odd(rows[start], block.numbers[start], days[start])
                    start += 1
                else:
                    part = block.part(start, end)
                    self._take_lines(part, days[start:end], amounts.part(start, end))
                    start = end

    def _take_odd(self, row: list[str], number: int, day: int) -> None:
        date = dt.date.fromordinal(day) if day else None
        self._last_date = self._odd.take(row, number, date, self._last_date)

    def _take_lines(self, block: Block, days: Sequence[int], amounts: Scaled) -> None:
        """Plain rows, to the group of each."""
        self._last_date = dt.date.fromordinal(days[-1])
        reading = self._odd.reading
        for key, places in self._keys.parts(block).items():
            lines = reading.group(key).lines
            if places:
                own_days = [days[i] for i in places]
                self._builder.add(lines, block.at(places), own_days, amounts.at(places))
            else:
                self._builder.add(lines, block, days, amounts)

    def _stated_apart(self, block: Block) -> set[int]:
        """Rows that a status column calls pending or not booked."""
        status = self._columns.status
        if status is None:
            return set()
        texts = block.cells(status)
        states = {text for text in set(texts) if self._state_of(text)}
        return {i for i, text in enumerate(texts) if text in states} if states else set()

    def _state_of(self, text: str) -> str:
        row = [""] * (self._columns.status or 0) + [text]
        return row_state(row, self._columns)

    def _holds_balances(self) -> bool:
        """True where balances of days stand between the transactions, as rows of their own."""
        found = 0
        for row in sample_rows(self._rows, 0, _SAMPLE):
            texts = [row[i].strip() for i in self._columns.texts if i < len(row)]
            found += summary_words(texts) in ("of_day", "opening", "closing")
        return found > 2
