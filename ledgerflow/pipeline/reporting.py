"""A whole report of a business: its figures, what is undecided, and what the banks say.

Here: the one call for the command line, the pages and the API. Not here: rows (reports/) or the
comparison with statements (reconciliation.py).
"""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

from ledgerflow.core.errors import InputError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.reconciliation import reconciliation_checks
from ledgerflow.reports.catalog import report_get
from ledgerflow.reports.comparison import compared, narrowed
from ledgerflow.reports.figures import grouped
from ledgerflow.reports.periodwords import Period, period_before, year_before
from ledgerflow.reports.selectors import days_of, report_for
from ledgerflow.reports.spec import Report, ReportCheck, ReportKind, Undecided
from ledgerflow.review.selectors import NotBooked, not_booked

MONTHS = "months"
OTHER_PERIOD: Mapping[str, Callable[..., Period]] = {
    "previous": period_before,
    "last-year": year_before,
}
COMPARISONS = (MONTHS, *OTHER_PERIOD)


def business_report(
    place: Place,
    user_id: int | None,
    report_id: str,
    year: int,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    draft: bool = False,
    inputs: Mapping[str, Decimal] | None = None,
    account: str = "",
) -> Report:
    """The report with undecided transactions of its days and the reconciliation checks.

    Arguments as of `report_for`. Opens its own transaction in the place's firm. Raises InputError
    for an unknown report, year, days or form line, RuleError where a form does not fit the books.
    """
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        return report_read(
            business,
            report_id,
            year,
            start=start,
            end=end,
            draft=draft,
            inputs=inputs,
            account=account,
        )


def report_read(
    business: Business,
    report_id: str,
    year: int,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    draft: bool = False,
    inputs: Mapping[str, Decimal] | None = None,
    account: str = "",
) -> Report:
    """As `business_report`, in the transaction and the firm's scope of whoever calls."""
    days = days_of(business, report_id, year, start, end)
    counted, others = undecided_in(business, days.start, days.end)
    return report_for(
        business=business,
        report_id=report_id,
        year=year,
        start=start,
        end=end,
        undecided=counted,
        checks=(*reconciliation_checks(business, until=days.end), *others),
        draft=draft,
        inputs=inputs,
        account=account,
    )


def report_asked(
    business: Business,
    report_id: str,
    period: Period,
    *,
    compare: str = "",
    draft: bool = False,
    account: str = "",
) -> Report:
    """The report of a period, alone or compared (one of COMPARISONS), in the firm's scope.

    Compared with another period it has both figures, the difference and the change; "months" is
    one column a month; alone it is one figure where the report has one. What is undecided in the
    other period is a check; the banks are asked about the first alone. InputError for a comparison
    that the report does not have, and as of `business_report`.
    """
    kind = report_get(report_id)
    _refuse_odd(kind, compare)
    now = report_read(
        *(business, report_id, period.year),
        start=period.start,
        end=period.end,
        draft=draft,
        account=account,
    )
    if compare in OTHER_PERIOD:
        first_month = first_month_of(business, kind)
        other = OTHER_PERIOD[compare](period, first_month=first_month)
        then = _report_then(business, kind, other, draft=draft)
        return compared(kind, now, then, (_head(now, period), _head(then, other)))
    if kind.needs == "months" and compare != MONTHS:
        return narrowed(kind, now, period.label)
    return now


def first_month_of(business: Business, kind: ReportKind) -> int:
    """The month that a report's years begin in: a tax worksheet's are calendar years."""
    return 1 if kind.needs == "worksheet" else business.fiscal_year_start_month


def comparisons_of(kind: ReportKind) -> tuple[str, ...]:
    """What a report can be compared with, of COMPARISONS."""
    others = tuple(OTHER_PERIOD) if kind.figure else ()
    return (MONTHS, *others) if kind.needs == "months" else others


def _refuse_odd(kind: ReportKind, compare: str) -> None:
    known = comparisons_of(kind)
    if compare and compare not in known:
        words = ", ".join(known) or "nothing"
        raise InputError(
            f"{kind.title} cannot be compared with {compare[:20]!r}.",
            code="not_comparable",
            hint=f"It can be compared with: {words}.",
        )


def _report_then(business: Business, kind: ReportKind, other: Period, *, draft: bool) -> Report:
    days = days_of(business, kind.id, other.year, other.start, other.end)
    return report_for(
        business=business,
        report_id=kind.id,
        year=other.year,
        start=other.start,
        end=other.end,
        undecided=undecided_in(business, days.start, days.end)[0],
        draft=draft,
    )


def _head(report: Report, period: Period) -> str:
    """A balance is of a day, whatever days were chosen."""
    return str(report.end) if report.start is None else period.label


def undecided_in(
    business: Business, start: dt.date | None, end: dt.date
) -> tuple[Undecided, tuple[ReportCheck, ...]]:
    """What is undecided from `start` to `end` in the business's currency.

    Undecided money of other currencies has no place in that sum: a failed check for each names it.
    What is excluded by decision is named by a check that holds, for each currency.
    """
    found = not_booked(business, start=start, end=end)
    waiting = {n.currency: Undecided(n.count, n.amount) for n in found if not n.is_excluded}
    own = waiting.pop(business.base_currency, Undecided(0, Decimal(0)))
    others = [_other_currency(c, u) for c, u in sorted(waiting.items())]
    return own, (*others, *(_left_out(n) for n in found if n.is_excluded))


def _other_currency(currency: str, found: Undecided) -> ReportCheck:
    return ReportCheck(
        f"Every bank transaction in {currency} is decided",
        passed=False,
        detail=f"{found.count} are not, {found.amount.normalize():,f} {currency} net",
    )


def _left_out(found: NotBooked) -> ReportCheck:
    return ReportCheck(
        f"Bank transactions in {found.currency} that a decision keeps out of the books are named",
        passed=True,
        detail=f"{found.count} excluded, {grouped(found.amount, found.currency)}"
        f" {found.currency} net",
    )
