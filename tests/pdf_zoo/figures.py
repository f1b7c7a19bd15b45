"""Money and days as banks of the world print them.

Here: figures without their sign (a layout adds its own), days, months. Not here: drawing.
"""

import datetime as dt
from decimal import Decimal

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August",
               "September", "October", "November", "December")  # fmt: skip


def figure(amount: Decimal, *, group: str = ",", mark: str = ".", places: int = 2) -> str:
    """1234.5 -> "1,234.50", without a sign."""
    whole, _, cents = f"{abs(amount):.{places}f}".partition(".")
    return _joined(whole, 3, group) + (mark + cents if places else "")


def indian(amount: Decimal) -> str:
    """1234567.8 -> "12,34,567.80", without a sign."""
    whole, _, cents = f"{abs(amount):.2f}".partition(".")
    head, tail = whole[:-3], whole[-3:]
    return f"{_joined(head, 2, ',')},{tail}.{cents}" if head else f"{tail}.{cents}"


def _joined(digits: str, size: int, group: str) -> str:
    parts: list[str] = []
    while digits:
        parts.insert(0, digits[-size:])
        digits = digits[:-size]
    return group.join(parts)


def comma(amount: Decimal, group: str = ".") -> str:
    """1234.5 -> "1.234,50" (or another group mark), without a sign."""
    return figure(amount, group=group, mark=",")


def minus(amount: Decimal, text: str) -> str:
    """A minus sign in front of the figure of a negative amount."""
    return f"-{text}" if amount < 0 else text


def trailing(amount: Decimal, text: str, plus: str = "") -> str:
    """The sign behind the figure."""
    return f"{text}-" if amount < 0 else text + plus


def day_month(day: dt.date) -> str:
    """5 May -> "05 May"."""
    return f"{day.day:02} {MONTHS[day.month - 1]}"


def month_day(day: dt.date) -> str:
    """5 May -> "May 05"."""
    return f"{MONTHS[day.month - 1]} {day.day:02}"


def long_day(day: dt.date) -> str:
    """ "5 May 2024"."""
    return f"{day.day} {LONG_MONTHS[day.month - 1]} {day.year}"


def american(day: dt.date) -> str:
    """ "May 5, 2024"."""
    return f"{LONG_MONTHS[day.month - 1]} {day.day}, {day.year}"
