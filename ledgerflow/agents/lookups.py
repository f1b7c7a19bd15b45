"""Writes of look-ups: opening one, its progress, its end; what a business lets models see.

Here: one transaction each, in the firm's scope. Not here: asking (pipeline/lookups) or runs
(services.py). A state only moves forward: waiting, running, then one of the ends.
"""

from django.db import connection, transaction
from django.utils import timezone

from ledgerflow.agents.run_models import LookUp
from ledgerflow.agents.storable import text_of
from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import AccessError, ConflictError, InputError
from ledgerflow.core.scope import current_user_id
from ledgerflow.firms.demos import refuse_in_demo
from ledgerflow.firms.models import Business

OPEN = (LookUp.State.WAITING, LookUp.State.RUNNING)


@transaction.atomic
def look_up_open(*, business: Business) -> LookUp:
    """A look-up that waits for its job; ConflictError while another one of the business is open."""
    # Two that start together: the second sees what the first opened.
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    known = LookUp.objects.filter(business=business, state__in=OPEN).first()
    if known is not None:
        raise ConflictError(
            f"Look-up {known.pk} of {business.name} is under way: {known.done} of {known.total}.",
            code="look_up_running",
            hint="Wait for it, or cancel it: `ledgerflow agents cancel`.",
        )
    return LookUp.objects.create(
        firm_id=business.firm_id, business=business, asked_by_id=current_user_id()
    )


@transaction.atomic
def look_up_begin(*, look_up: LookUp) -> bool:
    """Take it into work, again where its worker died; False where it has ended meanwhile."""
    known = LookUp.objects.select_for_update().get(pk=look_up.pk)
    if known.state not in OPEN:
        return False
    known.state = LookUp.State.RUNNING
    known.started_at = known.started_at or timezone.now()
    known.save(update_fields=["state", "started_at"])
    look_up.refresh_from_db()
    return True


@transaction.atomic
def look_up_progress(*, look_up: LookUp) -> bool:
    """Write the counts that `look_up` holds; True where somebody wants it cancelled.

    Nobody waits for the disk: counts that a power cut takes are counted again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")
    LookUp.objects.filter(pk=look_up.pk).update(
        total=look_up.total,
        done=look_up.done,
        suggested=look_up.suggested,
        to_review=look_up.to_review,
        batch_id=look_up.batch_id,
    )
    return LookUp.objects.values_list("is_cancel_wanted", flat=True).get(pk=look_up.pk)


@transaction.atomic
def look_up_end(*, look_up: LookUp, state: str, code: str = "", reason: str = "") -> None:
    """End it, with why it stopped early or what it went without; an ended one stays as it is."""
    LookUp.objects.filter(pk=look_up.pk, state__in=OPEN).update(
        state=state,
        reason_code=text_of(code, 40),
        reason=text_of(reason, 500),
        ended_at=timezone.now(),
    )
    look_up.refresh_from_db()


@transaction.atomic
def look_up_want_cancel(*, business: Business) -> LookUp:
    """Cancel the business's open look-up: at once where it waits, else its job sees it within a
    second. ConflictError where none is open."""
    known = LookUp.objects.select_for_update().filter(business=business, state__in=OPEN).first()
    if known is None:
        raise ConflictError(
            f"No look-up of {business.name} is under way.",
            code="no_look_up",
            hint="`ledgerflow agents status` shows the last ones.",
        )
    known.is_cancel_wanted = True
    if known.state == LookUp.State.WAITING:
        known.state, known.ended_at = LookUp.State.CANCELLED, timezone.now()
    known.save(update_fields=["is_cancel_wanted", "state", "ended_at"])
    _told(business, "look_up_cancel", known.pk)
    return known


@transaction.atomic
def model_policy_set(*, business: Business, policy: str) -> None:
    """Say which models may see the business's transactions; audited.

    Raises InputError for no policy, RuleError in a demo firm.
    """
    if policy not in Business.ModelPolicy.values:
        raise InputError(
            f"{policy!r} is no policy for language models.",
            code="unknown_policy",
            hint=f"Choose one of: {', '.join(Business.ModelPolicy.values)}.",
        )
    refuse_in_demo(business.firm_id)
    known = Business.objects.select_for_update().filter(pk=business.pk).first()
    if known is None:
        raise AccessError("There is no such business.")
    before, known.model_policy = known.model_policy, policy
    business.model_policy = policy
    known.save(update_fields=["model_policy"])
    _told(business, "model_policy_set", business.pk, {"before": before, "after": policy})


def _told(business: Business, action: str, pk: int, detail: dict[str, str] | None = None) -> None:
    event_record(
        firm_id=business.firm_id,
        business_id=business.pk,
        action=action,
        subject="business" if action == "model_policy_set" else "look_up",
        subject_id=pk,
        detail=detail,
    )
