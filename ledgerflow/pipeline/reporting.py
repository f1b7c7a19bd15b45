"""A whole report of a business: its figures, what is undecided, and what the banks say.

Here: the one call for the command line, the pages and the API. Not here: rows (reports/) or the
comparison with statements (reconciliation.py).
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.reconciliation import reconciliation_checks
from ledgerflow.reports.figures import grouped
from ledgerflow.reports.selectors import days_of, report_for
from ledgerflow.reports.spec import Report, ReportCheck, Undecided
from ledgerflow.review.selectors import NotBooked, not_booked


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
