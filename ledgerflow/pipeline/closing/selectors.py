"""How far a business is closed: the state of a span, and what comes next.

Here: reads in a firm's scope, for the pages. Not here: the checks (checks/) or closing itself.
"""

import datetime as dt
from dataclasses import dataclass

from ledgerflow.firms.models import Business
from ledgerflow.ledger.fiscalyears import fiscal_years
from ledgerflow.ledger.models import Period
from ledgerflow.ledger.periods import months_between, open_months
from ledgerflow.pipeline.closing.spans import Span, month_span


@dataclass(frozen=True, slots=True)
class SpanState:
    """`is_closed`: every month is locked, or the fiscal year is closed.

    `locked` months of `months` are; `inside_year` is the closed fiscal year that some of them
    lie in, None where there is none. `last` is the lock made last.
    """

    is_closed: bool
    months: int
    locked: int
    inside_year: int | None
    last: Period | None


def span_state(business: Business, span: Span) -> SpanState:
    """The state of a month, some months or a fiscal year."""
    months = months_between(span.start, span.end)
    rows = Period.objects.filter(business=business, start__in=months, is_locked=True)
    locked = list(rows.select_related("locked_by").order_by("locked_at", "pk"))
    years = [y for y in fiscal_years(business).values() if y.is_closed]
    around = [y.year for y in years if y.start <= span.end and y.end >= span.start]
    closed = len(locked) == len(months) if span.year is None else span.year in around
    return SpanState(
        is_closed=closed,
        months=len(months),
        locked=len(locked),
        inside_year=around[0] if around else None,
        last=locked[-1] if locked else None,
    )


def span_next(business: Business, *, today: dt.date) -> Span:
    """The oldest open month with entries that is over, else the month before today's."""
    first = today.replace(day=1)
    months = open_months(business, before=first)
    return month_span(months[0] if months else first - dt.timedelta(days=1))
