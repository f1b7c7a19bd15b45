"""The rows of a table that are no plain line: balances, pending, totals, remarks, faults.

Here: what becomes of each such row, and the sections that titles between rows begin. Not here:
telling what a row is (rows.py) and plain lines (reading.py).
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from ledgerflow.statements.parsed import EXCERPT_LIMIT, Fault, ParsedLine
from ledgerflow.statements.tables.cells import CellReader
from ledgerflow.statements.tables.dates import read_certain
from ledgerflow.statements.tables.groups import NO_DATE, Group, Keys, Reading
from ledgerflow.statements.tables.lines import LineBuilder
from ledgerflow.statements.tables.profile import CsvProfile
from ledgerflow.statements.tables.rowfaults import REASONS, add_fault
from ledgerflow.statements.tables.rows import (
    Columns,
    Kind,
    balance_day,
    kind_of,
    summary_amount,
    summary_words,
    title_kind,
)

_BALANCE_REASONS = {
    "opening": "opening balance",
    "closing": "closing balance",
    "of_day": "the balance of a day",
}
_ACCOUNT_TITLE = re.compile(
    r"\b(account|acct|iban|konto|kontonummer|compte|cuenta|conto|rekening|rachunek|card)\b.*\d{3}",
    re.IGNORECASE,
)


class OddRows:
    """Takes rows that are no plain line, in the file's order, and keeps what they say."""

    def __init__(
        self,
        profile: CsvProfile,
        cells: CellReader,
        columns: Columns,
        builder: LineBuilder,
        keys: Keys,
        above: Sequence[Sequence[str]],
    ) -> None:
        self.profile = profile
        self.reading = Reading()
        self._cells, self._columns = cells, columns
        self._builder, self._keys = builder, keys
        titles = [text for row in above if (text := _words(row))]
        self._above = frozenset(titles)
        self._section = ""
        self.is_pending = any(title_kind(t) == "pending" for t in titles[-2:])
        """True while rows stand under a title that says they are not booked yet."""

    def take(
        self, row: list[str], number: int, day: dt.date | None, last_date: dt.date | None
    ) -> dt.date | None:
        """Deal with one row; `last_date` is the line's above it. The date that now is the last."""
        amounts, key = self._cells.amounts, self._cells.money_key
        amount = amounts[key(row)]
        kind = kind_of(
            row, self._columns, lambda r: amounts[key(r)], day is not None, last_date is not None
        )
        if kind == "line":
            kind = self._kind_of_line(row, amount)
        if kind == "line" and amount is not None and day is not None:
            self._group(row).lines.append(self._line(row, number, day, amount))
            return day
        if kind == "carried" and amount is not None and last_date is not None:
            self._group(row).lines.append(self._line(row, number, last_date, amount))
        elif kind == "pending" and amount is not None:
            self._group(row).pending.append(self._line(row, number, day or NO_DATE, amount))
        elif kind == "continuation":
            self._continue(row, number)
        else:
            self._pass_over(kind, row, number, day, amount)
        return last_date

    def look_above(self, rows: Iterable[tuple[list[str], int]]) -> None:
        """Rows above the names of the columns: those that read as lines of the table are faults."""
        for row, number in rows:
            day = self._cells.dates[row[self._columns.date]]
            amount = self._cells.amounts[self._cells.money_key(row)]
            if day is not None and amount and not summary_words([c.strip() for c in row]):
                self._fault("above_header", row, number)

    def _pass_over(
        self, kind: Kind, row: list[str], number: int, day: dt.date | None, amount: Decimal | None
    ) -> None:
        """A balance, a fault, or a row that says nothing about money."""
        if kind in _BALANCE_REASONS:
            self._balance(kind, row, day, amount)
            self.reading.skip(number, _BALANCE_REASONS[kind])
        elif kind == "total" and day is None and amount is not None and not self._all_totals(row):
            self._fault("bad_date", row, number)
        elif kind in ("bad_date", "bad_amount", "no_amount"):
            self._fault(kind, row, number)
        elif kind == "heading" and self._section:
            self._second_account(number)
        elif kind != "blank":
            self._note_title(row)
            self.reading.skip(number, REASONS.get(kind, kind))

    def _group(self, row: list[str]) -> Group:
        return self.reading.group(self._keys.key(row))

    def _line(self, row: list[str], number: int, day: dt.date, amount: Decimal) -> ParsedLine:
        return self._builder.line(row, number, day, amount)

    def _kind_of_line(self, row: list[str], amount: Decimal | None) -> Kind:
        """A dated row with an amount: a balance, a total of what was read, pending, or a line."""
        said = summary_words([row[i].strip() for i in self._columns.texts])
        if said == "total" and amount is not None and not self.reading.is_running_total(amount):
            said = None
        return said or ("pending" if self.is_pending else "line")

    def _note_title(self, row: list[str]) -> None:
        """Remember a title: of pending rows, or of an account that did not stand above."""
        text = _words(row)
        titled = title_kind(text)
        if titled:
            self.is_pending = titled == "pending"
        if text not in self._above and _ACCOUNT_TITLE.search(text):
            self._section = text

    def _second_account(self, number: int) -> None:
        self.reading.faults.append(
            Fault(
                "csv_several_accounts",
                f"Line {number}: a second table begins under '{self._section[:60]}', "
                "but no column says which account a row belongs to.",
                "Export each account to a file of its own.",
                number,
                excerpt=self._section[:EXCERPT_LIMIT],
            )
        )
        self._section = ""

    def _all_totals(self, row: list[str]) -> bool:
        """A total by its words, or unlabelled amounts that add up to the lines read."""
        if summary_words([c.strip() for c in row]):
            return True
        cells = [row[i] for i in self._columns.money]
        read = [a for c in cells if (a := self._cells.amount(c)[0]) is not None]
        return bool(read) and all(self.reading.is_running_total(a.value) for a in read)

    def _continue(self, row: list[str], number: int) -> None:
        """More words for the line above."""
        groups = [g for g in self.reading.groups.values() if g.lines]
        if not groups:
            self.reading.skip(number, REASONS["remark"])
            return
        text = " ".join(t for i in self._columns.texts if (t := row[i].strip()))
        lines = max(groups, key=lambda g: g.lines.rows[-1]).lines
        last = lines.take_last()
        words = f"{last.description} {text}".strip()
        lines.append(replace(last, description=words, raw=f"{last.raw}\n{self._printed(row)}"))

    def _balance(
        self, kind: Kind, row: list[str], day: dt.date | None, amount: Decimal | None
    ) -> None:
        group = self._group(row)
        column = self.profile.column("balance")
        text = row[column].strip() if column is not None else ""
        text = text or summary_amount([c.strip() for c in row])
        if amount is not None and column is None and self.profile.sign.startswith("flag"):
            text = format(amount, "f").replace(".", self.profile.decimal)
        day = day or read_certain(balance_day(row), self.profile.date_order)
        if kind == "of_day" and day is not None:
            group.of_days.append((text, day))
        elif kind == "opening" and not group.opening:
            group.opening, group.opening_date = text, day
        elif kind == "closing":
            group.closing, group.closing_date = text, day

    def _fault(self, kind: str, row: list[str], number: int) -> None:
        place = self._columns.date if kind == "bad_date" else self._worst_money(row)
        header = self.profile.headers[place] if place < len(self.profile.headers) else ""
        excerpt = self._printed(row)[:EXCERPT_LIMIT]
        cell = row[place].strip() if place < len(row) else ""
        add_fault(self.reading.faults, kind, number, header or str(place + 1), cell, excerpt)

    def _worst_money(self, row: list[str]) -> int:
        for place in self._columns.money:
            if not self._cells.amount(row[place])[1]:
                return place
        return self._cells.money_columns[-1] if self._cells.money_columns else 0

    def _printed(self, row: list[str]) -> str:
        return (self.profile.delimiter or "\t").join(row)


def _words(row: Sequence[str]) -> str:
    return " ".join(c.strip() for c in row if c.strip())
