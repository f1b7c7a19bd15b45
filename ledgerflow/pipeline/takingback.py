"""Taking one entry back: reversed by an opposite one, with whatever stands on it.

Here: which way an entry goes back. Not here: reversing itself (ledger/services.py), undoing a
decision (review/services.py), reopening a year (closing/years.py) or a whole batch (undo.py).
"""

import datetime as dt

from django.db import transaction

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import batch_open, event_record
from ledgerflow.core.errors import AccessError, InputError, RuleError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.services import entry_reverse
from ledgerflow.review.models import Decision
from ledgerflow.review.questions.reopening import questions_reopen
from ledgerflow.review.selectors import live_decision
from ledgerflow.review.services import decision_undo


@transaction.atomic
def entry_take_back(
    *, business: Business, number: int, reason: str, date: dt.date | None = None
) -> JournalEntry:
    """Reverse the entry with this number and return the opposite one. Call in the firm's scope.

    An entry that a standing decision made goes with its decision: the bank transaction waits
    again, and the opposite entry is on the same day. Any other is reversed on `date`, its own day
    unless given. Raises InputError without a reason, AccessError where there is no such entry,
    RuleError for a closing entry, a reversal or what is reversed already, LockedPeriod.
    """
    if not reason.strip():
        raise InputError(
            f"Reversing entry {number} needs a reason.",
            code="needs_reason",
            hint="Say why; it is kept in the books.",
        )
    entry = JournalEntry.objects.filter(business=business, number=number).first()
    if entry is None:
        raise AccessError(
            f"The books of {business.name} have no entry {number}.", hint="Look in the journal."
        )
    if entry.kind == JournalEntry.Kind.CLOSING:
        raise RuleError(
            f"Entry {number} closes a fiscal year.",
            code="closing_entry",
            hint="Reopen the year: that reverses its closing entries together.",
        )
    decision = standing_decision(entry)
    if decision is None:
        return _reverse(entry, reason, date)
    batch = batch_open(
        firm_id=business.firm_id,
        business_id=business.pk,
        kind=Batch.Kind.DECIDE,
        title=f"Entry {number} taken back",
    )
    undo = decision_undo(decision=decision, batch=batch, reason=reason)
    if undo.entry is None:
        raise AssertionError("a decision with an entry was undone without one")
    questions_reopen(business=business, batch=batch)
    return undo.entry


def standing_decision(entry: JournalEntry) -> Decision | None:
    """The decision that an entry was posted for, if it still stands; one or two queries."""
    made = Decision.objects.filter(entry=entry).exclude(kind=Decision.Kind.UNDO)
    decision = made.select_related("transaction").first()
    if decision is None:
        return None
    live = live_decision(decision.transaction)
    return decision if live is not None and live.pk == decision.pk else None


def _reverse(entry: JournalEntry, reason: str, date: dt.date | None) -> JournalEntry:
    reversal = entry_reverse(entry=entry, reason=reason, date=date)
    event_record(
        firm_id=entry.firm_id,
        business_id=entry.business_id,
        action="entry_reverse",
        subject="journal_entry",
        subject_id=entry.pk,
        reason=reason,
        detail={"number": entry.number, "reversal": reversal.number},
    )
    return reversal
