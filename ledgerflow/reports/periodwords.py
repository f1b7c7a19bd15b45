"""The words for a report's days, as they stand in an address: "2025", "2025-Q1", "2025-03", "ytd".

Here: from a word to days and back, and the period before, after and a year before; pure. Not here:
which days a report may have (periods.py). Quarters are those of the fiscal year.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from ledgerflow.core.errors import InputError
from ledgerflow.reports.periods import ONE_DAY, fiscal_year

type PeriodKind = Literal["year", "quarter", "month", "ytd", "days"]

MONTHS: dict[PeriodKind, int] = {"year": 12, "quarter": 3, "month": 1, "ytd": 12}
WORD = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>\d\d)))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included, and the word for them; `year` is the fiscal year of the first day."""

    kind: PeriodKind
    word: str
    year: int
    start: dt.date
    end: dt.date

    @property
    def label(self) -> str:
        """As a column's head says it."""
        return f"{self.start} to {self.end}" if self.kind in ("days", "ytd") else self.word

    @property
    def query(self) -> dict[str, str]:
        """What an address says of it."""
        if self.kind != "days":
            return {"period": self.word}
        return {"from": self.start.isoformat(), "to": self.end.isoformat()}


def period_read(word: str, *, today: dt.date, first_month: int = 1) -> Period:
    """The period of a word; the fiscal year up to today for "ytd".

    Raises InputError for a word that names no days, or a year that no books are kept in.
    """
    if word == "ytd":
        year = _year_of(today, first_month)
        return Period("ytd", word, year, fiscal_year(year, first_month)[0], today)
    found = WORD.fullmatch(word)
    if found is None:
        raise _no_period(word)
    year = int(found["year"])
    if found["quarter"]:
        return _quarter(year, int(found["quarter"]), first_month)
    if found["month"]:
        if not 1 <= int(found["month"]) <= 12:
            raise _no_period(word)
        fiscal_year(year, 1)
        return _month(dt.date(year, int(found["month"]), 1), first_month)
    return Period("year", word, year, *fiscal_year(year, first_month))


def period_of_days(start: dt.date, end: dt.date, *, first_month: int = 1) -> Period:
    """Any days. Raises InputError where they end before they begin."""
    if start > end:
        raise InputError(
            f"The period begins on {start}, after its end on {end}.",
            code="bad_period",
            hint="Give a first day that is not after the last.",
        )
    return Period("days", "", _year_of(start, first_month), start, end)


def period_before(period: Period, *, first_month: int = 1) -> Period:
    """The period of the same length that ends the day before this one begins.

    Of a fiscal year up to a day: the year before up to the same day. InputError before 1900.
    """
    if period.kind == "ytd":
        return year_before(period, first_month=first_month)
    if period.kind == "days":
        end = period.start - ONE_DAY
        start = end - (period.end - period.start)
        if _is_whole_months(period):
            start = _moved(period.start, -_months_in(period))
        return period_of_days(start, end, first_month=first_month)
    return _moved_by(period, -MONTHS[period.kind], first_month)


def period_after(period: Period, *, first_month: int = 1) -> Period:
    """The period of the same length that begins the day after this one ends."""
    if period.kind in ("days", "ytd"):
        start = period.end + ONE_DAY
        end = start + (period.end - period.start)
        return period_of_days(start, end, first_month=first_month)
    return _moved_by(period, MONTHS[period.kind], first_month)


def year_before(period: Period, *, first_month: int = 1) -> Period:
    """The same days a year earlier; 29 February becomes 28."""
    if period.kind in ("days", "ytd"):
        start = _moved(period.start, -12)
        end = _moved(period.end + ONE_DAY, -12) - ONE_DAY
        return period_of_days(start, end, first_month=first_month)
    return _moved_by(period, -12, first_month)


def _moved_by(period: Period, months: int, first_month: int) -> Period:
    start = _moved(period.start, months)
    year = _year_of(start, first_month)
    if period.kind == "year":
        return Period("year", f"{year:04}", year, *fiscal_year(year, first_month))
    if period.kind == "month":
        return _month(start, first_month)
    since = (start.month - first_month) % 12
    return _quarter(year, since // 3 + 1, first_month)


def _quarter(year: int, number: int, first_month: int) -> Period:
    start = _moved(fiscal_year(year, first_month)[0], 3 * (number - 1))
    return Period("quarter", f"{year:04}-Q{number}", year, start, _moved(start, 3) - ONE_DAY)


def _month(start: dt.date, first_month: int) -> Period:
    year = _year_of(start, first_month)
    return Period("month", f"{start:%Y-%m}", year, start, _moved(start, 1) - ONE_DAY)


def _year_of(day: dt.date, first_month: int) -> int:
    """The fiscal year that a day is in; InputError outside the years of books."""
    year = day.year if day.month >= first_month else day.year - 1
    fiscal_year(year, first_month)
    return year


def _moved(day: dt.date, months: int) -> dt.date:
    """The same day so many months on, or the last one of a shorter month."""
    number = day.year * 12 + day.month - 1 + months
    first = dt.date(number // 12, number % 12 + 1, 1)
    after = first.replace(day=28) + dt.timedelta(days=4)
    last = (after.replace(day=1) - ONE_DAY).day
    return first.replace(day=min(day.day, last))


def _is_whole_months(period: Period) -> bool:
    return period.start.day == 1 and (period.end + ONE_DAY).day == 1


def _months_in(period: Period) -> int:
    after = period.end + ONE_DAY
    return (after.year - period.start.year) * 12 + after.month - period.start.month


def _no_period(word: str) -> InputError:
    return InputError(
        f"{word[:20]!r} is no period of a report.",
        code="bad_period",
        hint="Write it as 2025, 2025-Q1, 2025-03 or ytd, or give the days with from and to.",
    )
