"""What reading a table collects: the lines of each account and currency, faults, skipped rows.

Here: the records and which group a row belongs to. Not here: reading rows (reading.py).
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import repeat
from operator import itemgetter
from typing import Any

from ledgerflow.statements.parsed import Fault, ParsedLine
from ledgerflow.statements.tables.cells import Memo
from ledgerflow.statements.tables.profile import CsvProfile

_SKIPPED_MAX = 200

NO_DATE = dt.date.max
"""Stands for the date of a pending row that has none, until statement.py settles it."""

Key = tuple[str, str]
"""(account, currency)"""


@dataclass(slots=True)
class Group:
    """The lines of one account and currency, in the file's order.

    `opening`, `closing` and `of_days` (balances of named days) hold amounts as printed.
    """

    account: str
    currency: str
    lines: list[ParsedLine] = field(default_factory=list)
    pending: list[ParsedLine] = field(default_factory=list)
    opening: str = ""
    closing: str = ""
    opening_date: dt.date | None = None
    closing_date: dt.date | None = None
    of_days: list[tuple[str, dt.date]] = field(default_factory=list)
    _summed: int = 0
    _into: Decimal = Decimal(0)
    _out: Decimal = Decimal(0)

    def sums(self) -> tuple[Decimal, Decimal]:
        """Money in and money out of the lines so far; each line is added up once."""
        for line in self.lines[self._summed :]:
            if line.amount > 0:
                self._into += line.amount
            else:
                self._out += line.amount
        self._summed = len(self.lines)
        return self._into, self._out


@dataclass(slots=True)
class Reading:
    """What the loop collects. `skipped` says why a row is no transaction."""

    groups: dict[Key, Group] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    skipped: list[dict[str, Any]] = field(default_factory=list)
    skipped_count: int = 0

    def group(self, key: Key) -> Group:
        """The group of this account and currency, new where it has no line yet."""
        found = self.groups.get(key)
        if found is None:
            found = self.groups[key] = Group(*key)
        return found

    def skip(self, number: int, reason: str) -> None:
        """Remember that the row on this physical line is no transaction."""
        self.skipped_count += 1
        if len(self.skipped) < _SKIPPED_MAX:
            self.skipped.append({"line": number, "reason": reason})

    def is_running_total(self, amount: Decimal) -> bool:
        """True for the sum, or the sum of one side, of all lines read so far."""
        sums = [g.sums() for g in self.groups.values() if g.lines]
        into = sum((i for i, _ in sums), Decimal(0))
        out = sum((o for _, o in sums), Decimal(0))
        return bool(sums) and abs(amount) in (into, -out, abs(into + out))


class Keys:
    """Tells which account and currency a row belongs to; `keys` for many rows at a time."""

    def __init__(self, profile: CsvProfile, rows: Sequence[list[str]]) -> None:
        self._account, self._currency = profile.column("account"), profile.column("currency")
        self._default = (profile.account_id, profile.currency)
        self._only = _only_value(rows, self._account)
        self._known: Memo[Key, Key] = Memo(lambda texts: self._settled(*texts))

    def key(self, row: Sequence[str]) -> Key:
        """The account and currency of one row; a blank account is the file's only one."""
        return next(self.keys([row]))

    def keys(self, rows: Sequence[Sequence[str]]) -> Iterator[Key]:
        """The account and currency of each row."""
        accounts, currencies = (
            repeat("", len(rows)) if place is None else map(itemgetter(place), rows)
            for place in (self._account, self._currency)
        )
        return map(self._known.__getitem__, zip(accounts, currencies, strict=True))

    def _settled(self, account: str, currency: str) -> Key:
        return (
            _account(account) or self._only or self._default[0],
            currency.strip().upper() or self._default[1],
        )


def _account(text: str) -> str:
    return text.strip().strip('"')


def _only_value(rows: Sequence[list[str]], column: int | None) -> str:
    """The one value of a column, blanks left out; "" where it has several."""
    if column is None:
        return ""
    values = {_account(text) for text in {r[column] for r in rows if column < len(r)}} - {""}
    return values.pop() if len(values) == 1 else ""
