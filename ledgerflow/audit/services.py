"""Writes of audit: opening a batch, recording events. They run in the caller's transaction."""

from collections.abc import Iterable
from typing import Any, NotRequired, TypedDict, Unpack

from ledgerflow.audit.actors import PERSON, SYSTEM
from ledgerflow.audit.models import AuditEvent, Batch
from ledgerflow.core.requests import current_request_id
from ledgerflow.core.scope import current_user_id

EVENTS_AT_ONCE = 2_000


def batch_open(
    *, firm_id: int, business_id: int, kind: str, title: str, undoes: Batch | None = None
) -> Batch:
    """Start a batch as the user of the scope."""
    return Batch.objects.create(
        firm_id=firm_id,
        business_id=business_id,
        kind=kind,
        title=title[:200],
        undoes=undoes,
        created_by_id=current_user_id(),
    )


class Event(TypedDict):
    """What is told of something that happened; the actor defaults to the person of the scope."""

    firm_id: int
    business_id: int | None
    action: str
    subject: str
    subject_id: int | None
    actor: NotRequired[str]
    batch_id: NotRequired[int | None]
    reason: NotRequired[str]
    detail: NotRequired[dict[str, Any] | None]


def event_record(**event: Unpack[Event]) -> AuditEvent:
    """Record what happened; the actor is as actors.py writes it."""
    row = _row(event)
    row.save(force_insert=True)
    return row


def events_record(events: Iterable[Event]) -> None:
    """Record many at once, in their order."""
    AuditEvent.objects.bulk_create(map(_row, events), batch_size=EVENTS_AT_ONCE)


def _row(event: Event) -> AuditEvent:
    user_id = current_user_id()
    return AuditEvent(
        firm_id=event["firm_id"],
        business_id=event["business_id"],
        actor=event.get("actor") or (PERSON if user_id else SYSTEM),
        user_id=user_id,
        action=event["action"],
        subject=event["subject"],
        subject_id=event["subject_id"],
        batch_id=event.get("batch_id"),
        reason=event.get("reason", "")[:500],
        detail=event.get("detail") or {},
        request_id=current_request_id(),
    )
