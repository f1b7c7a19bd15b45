"""Reading the record of what happened, the newest first.

Here: a page of a firm's events, in its scope. Not here: writing (services.py), seals, or
words for people (the pages).
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from ledgerflow.audit.models import AuditEvent

PAGE_ROWS = 100


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What is asked; empty fields ask for everything. Days are UTC, both included."""

    action: str = ""
    user_id: int | None = None
    business_id: int | None = None
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some events, the newest first; `before` is where the next page begins, None at the end."""

    events: tuple[AuditEvent, ...]
    before: int | None


def event_page(
    wanted: EventFilter, *, before: int | None = None, limit: int = PAGE_ROWS
) -> EventPage:
    """A page of events below the id `before`; one query, however many there are."""
    rows = list(_events(wanted, before)[: limit + 1])
    shown = tuple(rows[:limit])
    return EventPage(shown, shown[-1].pk if len(rows) > limit else None)


def _events(wanted: EventFilter, before: int | None) -> QuerySet[AuditEvent]:
    events = AuditEvent.objects.select_related("user", "business").order_by("-id")
    if before is not None:
        events = events.filter(pk__lt=before)
    if wanted.action:
        events = events.filter(action=wanted.action)
    if wanted.user_id is not None:
        events = events.filter(user_id=wanted.user_id)
    if wanted.business_id is not None:
        events = events.filter(business_id=wanted.business_id)
    if wanted.start is not None:
        events = events.filter(at__gte=_moment(wanted.start))
    if wanted.end is not None:
        events = events.filter(at__lt=_moment(wanted.end + dt.timedelta(days=1)))
    return events


def _moment(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
