"""When the tax return of a year is due; pure.

Here: the next deadline of a tax regime, from the rules in deadlines.toml with their sources. Not
here: extensions, which a person asks for, or whether a return was filed, which LedgerFlow does not
know.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ONE_DAY = dt.timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class Deadline:
    """The return of the tax year that begins in `year` is due on `due`; `source` says why.

    `tax_year` as people write it: "2025", or "2025/26" where it ends in the next calendar year.
    """

    year: int
    tax_year: str
    due: dt.date
    title: str
    source: str

    def days_left(self, today: dt.date) -> int:
        """Days from `today` to the deadline, 0 on the day itself, negative after it."""
        return (self.due - today).days


@cache
def tax_deadline(regime: str, today: dt.date) -> Deadline | None:
    """The next deadline on or after `today` of a tax year that is over or running.

    None for a regime without a rule: nothing is due that LedgerFlow knows of.
    """
    rule = _rules().get(regime)
    if rule is None:
        return None
    years = range(today.year - rule["years_after"] - 1, today.year + 1)
    return next(found for y in years if (found := _deadline(rule, y)).due >= today)


def deadline_of_year(regime: str, year: int) -> Deadline | None:
    """The deadline of the tax year that begins in `year`, past or not; None without a rule."""
    rule = _rules().get(regime)
    return None if rule is None else _deadline(rule, year)


def _deadline(rule: Mapping[str, Any], year: int) -> Deadline:
    told = f"{year}/{(year + 1) % 100:02}" if rule["crosses"] else str(year)
    return Deadline(year, told, _due(rule, year), rule["title"], rule["source"])


@cache
def _rules() -> Mapping[str, Mapping[str, Any]]:
    file = Path(__file__).with_name("deadlines.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _due(rule: Mapping[str, Any], year: int) -> dt.date:
    month, day = _month_day(rule["due"])
    due = dt.date(year + rule["years_after"], month, day)
    if rule["moves"] != "business_day":
        return due
    days_off = {_observed(dt.date(due.year, *_month_day(text))) for text in rule["holidays"]}
    while due.weekday() in (SATURDAY, SUNDAY) or due in days_off:
        due += ONE_DAY
    return due


def _observed(day: dt.date) -> dt.date:
    """The weekday on which a holiday is kept."""
    return {SATURDAY: day - ONE_DAY, SUNDAY: day + ONE_DAY}.get(day.weekday(), day)


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)
