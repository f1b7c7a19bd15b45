"""The rows that a decision is, and what is refused before any is made.

Here: the rules of one decision that look at no other row, the rows of decisions, parts and events,
not saved yet. Not here: saving them, one (services.py) or many (bulk.py), or lines (posting.py).
"""

from collections.abc import Iterator

from ledgerflow.audit.actors import policy_actor
from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import Event
from ledgerflow.classification.sharetext import tags_read
from ledgerflow.core.errors import AlreadyDecided, InputError, RuleError
from ledgerflow.core.scope import current_user_id
from ledgerflow.review.booking import Plan
from ledgerflow.review.choices import Choice
from ledgerflow.review.models import Decision, DecisionPart
from ledgerflow.statements.models import BankTransaction


def where_of(bank_transaction: BankTransaction) -> str:
    """The transaction in words, for messages."""
    return f"{bank_transaction.date} {bank_transaction.description[:60]!r}"


def refuse_incomplete(bank_transaction: BankTransaction, choice: Choice, where: str) -> None:
    """InputError where nobody decides or a reason is missing, RuleError for what was undone."""
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


def version_after(newest: Decision | None, where: str) -> int:
    """The version of the next decision; AlreadyDecided where the newest one stands."""
    if newest is not None and newest.kind != Decision.Kind.UNDO:
        how = f"decided already (entry {newest.entry.number})" if newest.entry else "excluded"
        raise AlreadyDecided(f"{where} is {how}.", hint="Undo that decision first.")
    return newest.version + 1 if newest else 1


def decision_row(
    bank_transaction: BankTransaction,
    choice: Choice,
    batch: Batch,
    *,
    version: int,
    plan: Plan | None,
    entry_id: int | None,
) -> Decision:
    """The decision; no plan and no entry for what is kept out of the books."""
    return Decision(
        firm_id=bank_transaction.firm_id,
        business_id=bank_transaction.business_id,
        transaction=bank_transaction,
        version=version,
        kind=choice.kind,
        account=plan.target.account if plan else None,
        transfer_with_id=choice.transfer_with_id if plan else None,
        payee_key=choice.payee_key[:200],
        payee_name=choice.payee_name[:200],
        business_percent=choice.business_percent,
        suggestion=choice.suggestion,
        tags=list(tags_read(choice.tags)),
        entry_id=entry_id,
        batch=batch,
        decided_by_id=None if choice.policy else current_user_id(),
        policy=choice.policy,
        reason=choice.reason[:300],
    )


def undo_row(decision: Decision, batch: Batch, reason: str, reversal_id: int | None) -> Decision:
    """The row that says a decision no longer stands."""
    return Decision(
        firm_id=decision.firm_id,
        business_id=decision.business_id,
        transaction_id=decision.transaction_id,
        version=decision.version + 1,
        kind=Decision.Kind.UNDO,
        entry_id=reversal_id,
        batch=batch,
        decided_by_id=current_user_id(),
        policy="" if current_user_id() else "operator",
        reason=reason[:300],
    )


def part_rows(decision: Decision, plan: Plan | None) -> Iterator[DecisionPart]:
    """The parts of a split."""
    for position, part in enumerate(plan.parts if plan else (), 1):
        yield DecisionPart(
            firm_id=decision.firm_id,
            business_id=decision.business_id,
            decision=decision,
            position=position,
            account_id=part.account_id,
            amount=part.amount,
            percent=part.percent,
            note=part.note,
        )


ACTIONS = {Decision.Kind.EXCLUDE: "decision_exclude", Decision.Kind.UNDO: "decision_undo"}


def event_of(decision: Decision) -> Event:
    """What is recorded of a decision, as audit takes it."""
    return {
        "firm_id": decision.firm_id,
        "business_id": decision.business_id,
        "action": ACTIONS.get(Decision.Kind(decision.kind), "decision_accept"),
        "subject": "bank_transaction",
        "subject_id": decision.transaction_id,
        "actor": policy_actor(decision.policy),
        "batch_id": decision.batch_id,
        "reason": decision.reason,
        "detail": {"entry": decision.entry_id, "version": decision.version},
    }


def teaches(decision: Decision) -> bool:
    """A person's category teaches the payee's memory; transfers and splits say nothing of it."""
    return (
        decision.is_person
        and decision.kind == Decision.Kind.CATEGORY
        and decision.account_id is not None
    )
