"""Dates, amounts, balances and totals as MT940 and MT942 write them.

Here: text to values, or None when it is neither. Not here: what they are for
(mt940_statements.py) and the words for a fault (mt940_faults.py).
"""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ledgerflow.core.money import currency_decimals
from ledgerflow.statements.formats.amounts import plain_amount

CENTURY_PIVOT = 80
"""SWIFT: two-digit years from 80 on are of the last century."""

_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]*)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]*|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]*")
_BALANCE = re.compile(
    r"\s*+([CD])\s*+([0-9]{6}(?:[0-9]{2}(?=[A-Z]))?)\s*+([A-Z]{3})?\s*+([0-9.,]++)\s*+"
)
_TOTAL = re.compile(r"\s*+([0-9]*+)\s*+([A-Z]{3})\s*+([0-9.,]++)\s*+")
_FLOOR = re.compile(r"\s*+([A-Z]{3})\s*+[CD]?\s*+[0-9.,]*+\s*+")
_REPORT_TIME = re.compile(r"\s*+([0-9]{6})")


@dataclass(frozen=True, slots=True)
class PrintedBalance:
    """A balance field as read; `date` is None where the day does not exist."""

    amount: Decimal
    currency: str
    date: dt.date | None


@lru_cache(maxsize=8192)
def day(text: str) -> dt.date | None:
    """YYMMDD or YYYYMMDD; None for a day that the calendar does not have."""
    if len(text) == 8:
        year = int(text[:4])
    else:
        year = int(text[:2])
        year += 1900 if year >= CENTURY_PIVOT else 2000
    try:
        return dt.date(year, int(text[-4:-2]), int(text[-2:]))
    except ValueError:
        return None


@lru_cache(maxsize=8192)
def entry_day(text: str, value_text: str) -> dt.date | None:
    """MMDD in the year that is nearest to the value date; None for an impossible day.

    `value_text` is the value date as printed; its year counts even if its day does not exist.
    """
    near = day(value_text)
    year = near.year if near else _year(value_text)
    found: list[dt.date] = []
    for candidate in (year, year - 1, year + 1):
        try:
            found.append(dt.date(candidate, int(text[:2]), int(text[2:])))
        except ValueError:
            continue
    if not found or near is None:
        return found[0] if found else None
    return min(found, key=lambda d: abs(d - near))


def _year(text: str) -> int:
    if len(text) == 8:
        return int(text[:4])
    year = int(text[:2])
    return year + (1900 if year >= CENTURY_PIVOT else 2000)


def amount(text: str, currency: str = "") -> Decimal | None:
    """An unsigned amount with decimal comma; a point and grouped thousands are understood.

    None for anything else, for three decimals in a currency that has not three (a thousand or a
    fraction) and for more than the books keep.
    """
    text = text.strip()
    if _PLAIN.fullmatch(text):
        whole, mark, rest = text.partition("." if "." in text else ",")
        if len(rest) == 3 and currency_decimals(currency) != 3:
            return None
        return plain_amount(f"{whole}.{rest}" if rest else whole)
    if len(text) <= 40 and _GROUPED.fullmatch(text):
        mark = "," if text.rfind(",") > text.rfind(".") else "."
        other = "." if mark == "," else ","
        return plain_amount(text.replace(other, "").replace(",", "."))
    return None


def balance(text: str) -> PrintedBalance | None:
    """C260131EUR1234,56 with the holder's sign; `currency` is "" where it is not printed."""
    found = _BALANCE.fullmatch(text.upper())
    if not found:
        return None
    sign, date, currency, digits = found.groups()
    value = amount(digits, currency or "")
    if value is None:
        return None
    if sign == "D" and value:
        value = -value
    return PrintedBalance(value, currency or "", day(date))


def total(text: str) -> tuple[int | None, str, Decimal] | None:
    """Count, currency and sum of :90D: or :90C:, such as 3EUR12,50."""
    found = _TOTAL.fullmatch(text.upper())
    if not found:
        return None
    value = amount(found[3], found[2])
    if value is None or len(found[1]) > 9:
        return None
    return int(found[1]) if found[1] else None, found[2], value


def floor_currency(text: str) -> str:
    """The currency of :34F:; "" when there is none."""
    found = _FLOOR.fullmatch(text.upper())
    return found[1] if found else ""


def report_day(text: str) -> dt.date | None:
    """The day of :13D: or :13:, when the interim report was made."""
    found = _REPORT_TIME.match(text)
    return day(found[1]) if found else None
