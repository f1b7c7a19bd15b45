"""Writes of review: deciding a transaction, and undoing that.

Here: one transaction each, in a firm's scope. Not here: many at once (bulk.py), what is accepted
without a person (policy.py), where the money goes (booking.py), which lines an entry has
(posting.py) or the rows themselves (decision_rows.py).
"""

from django.db import transaction

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import event_record
from ledgerflow.classification.services import memory_learn, memory_unlearn
from ledgerflow.core.constraints import kind_errors
from ledgerflow.ledger.exchanging import exchange_post
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.services import entry_reverse
from ledgerflow.review.booking import Plan, plan_of
from ledgerflow.review.choices import Choice
from ledgerflow.review.decision_rows import (
    decision_row,
    event_of,
    part_rows,
    refuse_incomplete,
    teaches,
    undo_row,
    version_after,
    where_of,
)
from ledgerflow.review.models import Decision, DecisionPart
from ledgerflow.review.posting import entry_draft
from ledgerflow.statements.models import BankTransaction


@transaction.atomic
def decision_accept(*, bank_transaction: BankTransaction, choice: Choice, batch: Batch) -> Decision:
    """Decide a transaction and post its entry, together; what is excluded has no entry.

    Raises InputError (nobody decides, an exclusion without a reason), AlreadyDecided,
    LockedPeriod, ClosedAccount, RuleError (also where the parts of a split do not make the whole,
    or the account is in another currency and no rate is stated).
    """
    bank_transaction = BankTransaction.objects.select_for_update().get(pk=bank_transaction.pk)
    where = where_of(bank_transaction)
    refuse_incomplete(bank_transaction, choice, where)
    decided = Decision.objects.filter(transaction=bank_transaction)
    version = version_after(decided.order_by("-version").first(), where)
    is_booked = choice.kind != Decision.Kind.EXCLUDE
    plan = plan_of(bank_transaction, choice, where) if is_booked else None
    entry = _post(bank_transaction, choice, version, plan) if plan else None
    decision = decision_row(
        bank_transaction,
        choice,
        batch,
        version=version,
        plan=plan,
        entry_id=entry.pk if entry else None,
    )
    decision.entry = entry
    with kind_errors(where=where):
        decision.save(force_insert=True)
        DecisionPart.objects.bulk_create(part_rows(decision, plan))
    event_record(**event_of(decision))
    if teaches(decision):
        _teach(decision)
    return decision


def _post(
    bank_transaction: BankTransaction, choice: Choice, version: int, plan: Plan
) -> JournalEntry:
    return exchange_post(
        business=bank_transaction.business,
        draft=entry_draft(plan.booking(bank_transaction, choice, version)),
        rates=plan.target.rates,
    )


def _teach(decision: Decision) -> None:
    if decision.account is not None:
        memory_learn(
            bank_transaction=decision.transaction,
            payee_key=decision.payee_key,
            payee_name=decision.payee_name,
            account=decision.account,
            business_percent=decision.business_percent,
        )


@transaction.atomic
def decision_undo(*, decision: Decision, batch: Batch, reason: str) -> Decision:
    """Reverse a decision's entry, if it has one, and record the undo: it is undecided again."""
    BankTransaction.objects.select_for_update().get(pk=decision.transaction_id)
    reversal = entry_reverse(entry=decision.entry, reason=reason) if decision.entry else None
    undo = undo_row(decision, batch, reason, reversal.pk if reversal else None)
    undo.entry = reversal
    with kind_errors(where=str(decision)):
        undo.save(force_insert=True)
    event_record(**event_of(undo))
    if teaches(decision) and decision.account_id is not None:
        memory_unlearn(
            bank_transaction=decision.transaction,
            payee_key=decision.payee_key,
            account_id=decision.account_id,
            business_percent=decision.business_percent,
        )
    return undo
