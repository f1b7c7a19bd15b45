"""A table read with its profile: lines, pending lines, faults and statements.

Here: the loop over the rows, made for long files: every distinct text is read once.
Not here: how to read (infer.py) and opening and closing balances (statement.py).
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from operator import itemgetter
from typing import Any

from ledgerflow.statements.parsed import EXCERPT_LIMIT, Fault, ParsedLine
from ledgerflow.statements.tables.amounts import Amount, read_amount
from ledgerflow.statements.tables.dates import read_date
from ledgerflow.statements.tables.profile import CsvProfile
from ledgerflow.statements.tables.rows import (
    Columns,
    Kind,
    kind_of,
    row_state,
    summary_amount,
    summary_words,
)
from ledgerflow.statements.tables.signs import apply_sign

_FAULTS_MAX = 200
_SKIPPED_MAX = 200
_EDGE = 6


class Memo[K, V](dict[K, V]):
    """A dict that computes what it misses: each distinct text is read once."""

    def __init__(self, compute: Callable[[K], V]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, key: K) -> V:
        value = self[key] = self._compute(key)
        return value


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


@dataclass(slots=True)
class Reading:
    """What the loop collects. `skipped` says why a row is no transaction."""

    groups: dict[tuple[str, str], Group] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    skipped: list[dict[str, Any]] = field(default_factory=list)
    skipped_count: int = 0


class TableReader:
    """Reads rows with one profile; one instance per file."""

    def __init__(self, profile: CsvProfile, width: int) -> None:
        self.profile = profile
        self.width = max([width, len(profile.roles), *(i + 1 for i in range(len(profile.roles)))])
        self.reading = Reading()
        date = profile.column("date")
        self.date = date if date is not None else 0
        self._money_columns = self._money_place()
        self.columns = Columns(
            date=self.date,
            money=tuple(i for i in self._money_columns if profile.roles[i] != "flag"),
            texts=profile.columns("description") or profile.columns("counterparty"),
            status=profile.column("status"),
            headers=profile.headers,
            carry_dates=profile.carry_dates,
        )
        self._dates: Memo[str, dt.date | None] = Memo(self._read_date)
        self._amounts: Memo[Any, Decimal | None] = Memo(self._read_money)
        self._balances: Memo[str, Decimal | None] = Memo(self._read_balance)
        self._money_key = itemgetter(*self._money_columns)
        self._last_date: dt.date | None = None

    def _money_place(self) -> tuple[int, ...]:
        profile = self.profile
        if profile.sign.startswith("columns"):
            names = ("in", "out")
        elif profile.sign.startswith("flag"):
            names = ("amount", "flag")
        else:
            names = ("amount",)
        return tuple(i for name in names if (i := profile.column(name)) is not None)

    # reading single cells -------------------------------------------------

    def _read_date(self, text: str) -> dt.date | None:
        return read_date(text, self.profile.date_order)

    def _read_balance(self, text: str) -> Decimal | None:
        amount = read_amount(text.strip(), self.profile.decimal)
        if amount is None:
            return None
        value = -abs(amount.value) if amount.mark == "DR" else amount.value
        return -value if self.profile.balance_owed else value

    def _read_money(self, key: Any) -> Decimal | None:
        """`key` is the amount's text, or a tuple of in and out, or of amount and flag."""
        profile = self.profile
        texts = (key,) if isinstance(key, str) else key
        first, ok = self._amount(texts[0])
        second, second_ok, flag = None, True, ""
        if profile.sign.startswith("columns"):
            second, second_ok = self._amount(texts[1])
        elif len(texts) > 1:
            flag = texts[1].strip()
        if not ok or not second_ok:
            return None
        return apply_sign(profile.sign, first, second, flag, profile.flag_in, profile.flag_out)

    def _amount(self, text: str) -> tuple[Amount | None, bool]:
        """The amount, and False where a text stands there that is none."""
        text = text.strip()
        if not text or text in ("-", "–"):
            return None, True
        amount = read_amount(text, self.profile.decimal)
        return amount, amount is not None

    # the loop ---------------------------------------------------------------

    def read(self, rows: Sequence[list[str]], lines: Sequence[int], first: int) -> Reading:
        """Read all rows from index `first`; `lines` are their physical line numbers."""
        dates, amounts, money_key = self._dates, self._amounts, self._money_key
        date, width = self.date, self.width
        status = self.columns.status
        build = self._line_builder()
        group_of = self._group_finder()
        edge = len(rows) - _EDGE
        for index in range(first, len(rows)):
            row = rows[index]
            if len(row) < width:
                row = row + [""] * (width - len(row))
            day = dates[row[date]]
            amount = amounts[money_key(row)] if day is not None else None
            plain = day is not None and amount is not None
            if plain and status is not None and row_state(row, self.columns):
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
        dates, balances = self._dates, self._balances
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
            return ParsedLine(
                number,
                day,
                amount,
                (text if "\n" not in text else " ".join(text.split())) or party,
                dates[row[value_date]] if value_date is not None else None,
                row[id_at].strip() if id_at is not None else "",
                row[type_at].strip() if type_at is not None else "",
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

        def find(row: list[str]) -> Group:
            number = row[account].strip().strip('"') if account is not None else ""
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
        return said in ("opening", "closing")

    def _is_running_total(self, amount: Decimal | None) -> bool:
        if amount is None:
            return False
        values = [line.amount for g in self.reading.groups.values() for line in g.lines]
        into = sum((v for v in values if v > 0), Decimal(0))
        out = sum((v for v in values if v < 0), Decimal(0))
        return bool(values) and abs(amount) in (into, -out, abs(into + out))

    # rows that are no plain lines ----------------------------------------------

    def _other(
        self,
        row: list[str],
        number: int,
        day: dt.date | None,
        build: Callable[[list[str], int, dt.date, Decimal], ParsedLine],
        group_of: Callable[[list[str]], Group],
    ) -> None:
        key = self._money_key
        kind = kind_of(
            row,
            self.columns,
            lambda r: self._amounts[key(r)],
            day is not None,
            self._last_date is not None,
        )
        amount = self._amounts[key(row)]
        if kind == "line":
            kind = summary_words([row[i].strip() for i in self.columns.texts]) or "total"
        if kind == "carried" and amount is not None and self._last_date is not None:
            group_of(row).lines.append(build(row, number, self._last_date, amount))
        elif kind == "continuation":
            self._continue(row, number)
        elif kind == "pending" and amount is not None:
            self._pending(row, number, day, amount, build, group_of)
        elif kind in ("opening", "closing"):
            self._balance_row(kind, row, day, group_of)
            self._skip(number, f"{kind} balance")
        elif kind == "total" and day is None and amount is not None and not self._all_totals(row):
            self._fault("bad_date", row, number)
        elif kind in ("bad_date", "bad_amount", "no_amount"):
            self._fault(kind, row, number)
        elif kind != "blank":
            self._skip(number, _REASONS.get(kind, kind))

    def _all_totals(self, row: list[str]) -> bool:
        """A total by its words, or unlabelled amounts that add up to the lines read."""
        if summary_words([c.strip() for c in row]):
            return True
        cells = [row[i] for i in self.columns.money]
        read = [a for c in cells if (a := self._amount(c)[0]) is not None]
        return bool(read) and all(self._is_running_total(a.value) for a in read)

    def _continue(self, row: list[str], number: int) -> None:
        text = " ".join(t for i in self.columns.texts if (t := row[i].strip()))
        group = next(
            (g for g in reversed(self.reading.groups.values()) if g.lines),
            None,
        )
        if group is None:
            self._skip(number, _REASONS["remark"])
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
        line = build(row, number, day or dt.date.max, amount)
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
        amount = self._amounts[self._money_key(row)]
        if amount is not None and column is None and self.profile.sign.startswith("flag"):
            text = format(amount, "f").replace(".", self.profile.decimal)
        if kind == "opening" and not group.opening:
            group.opening, group.opening_date = text, day
        elif kind == "closing":
            group.closing, group.closing_date = text, day

    def _skip(self, number: int, reason: str) -> None:
        self.reading.skipped_count += 1
        if len(self.reading.skipped) < _SKIPPED_MAX:
            self.reading.skipped.append({"line": number, "reason": reason})

    def _fault(self, kind: str, row: list[str], number: int) -> None:
        faults = self.reading.faults
        if len(faults) >= _FAULTS_MAX:
            if len(faults) == _FAULTS_MAX:
                faults.append(
                    Fault(
                        "csv_many_faults",
                        f"More than {_FAULTS_MAX} rows cannot be read; the rest is not listed.",
                        "Check the columns, decimal mark and date order of the reading.",
                        number,
                    )
                )
            return
        place = self.date if kind == "bad_date" else self._worst_money(row)
        cell = row[place].strip() if place < len(row) else ""
        header = self.profile.headers[place] if place < len(self.profile.headers) else ""
        what = _WHAT[kind].format(cell=cell[:40])
        faults.append(
            Fault(
                f"csv_{kind}",
                f"Line {number}, column {header or place + 1}: {what}.",
                _HINT[kind],
                number,
                header or str(place + 1),
                (self.profile.delimiter or "\t").join(row)[:EXCERPT_LIMIT],
            )
        )

    def _worst_money(self, row: list[str]) -> int:
        for place in self.columns.money:
            if not self._amount(row[place])[1]:
                return place
        return self._money_columns[-1] if self._money_columns else 0


_REASONS = {
    "heading": "the column names again",
    "total": "a total",
    "remark": "text without date and amount",
    "not_booked": "the bank says it was not booked",
    "pending": "pending without an amount",
}
_WHAT = {
    "bad_date": "'{cell}' is no date in this file's order, but the row has an amount",
    "bad_amount": "'{cell}' is no amount that can be read with certainty",
    "no_amount": "the row has a date but no amount",
}
_HINT = {
    "bad_date": "Correct the cell, or set the date order of the reading.",
    "bad_amount": "Correct the cell, or set the decimal mark or direction words of the reading.",
    "no_amount": "Check the row in the bank's original; correct it or remove it if nothing moved.",
}
