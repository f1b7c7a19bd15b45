"""Which fiscal years of a business are closed, read from the audit.

Here: the newest word about each year (closed or reopened). Not here: closing one
(pipeline/closing) or locking its months (periods.py). The audit is append-only, so how often a
year was closed cannot be forgotten.
"""

import datetime as dt
from dataclasses import dataclass

from ledgerflow.audit.models import AuditEvent
from ledgerflow.firms.models import Business

SUBJECT = "fiscal_year"
CLOSE, REOPEN = "year_close", "year_reopen"


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """What was last said about a year. `turn`: how many times it was closed; `batch_id` is the
    batch of the newest closing. Both days are included.
    """

    year: int
    start: dt.date
    end: dt.date
    is_closed: bool
    turn: int
    batch_id: int
    at: dt.datetime


def fiscal_years(business: Business) -> dict[int, FiscalYear]:
    """Every year that was ever closed, by its number. Call in the firm's scope."""
    found: dict[int, FiscalYear] = {}
    events = AuditEvent.objects.filter(
        firm_id=business.firm_id, business=business, subject=SUBJECT, action__in=(CLOSE, REOPEN)
    )
    for event in events.order_by("pk"):
        number = event.subject_id or 0
        before = found.get(number)
        closes = event.action == CLOSE
        found[number] = FiscalYear(
            year=number,
            start=dt.date.fromisoformat(event.detail["start"]),
            end=dt.date.fromisoformat(event.detail["end"]),
            is_closed=closes,
            turn=(before.turn if before else 0) + closes,
            batch_id=(event.batch_id or 0) if closes or before is None else before.batch_id,
            at=event.at,
        )
    return found
