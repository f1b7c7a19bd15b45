"""A table read with its profile: lines, pending lines, faults and statements.

Here: the loop over the rows, made for long files: every distinct text is read once.
Not here: how to read (infer.py) and opening and closing balances (statement.py).
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from operator import itemgetter
from typing import Any

from ledgerflow.statements.parsed import EXCERPT_LIMIT, Fault, ParsedLine
from ledgerflow.statements.tables.cells import CellReader
from ledgerflow.statements.tables.dates import read_date
from ledgerflow.statements.tables.layout import sample_rows
from ledgerflow.statements.tables.profile import CsvProfile
from ledgerflow.statements.tables.rowfaults import REASONS, add_fault
from ledgerflow.statements.tables.rows import (
    Columns,
    Kind,
    balance_day,
    kind_of,
    row_state,
    summary_amount,
    summary_words,
    title_kind,
)

_SKIPPED_MAX = 200
_SAMPLE = 200
_BALANCE_REASONS = {
    "opening": "opening balance",
    "closing": "closing balance",
    "of_day": "the balance of a day",
}
_EDGE = 6
_ACCOUNT_TITLE = re.compile(
    r"\b(account|acct|iban|konto|kontonummer|compte|cuenta|conto|rekening|rachunek|card)\b.*\d{3}",
    re.IGNORECASE,
)

NO_DATE = dt.date.max
"""Stands for the date of a pending row that has none, until statement.py settles it."""


@dataclass(slots=True)
class Group:
    """The lines of one account and currency, in the file's order."""

    account: str
    currency: str
    lines: list[ParsedLine] = field(default_factory=list)
    pending: list[ParsedLine] = field(default_factory=list)
    opening: str = ""
    closing: str = ""
    opening_date: dt.date | None = None
    closing_date: dt.date | None = None
    of_days: list[tuple[str, dt.date]] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """What the loop collects. `skipped` says why a row is no transaction."""

    groups: dict[tuple[str, str], Group] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    skipped: list[dict[str, Any]] = field(default_factory=list)
    skipped_count: int = 0


def _words(row: Sequence[str]) -> str:
    return " ".join(c.strip() for c in row if c.strip())


def _only_value(rows: Sequence[list[str]], column: int | None) -> str:
    """The one value of a column, blanks left out; "" where it has several."""
    if column is None:
        return ""
    values = {r[column].strip().strip('"') for r in rows if column < len(r)} - {""}
    return values.pop() if len(values) == 1 else ""


class TableReader:
    """Reads rows with one profile; one instance per file."""

    def __init__(self, profile: CsvProfile, width: int) -> None:
        self.profile = profile
        self.width = max([width, len(profile.roles), *(i + 1 for i in range(len(profile.roles)))])
        self.reading = Reading()
        date = profile.column("date")
        self.date = date if date is not None else 0
        self.cells = CellReader(profile)
        self.columns = Columns(
            date=self.date,
            money=tuple(
                i for i in self.cells.money_columns if profile.roles[i] not in ("flag", "fee")
            ),
            texts=profile.columns("description") or profile.columns("counterparty"),
            status=profile.column("status"),
            headers=profile.headers,
            carry_dates=profile.carry_dates,
        )
        self._last_date: dt.date | None = None
        self._above: set[str] = set()
        self._section = ""
        self._is_pending = False
        self._only_account = ""

    def read(self, rows: Sequence[list[str]], lines: Sequence[int], first: int) -> Reading:
        """Read all rows from index `first`; `lines` are their physical line numbers."""
        dates, amounts, money_key = self.cells.dates, self.cells.amounts, self.cells.money_key
        date, width = self.date, self.width
        status = self.columns.status
        build = self._line_builder()
        self._only_account = _only_value(rows[first:], self.profile.column("account"))
        group_of = self._group_finder()
        edge = len(rows) - _EDGE if not self._holds_balances(rows, first) else first
        above = [text for r in rows[:first] if (text := _words(r))]
        self._above = set(above)
        self._is_pending = any(title_kind(t) == "pending" for t in above[-2:])
        for index in range(first, len(rows)):
            row = rows[index]
            if len(row) < width:
                row = row + [""] * (width - len(row))
            day = dates[row[date]]
            amount = amounts[money_key(row)] if day is not None else None
            plain = day is not None and amount is not None
            if plain and status is not None and row_state(row, self.columns):
                plain = False
            if self._is_pending:
                plain = False
            if plain and (not amount or index < first + 3 or index >= edge):
                plain = not self._is_summary(row, amount)
            if plain and day is not None and amount is not None:
                line = build(row, lines[index], day, amount)
                group_of(row).lines.append(line)
                self._last_date = day
            else:
                self._other(row, lines[index], day, build, group_of)
        return self.reading

    def _holds_balances(self, rows: Sequence[list[str]], first: int) -> bool:
        """True where balances of days stand between the transactions, as rows of their own."""
        found = 0
        for row in sample_rows(list(rows), first, _SAMPLE):
            texts = [row[i].strip() for i in self.columns.texts if i < len(row)]
            found += summary_words(texts) in ("of_day", "opening", "closing")
        return found > 2

    def _line_builder(self) -> Callable[[list[str], int, dt.date, Decimal], ParsedLine]:
        profile = self.profile
        texts = self.columns.texts
        text_key = itemgetter(*texts) if texts else None
        value_date, balance = profile.column("value_date"), profile.column("balance")
        others = {
            name: column
            for name, role in (
                ("bank_id", "bank_id"),
                ("bank_type", "type"),
                ("check_number", "check"),
                ("counterparty", "counterparty"),
            )
            if (column := profile.column(role)) is not None
        }
        currency = profile.column("currency")
        default = profile.currency
        dates, balances = self.cells.dates, self.cells.balances
        separator = profile.delimiter or "\t"
        single = len(texts) == 1
        id_at, type_at = others.get("bank_id"), others.get("bank_type")
        check_at, party_at = others.get("check_number"), others.get("counterparty")

        def build(row: list[str], number: int, day: dt.date, amount: Decimal) -> ParsedLine:
            if text_key is None:
                text = ""
            elif single:
                text = text_key(row).strip()
            else:
                text = " ".join(t for c in text_key(row) if (t := c.strip()))
            party = row[party_at].strip() if party_at is not None else ""
            kind = row[type_at].strip() if type_at is not None else ""
            return ParsedLine(
                number,
                day,
                amount,
                (text if "\n" not in text else " ".join(text.split())) or party or kind,
                dates[row[value_date]] if value_date is not None else None,
                row[id_at].strip() if id_at is not None else "",
                kind,
                row[check_at].strip() if check_at is not None else "",
                party,
                (row[currency].strip().upper() or default) if currency is not None else default,
                balances[row[balance]] if balance is not None else None,
                None,
                None,
                separator.join(row),
            )

        return build

    def _group_finder(self) -> Callable[[list[str]], Group]:
        profile, groups = self.profile, self.reading.groups
        account, currency = profile.column("account"), profile.column("currency")
        only = self._only_account

        def find(row: list[str]) -> Group:
            number = (row[account].strip().strip('"') or only) if account is not None else ""
            code = row[currency].strip().upper() if currency is not None else ""
            key = (number or profile.account_id, code or profile.currency)
            group = groups.get(key)
            if group is None:
                group = groups[key] = Group(*key)
            return group

        return find

    def _is_summary(self, row: list[str], amount: Decimal | None) -> bool:
        """A dated row that names a balance, or a total equal to what was read so far."""
        said = summary_words([row[i].strip() for i in self.columns.texts])
        if said == "total":
            return self._is_running_total(amount)
        return said in ("opening", "closing", "of_day")

    def _is_running_total(self, amount: Decimal | None) -> bool:
        if amount is None:
            return False
        values = [line.amount for g in self.reading.groups.values() for line in g.lines]
        into = sum((v for v in values if v > 0), Decimal(0))
        out = sum((v for v in values if v < 0), Decimal(0))
        return bool(values) and abs(amount) in (into, -out, abs(into + out))

    def _other(
        self,
        row: list[str],
        number: int,
        day: dt.date | None,
        build: Callable[[list[str], int, dt.date, Decimal], ParsedLine],
        group_of: Callable[[list[str]], Group],
    ) -> None:
        key = self.cells.money_key
        kind = kind_of(
            row,
            self.columns,
            lambda r: self.cells.amounts[key(r)],
            day is not None,
            self._last_date is not None,
        )
        amount = self.cells.amounts[key(row)]
        if kind == "line" and self._is_pending and not self._is_summary(row, amount):
            kind = "pending"
        if kind == "line":
            kind = summary_words([row[i].strip() for i in self.columns.texts]) or "total"
        if kind == "carried" and amount is not None and self._last_date is not None:
            group_of(row).lines.append(build(row, number, self._last_date, amount))
        elif kind == "continuation":
            self._continue(row, number)
        elif kind == "pending" and amount is not None:
            self._pending(row, number, day, amount, build, group_of)
        elif kind in ("opening", "closing", "of_day"):
            self._balance_row(kind, row, day, group_of)
            self._skip(number, _BALANCE_REASONS[kind])
        elif kind == "total" and day is None and amount is not None and not self._all_totals(row):
            self._fault("bad_date", row, number)
        elif kind in ("bad_date", "bad_amount", "no_amount"):
            self._fault(kind, row, number)
        elif kind == "heading" and self._section:
            self._second_account(number)
        elif kind != "blank":
            self._note_section(row)
            self._skip(number, REASONS.get(kind, kind))

    def _note_section(self, row: list[str]) -> None:
        """Remember a row that names an account which did not stand above the table."""
        text = _words(row)
        titled = title_kind(text)
        if titled:
            self._is_pending = titled == "pending"
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
        cells = [row[i] for i in self.columns.money]
        read = [a for c in cells if (a := self.cells.amount(c)[0]) is not None]
        return bool(read) and all(self._is_running_total(a.value) for a in read)

    def _continue(self, row: list[str], number: int) -> None:
        text = " ".join(t for i in self.columns.texts if (t := row[i].strip()))
        group = next(
            (g for g in reversed(self.reading.groups.values()) if g.lines),
            None,
        )
        if group is None:
            self._skip(number, REASONS["remark"])
            return
        newest = max(self.reading.groups.values(), key=lambda g: g.lines[-1].row if g.lines else 0)
        last = newest.lines[-1]
        separator = self.profile.delimiter or "\t"
        newest.lines[-1] = replace(
            last,
            description=f"{last.description} {text}".strip(),
            raw=f"{last.raw}\n{separator.join(row)}",
        )

    def _pending(
        self,
        row: list[str],
        number: int,
        day: dt.date | None,
        amount: Decimal,
        build: Callable[[list[str], int, dt.date, Decimal], ParsedLine],
        group_of: Callable[[list[str]], Group],
    ) -> None:
        line = build(row, number, day or NO_DATE, amount)
        group_of(row).pending.append(line)

    def _balance_row(
        self,
        kind: Kind,
        row: list[str],
        day: dt.date | None,
        group_of: Callable[[list[str]], Group],
    ) -> None:
        group = group_of(row)
        column = self.profile.column("balance")
        text = row[column].strip() if column is not None else ""
        text = text or summary_amount([c.strip() for c in row])
        amount = self.cells.amounts[self.cells.money_key(row)]
        if amount is not None and column is None and self.profile.sign.startswith("flag"):
            text = format(amount, "f").replace(".", self.profile.decimal)
        day = day or read_date(balance_day(row), self.profile.date_order)
        if kind == "of_day" and day is not None:
            group.of_days.append((text, day))
        elif kind == "opening" and not group.opening:
            group.opening, group.opening_date = text, day
        elif kind == "closing":
            group.closing, group.closing_date = text, day

    def _skip(self, number: int, reason: str) -> None:
        self.reading.skipped_count += 1
        if len(self.reading.skipped) < _SKIPPED_MAX:
            self.reading.skipped.append({"line": number, "reason": reason})

    def _fault(self, kind: str, row: list[str], number: int) -> None:
        place = self.date if kind == "bad_date" else self._worst_money(row)
        header = self.profile.headers[place] if place < len(self.profile.headers) else ""
        excerpt = (self.profile.delimiter or "\t").join(row)[:EXCERPT_LIMIT]
        cell = row[place].strip() if place < len(row) else ""
        add_fault(self.reading.faults, kind, number, header or str(place + 1), cell, excerpt)

    def _worst_money(self, row: list[str]) -> int:
        for place in self.columns.money:
            if not self.cells.amount(row[place])[1]:
                return place
        return self.cells.money_columns[-1] if self.cells.money_columns else 0
