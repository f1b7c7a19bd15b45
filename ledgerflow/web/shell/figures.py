"""Figures and days as the language of the page writes them; quick enough for every cell.

Here: separators and orders of day, month and year, a table a language. Not here: rounding
(core/money.py) or digits and signs (reports/figures.py). English days stay 2025-03-02, which no
English-speaking country reads in two ways.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language

from ledgerflow.reports.figures import grouped


@dataclass(frozen=True, slots=True)
class Writing:
    """How a language writes: `separators` is a table for str.translate, None where not needed."""

    separators: dict[int, str] | None
    day: str
    month: str


ENGLISH = Writing(None, "%Y-%m-%d", "%Y-%m")
GERMAN = Writing({ord(","): ".", ord("."): ","}, "%d.%m.%Y", "%m/%Y")
WRITINGS = {"en": ENGLISH, "de": GERMAN}


def writing() -> Writing:
    """Of the language in use; English where a language has none of its own."""
    return WRITINGS.get((get_language() or "en")[:2], ENGLISH)


def money(amount: Decimal | None, currency: str) -> str:
    """An amount with separators and a true minus; "" where there is none."""
    if amount is None:
        return ""
    separators = writing().separators
    text = grouped(amount, currency)
    return text.translate(separators) if separators else text


def day(value: dt.date | None) -> str:
    """A day, or the day of a moment: "2025-03-02", "02.03.2025"; "" where there is none."""
    return "" if value is None else _local(value).strftime(writing().day)


def moment(value: dt.datetime | None) -> str:
    """A day and a time: "2025-03-02 14:05"; "" where there is none."""
    return "" if value is None else _local(value).strftime(f"{writing().day} %H:%M")


def month(value: dt.date | None) -> str:
    """A month: "2025-03", "03/2025"; "" where there is none."""
    return "" if value is None else _local(value).strftime(writing().month)


def percent(share: Decimal) -> str:
    """A share (0..1) as whole percent, rounded down: 0.999 is no certainty."""
    return f"{int(share * 100)} %"


def count(number: int) -> str:
    """A whole number with separators: "1,000,000"."""
    separators = writing().separators
    text = f"{number:,}"
    return text.translate(separators) if separators else text


def _local(value: dt.date) -> dt.date:
    """A moment in the time zone of the page; a day as it is."""
    return timezone.localtime(value) if isinstance(value, dt.datetime) else value
