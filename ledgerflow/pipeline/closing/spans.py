"""What is to be closed: a month, some months or a fiscal year; pure.

Here: from "2025-03", "2025-01..2025-03" or "2025" to days. Not here: closing it.
"""

import datetime as dt
import re
from dataclasses import dataclass

from ledgerflow.core.errors import InputError
from ledgerflow.reports.periods import fiscal_year

_MONTH = r"(\d{4})-(\d{2})"
_ONE_OR_TWO = re.compile(rf"{_MONTH}(?:\.\.{_MONTH})?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
MONTHS_MAX = 24


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day of whole months, both included. `year`: the fiscal year that it is."""

    start: dt.date
    end: dt.date
    label: str
    year: int | None = None


def span_read(text: str, first_month: int) -> Span:
    """The months or the fiscal year (which begins in `first_month`) that a text names.

    Raises InputError for anything else and for more than 24 months.
    """
    said = text.strip()
    if _YEAR.fullmatch(said):
        return year_span(int(said), first_month)
    found = _ONE_OR_TWO.fullmatch(said)
    if found is None:
        raise _no_span(text)
    try:
        first = dt.date(int(found[1]), int(found[2]), 1)
        last = dt.date(int(found[3]), int(found[4]), 1) if found[3] else first
    except ValueError as error:
        raise _no_span(text) from error
    count = last.year * 12 + last.month - first.year * 12 - first.month + 1
    if not 1 <= count <= MONTHS_MAX:
        raise _no_span(text)
    return Span(first, month_end(last), said)


def year_span(year: int, first_month: int) -> Span:
    """The fiscal year that begins in `first_month` of a calendar year. Raises InputError."""
    start, end = fiscal_year(year, first_month)
    return Span(start, end, str(year), year)


def month_span(month: dt.date) -> Span:
    """The calendar month that a day lies in."""
    first = month.replace(day=1)
    return Span(first, month_end(first), f"{first:%Y-%m}")


def month_end(first: dt.date) -> dt.date:
    """The last day of the month that begins on `first`."""
    following = (first + dt.timedelta(days=31)).replace(day=1)
    return following - dt.timedelta(days=1)


def _no_span(text: str) -> InputError:
    return InputError(
        f"{text[:40]!r} names no period to close.",
        code="bad_period",
        hint="Write a month as 2025-03, some months as 2025-01..2025-03, a fiscal year as 2025.",
    )
