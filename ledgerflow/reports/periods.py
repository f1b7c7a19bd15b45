"""The days a report covers: fiscal years, calendar years, and days given instead; pure.

Here: from a year (or days) to the first and last day and their name. Not here: reading.
A fiscal year carries the number of the calendar year it begins in, as tax offices count it.
"""

import datetime as dt
from dataclasses import dataclass

from ledgerflow.core.errors import InputError
from ledgerflow.reports.spec import Needs

YEARS = range(1900, 2200)
AS_OF: frozenset[Needs] = frozenset({"balances", "holdings"})
"""Needs of reports about a day, not about a span of days."""
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day, both included. `start` None: since the start of the books."""

    start: dt.date | None
    end: dt.date
    label: str


def fiscal_year(year: int, first_month: int) -> tuple[dt.date, dt.date]:
    """First and last day of the year that begins in `first_month` (1..12) of `year`.

    Raises InputError for a year that no books are kept in.
    """
    if year not in YEARS:
        raise InputError(
            f"{year} is no year that a report can cover.",
            code="bad_year",
            hint=f"Give a year from {YEARS[0]} to {YEARS[-1]}.",
        )
    following = year + 1 if first_month > 1 else year
    last_month = (first_month - 2) % 12 + 1
    end = dt.date(following, 12, 31)
    if last_month < 12:
        end = dt.date(following, last_month + 1, 1) - ONE_DAY
    return dt.date(year, first_month, 1), end


def report_days(
    needs: Needs,
    *,
    year: int,
    first_month: int = 1,
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> Days:
    """The days of a report that takes `needs`, of a year or of the days given instead.

    "balances", "holdings": all up to the last day; a first day changes nothing. "months": the
    fiscal year. "worksheet": the calendar year, whatever the fiscal year is; days given must lie
    in it.
    Raises InputError for a first day after the last one and for days outside the tax year.
    """
    first, last = fiscal_year(year, 1 if needs == "worksheet" else first_month)
    begins, ends = start or first, end or last
    if needs in AS_OF:
        return Days(None, ends, f"As of {ends}")
    if begins > ends:
        raise InputError(
            f"The period begins on {begins}, after its end on {ends}.",
            code="bad_period",
            hint="Give a first day that is not after the last.",
        )
    if needs == "worksheet" and (begins < first or ends > last):
        raise InputError(
            f"{begins} to {ends} is not within {year}: a tax worksheet is of one calendar year.",
            code="bad_period",
            hint=f"Choose days from {first} to {last}, or another year.",
        )
    return Days(begins, ends, _label(year, begins, ends, whole=(begins, ends) == (first, last)))


def _label(year: int, start: dt.date, end: dt.date, *, whole: bool) -> str:
    span = f"{start} to {end}"
    if not whole:
        return span
    return str(year) if start.month == 1 else f"Fiscal year {year} ({span})"
