"""Writes of review: deciding a transaction, and undoing that.

Here: one transaction each, in a firm's scope. Not here: what is accepted without a person
(policy.py), where the money goes (booking.py) or which lines an entry has (posting.py).
"""

from collections.abc import Sequence

from django.db import transaction

from ledgerflow.audit.actors import policy_actor
from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import event_record
from ledgerflow.classification.services import memory_learn, memory_unlearn
from ledgerflow.classification.sharetext import tags_read
from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import AlreadyDecided, InputError, RuleError
from ledgerflow.core.scope import current_user_id
from ledgerflow.ledger.exchanging import exchange_post
from ledgerflow.ledger.models import Account, JournalEntry
from ledgerflow.ledger.services import entry_reverse
from ledgerflow.review.booking import Plan, SplitPart, plan_of
from ledgerflow.review.choices import Choice
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
    where = f"{bank_transaction.date} {bank_transaction.description[:60]!r}"
    _refuse_incomplete(bank_transaction, choice, where)
    version = _next_version(bank_transaction, where)
    tags = list(tags_read(choice.tags))
    is_booked = choice.kind != Decision.Kind.EXCLUDE
    plan = plan_of(bank_transaction, choice, where) if is_booked else None
    entry = _post(bank_transaction, choice, version, plan) if plan else None
    account = plan.target.account if plan else None
    with kind_errors(where=where):
        decision = Decision.objects.create(
            firm_id=bank_transaction.firm_id,
            business_id=bank_transaction.business_id,
            transaction=bank_transaction,
            version=version,
            kind=choice.kind,
            account=account,
            transfer_with_id=choice.transfer_with_id if is_booked else None,
            payee_key=choice.payee_key[:200],
            payee_name=choice.payee_name[:200],
            business_percent=choice.business_percent,
            suggestion=choice.suggestion,
            tags=tags,
            entry=entry,
            batch=batch,
            decided_by_id=None if choice.policy else current_user_id(),
            policy=choice.policy,
            reason=choice.reason[:300],
        )
        _parts_keep(decision, plan.parts if plan else ())
    _record(decision, "decision_accept" if is_booked else "decision_exclude")
    if account is not None:
        _teach(decision, account)
    return decision


def _refuse_incomplete(bank_transaction: BankTransaction, choice: Choice, where: str) -> None:
    if not choice.policy and current_user_id() is None:
        raise InputError(
            f"{where}: nobody is named who decides.",
            code="decision_needs_person",
            hint="Say who you are (--user EMAIL).",
        )
    if choice.kind == Decision.Kind.EXCLUDE and not choice.reason.strip():
        raise InputError(
            f"{where}: to keep it out of the books needs a reason.",
            code="needs_reason",
            hint="Say why (--reason WHY); it is kept with the decision.",
        )
    if not bank_transaction.is_live:
        raise RuleError(
            f"{where}: its import was undone.",
            code="transaction_withdrawn",
            hint="Import the statement again first.",
        )


def _next_version(bank_transaction: BankTransaction, where: str) -> int:
    newest = Decision.objects.filter(transaction=bank_transaction).order_by("-version").first()
    if newest is not None and newest.kind != Decision.Kind.UNDO:
        how = f"decided already (entry {newest.entry.number})" if newest.entry else "excluded"
        raise AlreadyDecided(f"{where} is {how}.", hint="Undo that decision first.")
    return newest.version + 1 if newest else 1


def _post(
    bank_transaction: BankTransaction, choice: Choice, version: int, plan: Plan
) -> JournalEntry:
    return exchange_post(
        business=bank_transaction.business,
        draft=entry_draft(plan.booking(bank_transaction, choice, version)),
        rates=plan.target.rates,
    )


def _parts_keep(decision: Decision, parts: Sequence[SplitPart]) -> None:
    DecisionPart.objects.bulk_create(
        DecisionPart(
            firm_id=decision.firm_id,
            business_id=decision.business_id,
            decision=decision,
            position=position,
            account_id=part.account_id,
            amount=part.amount,
            percent=part.percent,
            note=part.note,
        )
        for position, part in enumerate(parts, 1)
    )


def _teach(decision: Decision, account: Account) -> None:
    """A person's category teaches the payee's memory; transfers and splits say nothing of it."""
    if decision.is_person and decision.kind == Decision.Kind.CATEGORY:
        memory_learn(
            bank_transaction=decision.transaction,
            payee_key=decision.payee_key,
            payee_name=decision.payee_name,
            account=account,
            business_percent=decision.business_percent,
        )


@transaction.atomic
def decision_undo(*, decision: Decision, batch: Batch, reason: str) -> Decision:
    """Reverse a decision's entry, if it has one, and record the undo: it is undecided again."""
    BankTransaction.objects.select_for_update().get(pk=decision.transaction_id)
    reversal = entry_reverse(entry=decision.entry, reason=reason) if decision.entry else None
    with kind_errors(where=str(decision)):
        undo = Decision.objects.create(
            firm_id=decision.firm_id,
            business_id=decision.business_id,
            transaction_id=decision.transaction_id,
            version=decision.version + 1,
            kind=Decision.Kind.UNDO,
            entry=reversal,
            batch=batch,
            decided_by_id=current_user_id(),
            policy="" if current_user_id() else "operator",
            reason=reason[:300],
        )
    _record(undo, "decision_undo")
    if decision.is_person and decision.account_id and decision.kind == Decision.Kind.CATEGORY:
        memory_unlearn(
            bank_transaction=decision.transaction,
            payee_key=decision.payee_key,
            account_id=decision.account_id,
            business_percent=decision.business_percent,
        )
    return undo


def _record(decision: Decision, action: str) -> None:
    event_record(
        firm_id=decision.firm_id,
        business_id=decision.business_id,
        action=action,
        subject="bank_transaction",
        subject_id=decision.transaction_id,
        actor=policy_actor(decision.policy),
        batch_id=decision.batch_id,
        reason=decision.reason,
        detail={"entry": decision.entry_id, "version": decision.version},
    )
