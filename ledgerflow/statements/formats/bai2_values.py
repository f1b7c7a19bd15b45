"""Amounts, days and funds types as BAI2 writes them.

Here: text to values, or None when it is neither. Not here: what they are for
(bai2_statements.py). Amounts have no point: the currency tells how many digits are decimals.
"""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

from ledgerflow.core.money import currency_decimals, is_storable
from ledgerflow.statements.formats.mt940_values import day as swift_day

_WHOLE = re.compile(r"[+-]?[0-9]{1,30}")
_POINT = re.compile(r"[+-]?[0-9]{0,30}\.[0-9]{1,4}")
_DAY = re.compile(r"[0-9]{6}(?:[0-9]{2})?")
_MINOR = {0: Decimal(1), 2: Decimal("0.01"), 3: Decimal("0.001")}
_WHOLE_SURE = 14
"""Digits that always fit what the books keep, whatever the currency."""

PLAIN_FUNDS = frozenset({"", "0", "1", "2", "Z"})


def amount(text: str, currency: str) -> Decimal | None:
    """A signed amount in minor units; one with a printed point is taken as it stands."""
    if len(text) <= _WHOLE_SURE and text.isdecimal() and text.isascii():  # nearly every one
        return int(text) * _MINOR[currency_decimals(currency)]
    if _WHOLE.fullmatch(text):
        value = int(text) * _MINOR[currency_decimals(currency)]
        if len(text) <= _WHOLE_SURE or is_storable(value):
            return value
        return None
    if _POINT.fullmatch(text):
        value = Decimal(text)
        return value if is_storable(value) else None
    return None


def day(text: str) -> dt.date | None:
    """YYMMDD (or YYYYMMDD); None for anything else."""
    return swift_day(text) if _DAY.fullmatch(text) else None


def funds_width(fields: Sequence[str], at: int) -> int | None:
    """How many fields follow the funds type that stands at `at`; None for no funds type.

    S has three amounts, V a day and a time, D a count and as many pairs of days and amounts.
    """
    kind = fields[at].strip().upper() if at < len(fields) else ""
    if kind in PLAIN_FUNDS:
        return 0
    if kind == "S":
        return 3
    if kind == "V":
        return 2
    if kind == "D":
        count = fields[at + 1].strip() if at + 1 < len(fields) else ""
        return (
            1 + 2 * int(count) if count.isascii() and count.isdigit() and len(count) < 4 else None
        )
    return None
