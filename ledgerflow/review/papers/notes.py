"""Writes of notes: a remark beside a transaction or an entry, for good.

Here: one transaction, in a firm's scope, audited. Not here: reading them (selectors.py).
"""

from django.db import transaction

from ledgerflow.audit.services import event_record
from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import InputError
from ledgerflow.firms.models import Business
from ledgerflow.review.paper_models import Note

TEXT_MAX = 1000


@transaction.atomic
def note_add(
    *,
    business: Business,
    text: str,
    user_id: int,
    transaction_id: int | None = None,
    entry_id: int | None = None,
) -> Note:
    """Write a note about one transaction or one entry.

    Raises InputError for an empty or too long text, RuleError unless exactly one thing is named,
    and AccessError for one of elsewhere.
    """
    said = text.strip()
    if not 0 < len(said) <= TEXT_MAX:
        raise InputError(
            f"A note has 1 to {TEXT_MAX} characters, not {len(said)}.",
            code="bad_note",
            hint="Write something short.",
        )
    with kind_errors(where="The note"), transaction.atomic():
        note = Note.objects.create(
            firm_id=business.firm_id,
            business=business,
            text=said,
            written_by_id=user_id,
            transaction_id=transaction_id,
            entry_id=entry_id,
        )
    event_record(
        firm_id=note.firm_id,
        business_id=note.business_id,
        action="note_add",
        subject="note",
        subject_id=note.pk,
        detail={"transaction": transaction_id, "entry": entry_id},
    )
    return note
