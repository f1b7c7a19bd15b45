"""Locking and opening months: nothing is posted into a locked one, whoever asks.

Here: the rows that posting takes FOR SHARE, taken FOR UPDATE, a range at once and always in
ascending order. Not here: whether a month is fit to be closed (pipeline/closing), who may
(firms/access.py), or the refusal itself, which PostgreSQL makes (migrations/sql).
"""

import datetime as dt
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import InputError, RuleError
from ledgerflow.core.scope import current_user_id
from ledgerflow.firms.models import Business
from ledgerflow.ledger.fiscalyears import fiscal_years
from ledgerflow.ledger.models import MonthBalance, Period

MONTHS_MAX = 1_200
LOCK, UNLOCK = "period_lock", "period_unlock"

# As posting makes them (entry_rules.sql), under the same lock, so that no two make rows at once.
_MISSING = """
SELECT pg_advisory_xact_lock(hashtextextended('ledgerflow period', %(business)s));
INSERT INTO "ledger_period" (firm_id, business_id, start, is_locked, reason)
SELECT %(firm)s, %(business)s, start, false, '' FROM unnest(%(months)s::date[]) AS start
 ORDER BY start
ON CONFLICT ON CONSTRAINT period_once DO NOTHING"""


def months_between(start: dt.date, end: dt.date) -> list[dt.date]:
    """First days of the months from one day's to another's. Raises InputError."""
    numbers = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
    if not 0 < len(numbers) <= MONTHS_MAX:
        raise InputError(
            f"{start:%Y-%m} to {end:%Y-%m} is no range of months.",
            code="bad_period",
            hint="Give the first month, then the last one.",
        )
    return [dt.date(n // 12, n % 12 + 1, 1) for n in numbers]


@transaction.atomic
def periods_hold(*, business: Business, start: dt.date, end: dt.date) -> list[Period]:
    """The months' rows, held until the transaction ends: meanwhile nobody posts into them.

    Waits for postings that are under way. Rows that are not there yet are made.
    """
    months = months_between(start, end)
    wanted = Period.objects.filter(business=business, start__in=months).order_by("start")
    if wanted.count() < len(months):
        with connection.cursor() as cursor:
            cursor.execute(
                _MISSING,
                {"firm": business.firm_id, "business": business.pk, "months": months},
            )
    return list(wanted.select_for_update())


@transaction.atomic
def periods_lock(
    *, business: Business, start: dt.date, end: dt.date, reason: str, anyway: bool = False
) -> list[Period]:
    """Lock the months of a range; those that were open come back, oldest first.

    Books are closed in order: RuleError while an earlier month with entries is open, unless
    `anyway`. A month that is locked already keeps its lock, its date and its reason.
    """
    held = periods_hold(business=business, start=start, end=end)
    earlier = [] if anyway else open_months(business, before=held[0].start)
    if earlier:
        raise RuleError(
            f"Earlier months of {business.name} are open: {months_said(earlier)}.",
            code="earlier_months_open",
            hint="Close them first, or lock this one anyway (--anyway).",
        )
    return [_set(p, is_locked=True, reason=reason) for p in held if not p.is_locked]


@transaction.atomic
def periods_unlock(
    *, business: Business, start: dt.date, end: dt.date, reason: str
) -> list[Period]:
    """Open the locked months of a range again; needs a reason, which the audit keeps.

    Raises InputError without a reason, RuleError for a month of a closed fiscal year.
    """
    if not reason.strip():
        span = f"{start:%Y-%m}" if start == end else f"{start:%Y-%m} to {end:%Y-%m}"
        raise InputError(f"Opening {span} again needs a reason.", hint="Say why; it is kept.")
    held = periods_hold(business=business, start=start, end=end)
    for year in fiscal_years(business).values():
        if year.is_closed and any(year.start <= p.start <= year.end for p in held):
            raise RuleError(
                f"The fiscal year {year.year} ({year.start} to {year.end}) is closed.",
                code="month_of_closed_year",
                hint=f"Reopen the whole year: `ledgerflow reopen {year.year} --reason WHY`.",
            )
    return [_set(p, is_locked=False, reason=reason) for p in held if p.is_locked]


@transaction.atomic
def period_open_for_closing(*, business: Business, month: dt.date, reason: str) -> None:
    """Open a held month for the entries that close its year; who calls locks it again.

    The row stays held, so that nobody else posts into it in between.
    """
    (period,) = periods_hold(business=business, start=month, end=month)
    if period.is_locked:
        _set(period, is_locked=False, reason=reason)


def period_lock(*, business: Business, month: dt.date, reason: str) -> Period:
    """Lock one calendar month, whatever earlier ones are."""
    periods_lock(business=business, start=month, end=month, reason=reason, anyway=True)
    return Period.objects.get(business=business, start=month.replace(day=1))


def period_unlock(*, business: Business, month: dt.date, reason: str) -> Period:
    """Open one month again; needs a reason, which the audit keeps."""
    periods_unlock(business=business, start=month, end=month, reason=reason)
    return Period.objects.get(business=business, start=month.replace(day=1))


def open_months(business: Business, *, before: dt.date) -> list[dt.date]:
    """The months before a day that have entries and are not locked, oldest first."""
    moved = MonthBalance.objects.filter(business=business, month__lt=before.replace(day=1))
    locked = Period.objects.filter(business=business, is_locked=True, start__lt=before)
    months = set(moved.values_list("month", flat=True).distinct())
    return sorted(months - set(locked.values_list("start", flat=True)))


def months_said(months: Sequence[dt.date], shown: int = 4) -> str:
    """Months in words: "2025-01, 2025-02 and 3 more"."""
    named = ", ".join(f"{month:%Y-%m}" for month in months[:shown])
    more = len(months) - shown
    return f"{named} and {more} more" if more > 0 else named


def _set(period: Period, *, is_locked: bool, reason: str) -> Period:
    period.is_locked = is_locked
    period.locked_at = timezone.now() if is_locked else None
    period.locked_by_id = current_user_id() if is_locked else None
    period.reason = reason[:300]
    period.save(update_fields=["is_locked", "locked_at", "locked_by", "reason"])
    event_record(
        firm_id=period.firm_id,
        business_id=period.business_id,
        action=LOCK if is_locked else UNLOCK,
        subject="period",
        subject_id=period.pk,
        reason=reason,
    )
    return period
