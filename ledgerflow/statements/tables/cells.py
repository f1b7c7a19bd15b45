"""Single cells read with a profile, each distinct text only once.

Here: date, signed amount and balance of a row's cells. Not here: rows (reading.py).
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from operator import itemgetter
from typing import Any

from ledgerflow.statements.tables.amounts import Amount, read_amount
from ledgerflow.statements.tables.dates import read_date
from ledgerflow.statements.tables.profile import CsvProfile
from ledgerflow.statements.tables.signs import apply_sign, less_fee

_KNOWN_MAX = 50_000


class Memo[K, V](dict[K, V]):
    """A dict that computes what it misses: each distinct text is read once, while they are few."""

    def __init__(self, compute: Callable[[K], V]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, key: K) -> V:
        if len(self) >= _KNOWN_MAX:
            self.clear()
        value = self[key] = self._compute(key)
        return value


class CellReader:
    """`dates`, `amounts` and `balances` map a cell's text to its value, None if unreadable.

    `money_key(row)` gives the key for `amounts`: one text, or a tuple of texts.
    """

    def __init__(self, profile: CsvProfile) -> None:
        self.profile = profile
        self.money_columns = self._money_place()
        self.money_key = itemgetter(*self.money_columns)
        self.dates: Memo[str, dt.date | None] = Memo(self._read_date)
        self.amounts: Memo[Any, Decimal | None] = Memo(
            self._read_after_fee if profile.fee else self._read_money
        )
        self.balances: Memo[str, Decimal | None] = Memo(self._read_balance)

    def _money_place(self) -> tuple[int, ...]:
        profile = self.profile
        if profile.sign.startswith("columns"):
            names = ["in", "out"]
        elif profile.sign.startswith("flag"):
            names = ["amount", "flag"]
        else:
            names = ["amount"]
        if profile.fee:
            names.append("fee")
        return tuple(i for name in names if (i := profile.column(name)) is not None)

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
        texts: tuple[str, ...] = (key,) if isinstance(key, str) else key
        first, ok = self.amount(texts[0])
        second, second_ok, flag = None, True, ""
        if profile.sign.startswith("columns"):
            second, second_ok = self.amount(texts[1])
        elif len(texts) > 1:
            flag = texts[1].strip()
        if not ok or not second_ok:
            return None
        return apply_sign(profile.sign, first, second, flag, profile.flag_in, profile.flag_out)

    def _read_after_fee(self, key: tuple[str, ...]) -> Decimal | None:
        """What really moved: the amount with the fee of its own column, which stands last."""
        fee, ok = self.amount(key[-1])
        if not ok:
            return None
        amount = self._read_money(key[:-1] if len(key) > 2 else key[0])
        return less_fee(amount, fee, self.profile.fee)

    def amount(self, text: str) -> tuple[Amount | None, bool]:
        """The amount, and False where a text stands there that is none."""
        text = text.strip()
        if not text or text in ("-", "–"):
            return None, True
        amount = read_amount(text, self.profile.decimal)
        return amount, amount is not None
