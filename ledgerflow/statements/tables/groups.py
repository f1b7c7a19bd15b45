"""What reading a table collects: the lines of each account and currency, faults, skipped rows.

Here: the records and which group a row belongs to. Not here: reading rows (reading.py).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import repeat
from typing import Any

from ledgerflow.statements.packed import LineColumns
from ledgerflow.statements.parsed import Fault, ParsedLine
from ledgerflow.statements.tables.cells import Memo
from ledgerflow.statements.tables.grid import Block, column_of
from ledgerflow.statements.tables.profile import CsvProfile
from ledgerflow.statements.texts import same

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
    lines: LineColumns = field(default_factory=LineColumns)
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
        for amount in self.lines.amounts.values(self._summed, len(self.lines)):
            if amount is None:
                continue
            if amount > 0:
                self._into += amount
            else:
                self._out += amount
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
    """Tells which account and currency a row belongs to; `parts` for many rows at a time."""

    def __init__(self, profile: CsvProfile, rows: Sequence[Sequence[str]]) -> None:
        self._account, self._currency = profile.column("account"), profile.column("currency")
        self._default = (profile.account_id, profile.currency)
        self._only = _only_value(rows, self._account)
        self._known: Memo[Key, Key] = Memo(lambda texts: self._settled(*texts))

    def key(self, row: Sequence[str]) -> Key:
        """The account and currency of one row; a blank account is the file's only one."""
        places = (self._account, self._currency)
        account, currency = ("" if place is None else row[place] for place in places)
        return self._known[account, currency]

    def parts(self, block: Block) -> dict[Key, list[int]]:
        """The accounts and currencies in a block; the rows of each, none where all are of one."""
        shared = [
            "" if place is None else same(block.column(place), block.count)
            for place in (self._account, self._currency)
        ]
        if shared[0] is not None and shared[1] is not None:
            return {self._known[shared[0], shared[1]]: []}
        accounts, currencies = (
            repeat("", block.count) if place is None else block.cells(place)
            for place in (self._account, self._currency)
        )
        found: dict[Key, list[int]] = {}
        texts = zip(accounts, currencies, strict=True)
        for at, key in enumerate(map(self._known.__getitem__, texts)):
            found.setdefault(key, []).append(at)
        return {key: [] for key in found} if len(found) == 1 else found

    def _settled(self, account: str, currency: str) -> Key:
        return (
            _account(account) or self._only or self._default[0],
            currency.strip().upper() or self._default[1],
        )


def _account(text: str) -> str:
    return text.strip().strip('"')


def _only_value(rows: Sequence[Sequence[str]], column: int | None) -> str:
    """The one value of a column, blanks left out; "" where it has several."""
    if column is None:
        return ""
    values = {_account(text) for text in set(column_of(rows, column))} - {""}
    return values.pop() if len(values) == 1 else ""
