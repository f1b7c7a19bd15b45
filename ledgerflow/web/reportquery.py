"""A report's question as an address: which days, compared with what, which account.

Here: reading and writing the query `period=2025-Q1&compare=previous`, or `from=` and `to=`; the
older `year=2025` stays. Not here: what days mean (reports/periodwords.py) or the answer
(pipeline/reporting.py).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from ledgerflow.reports.periods import fiscal_year
from ledgerflow.reports.periodwords import Period, period_of_days, period_read
from ledgerflow.web.typed import day_of, year_of

ALONE = "alone"
"""The word for no comparison where a report is compared unless told otherwise."""


@dataclass(frozen=True, slots=True)
class ReportQuery:
    """What is asked. `usual` is the comparison that the report opens with, `first_month` that of
    its years; `lines` is "all" where lines without an amount are wanted too.
    """

    period: Period
    compare: str = ""
    draft: bool = False
    account: str = ""
    lines: str = ""
    usual: str = ""
    first_month: int = 1

    def __str__(self) -> str:
        """The query without its question mark, in one order; what is usual is left out."""
        parts = dict(self.period.query)
        if self.compare != self.usual:
            parts["compare"] = self.compare or ALONE
        given = {"draft": "1" * self.draft, "account": self.account, "lines": self.lines}
        return urlencode(parts | {name: value for name, value in given.items() if value})

    @property
    def all_lines(self) -> "ReportQuery":
        """The same question with the lines that hold no amount."""
        return replace(self, lines="all")

    @property
    def fewer(self) -> "ReportQuery":
        """The same question without the lines that hold no amount."""
        return replace(self, lines="")

    def of(self, period: Period) -> "ReportQuery":
        """The same question of other days."""
        return replace(self, period=period)

    def beside(self, compare: str) -> "ReportQuery":
        """The same question with another comparison."""
        return replace(self, compare=compare)


def report_query(
    given: Mapping[str, str], *, today: dt.date, first_month: int = 1, usual: str = ""
) -> ReportQuery:
    """The question that an address asks; InputError saying which part of it is none."""
    compare = given.get("compare", "") or usual
    return ReportQuery(
        period=_period(given, today, first_month),
        compare="" if compare == ALONE else compare,
        draft=given.get("draft") == "1",
        account=given.get("account", ""),
        lines="all" if given.get("lines") == "all" else "",
        usual=usual,
        first_month=first_month,
    )


def _period(given: Mapping[str, str], today: dt.date, first_month: int) -> Period:
    start, end = day_of(given.get("from", "")), day_of(given.get("to", ""))
    year = year_of(given.get("year", "")) or 0
    if start or end:
        known = start or end or today
        of_day = known.year if known.month >= first_month else known.year - 1
        first, last = fiscal_year(year or of_day, first_month)
        days = period_of_days(start or first, end or last, first_month=first_month)
        return replace(days, year=year) if year else days
    word = given.get("period", "")
    if not word and not year:
        this = today.year if today.month >= first_month else today.year - 1
        word = f"{this:04}"
    return period_read(word or f"{year:04}", today=today, first_month=first_month)
