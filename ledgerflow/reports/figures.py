"""How an exact amount is written: plain for machines, grouped for people.

Here: digits and signs. Not here: rounding (core/money.py) or columns. Decimals beyond the
currency's are shown where an amount has them, so that no writer hides a part of a figure.
"""

from decimal import Decimal

from ledgerflow.core.money import round_money, round_whole
from ledgerflow.reports.spec import ColumnKind

MINUS = "\u2212"
"""The true minus: as wide as a digit, and no formula in a spreadsheet."""


def plain(value: Decimal, currency: str, kind: ColumnKind = "money") -> str:
    """Digits, a point and an ASCII minus: "-1234.50"."""
    return format(_tidy(value, currency, kind), "f")


def grouped(value: Decimal, currency: str, kind: ColumnKind = "money") -> str:
    """With thousands separators and a true minus: "−1,234.50"."""
    return format(_tidy(value, currency, kind), ",f").replace("-", MINUS)


def _tidy(value: Decimal, currency: str, kind: ColumnKind) -> Decimal:
    """The same number with the decimals it is customarily written with, and zero unsigned."""
    short = round_whole(value) if kind == "whole" else round_money(value, currency)
    tidy = short if short == value else value.normalize()
    return tidy if tidy else abs(tidy)
