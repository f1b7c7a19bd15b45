"""Single cells read with a profile, each distinct text only once.

Here: date, signed amount and balance of a row's cells. Not here: rows (reading.py).
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter, neg
from typing import Any

from ledgerflow.statements.tables.amounts import Amount, plain_matcher, read_amount
from ledgerflow.statements.tables.dates import read_date
from ledgerflow.statements.tables.profile import CsvProfile
from ledgerflow.statements.tables.signs import apply_sign, less_fee


class Memo[K, V](dict[K, V]):
    """A dict that computes what it misses: each distinct text is read once."""

    def __init__(self, compute: Callable[[K], V]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, key: K) -> V:
        value = self[key] = self._compute(key)
        return value


class PlainMemo(Memo[Any, Decimal | None]):
    """A Memo of amounts that takes the plain ones of a whole column in one go."""

    def __init__(self, compute: Callable[[Any], Decimal | None], decimal: str) -> None:
        super().__init__(compute)
        self._decimal = decimal

    def learn(self, texts: Mapping[Any, str], turned: bool) -> None:
        """Read the plain ones of `texts`, given by key; `turned` changes their sign."""
        is_plain = plain_matcher(self._decimal)
        plain = {key: text for key, text in texts.items() if is_plain(text)}
        points: Collection[str] = plain.values()
        if self._decimal == ",":
            points = [t.replace(",", ".") for t in points]
        values = map(Decimal, points)
        self.update(zip(plain, map(neg, values) if turned else values, strict=True))


class CellReader:
    """`dates`, `amounts` and `balances` map a cell's text to its value, None if unreadable.

    `money_key(row)` gives the key for `amounts`: one text, or a tuple of texts.
    """

    def __init__(self, profile: CsvProfile) -> None:
        self.profile = profile
        self.money_columns = self._money_place()
        self.money_key = itemgetter(*self.money_columns)
        self.dates: Memo[str, dt.date | None] = Memo(self._read_date)
        read = self._read_after_fee if profile.fee else self._read_money
        self.amounts = PlainMemo(read, profile.decimal)
        self.balances = PlainMemo(self._read_balance, profile.decimal)

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

    def learn(self, rows: Sequence[list[str]]) -> None:
        """Read what is plain in all these rows at once; the rest is read when it is asked for."""
        profile = self.profile
        keys = dict.fromkeys(map(self.money_key, rows))
        if len(self.money_columns) == 1 and profile.sign in ("as_printed", "inverted"):
            self.amounts.learn({k: k for k in keys}, profile.sign == "inverted")
        elif len(self.money_columns) == 2 and profile.sign == "columns":
            self.amounts.learn({k: k[0] for k in keys if not k[1]}, False)
            self.amounts.learn({k: k[1] for k in keys if not k[0]}, True)
        balance = profile.column("balance")
        if balance is not None:
            texts = dict.fromkeys(map(itemgetter(balance), rows))
            self.balances.learn({t: t for t in texts}, profile.balance_owed)

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
