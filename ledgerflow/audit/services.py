"""Writes of audit: opening a batch, recording an event. Both run in the caller's transaction."""

from typing import Any

from ledgerflow.audit.actors import PERSON, SYSTEM
from ledgerflow.audit.models import AuditEvent, Batch
from ledgerflow.core.requests import current_request_id
from ledgerflow.core.scope import current_user_id


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


def event_record(
    *,
    firm_id: int,
    business_id: int | None,
    action: str,
    subject: str,
    subject_id: int | None,
    actor: str = "",
    batch_id: int | None = None,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Record what happened; the actor (actors.py) defaults to the person of the scope."""
    user_id = current_user_id()
    return AuditEvent.objects.create(
        firm_id=firm_id,
        business_id=business_id,
        actor=actor or (PERSON if user_id else SYSTEM),
        user_id=user_id,
        action=action,
        subject=subject,
        subject_id=subject_id,
        batch_id=batch_id,
        reason=reason[:500],
        detail=detail or {},
        request_id=current_request_id(),
    )
