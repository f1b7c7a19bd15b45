"""Whether the businesses of a firm learn from each other.

Here: reading and switching it, audited. Not here: what is shared (learned.py), or who may switch
it (firms/selectors.py, `firm_owner`).
"""

from django.db import transaction

from ledgerflow.audit.services import event_record
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.models import Firm


def is_shared(firm_id: int) -> bool:
    """True when the firm's businesses learn from each other."""
    with firm_scope(firm_id), transaction.atomic():
        return Firm.objects.get(pk=firm_id).shares_knowledge


def sharing_switch(*, firm_id: int, on: bool, user_id: int) -> bool:
    """Let the firm's businesses learn from each other, or not; False where it was so already.

    Nothing is copied or deleted: what a business knows of the others is read anew each time, so
    switching off ends it at once.
    """
    with firm_scope(firm_id, user_id), transaction.atomic():
        firm = Firm.objects.select_for_update().get(pk=firm_id)
        if firm.shares_knowledge == on:
            return False
        firm.shares_knowledge = on
        firm.save(update_fields=["shares_knowledge"])
        event_record(
            firm_id=firm_id,
            business_id=None,
            action="firm_share_on" if on else "firm_share_off",
            subject="firm",
            subject_id=firm_id,
        )
    return True
