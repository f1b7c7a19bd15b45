"""Writes of review: deciding, undoing, and what the policy accepts without a person.

Here: one transaction each, in a firm's scope. Not here: which lines an entry has (posting.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from ledgerflow.audit.actors import policy_actor
from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import event_record
from ledgerflow.classification.models import Suggestion
from ledgerflow.classification.services import memory_learn, memory_unlearn
from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import AlreadyDecided, InputError, LedgerFlowError, RuleError
from ledgerflow.core.scope import current_user_id
from ledgerflow.firms.models import Business
from ledgerflow.ledger.exchanging import exchange_post
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.services import entry_reverse
from ledgerflow.review.crossing import Target, category_target, transfer_target
from ledgerflow.review.models import Decision
from ledgerflow.review.posting import Booking, entry_draft
from ledgerflow.review.selectors import is_proved, newest_suggestions, undecided
from ledgerflow.statements.models import BankTransaction

POLICY = "auto-accept/1"
"""Name and version of the policy below, kept with each decision it makes."""

SOURCES_TRUSTED = frozenset({"rule"})
"""A person's rule is that person's decision in advance; others need measured confidence."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person or the policy decides for one transaction."""

    kind: str = Decision.Kind.CATEGORY
    account: Account | None = None
    transfer_with_id: int | None = None
    payee_key: str = ""
    payee_name: str = ""
    business_percent: Decimal = Decimal(100)
    suggestion: Suggestion | None = None
    policy: str = ""
    reason: str = ""


@transaction.atomic
def decision_accept(*, bank_transaction: BankTransaction, choice: Choice, batch: Batch) -> Decision:
    """Decide a transaction and post its entry, together.

    Raises InputError (nobody decides), AlreadyDecided, LockedPeriod, ClosedAccount,
    RuleError (also where the account is in another currency and no rate is stated).
    """
    bank_transaction = BankTransaction.objects.select_for_update().get(pk=bank_transaction.pk)
    where = f"{bank_transaction.date} {bank_transaction.description[:60]!r}"
    if not choice.policy and current_user_id() is None:
        raise InputError(
            f"{where}: nobody is named who decides.",
            code="decision_needs_person",
            hint="Say who you are (--user EMAIL).",
        )
    if not bank_transaction.is_live:
        raise RuleError(
            f"{where}: its import was undone.",
            code="transaction_withdrawn",
            hint="Import the statement again first.",
        )
    newest = Decision.objects.filter(transaction=bank_transaction).order_by("-version").first()
    if newest is not None and newest.kind != Decision.Kind.UNDO:
        raise AlreadyDecided(
            f"{where} is decided already (entry {newest.entry.number}).",
            hint="Undo that decision first.",
        )
    version = newest.version + 1 if newest else 1
    target = _target_of(bank_transaction, choice, where)
    entry = exchange_post(
        business=bank_transaction.business,
        draft=entry_draft(_booking(bank_transaction, target, choice, version)),
        rates=target.rates,
    )
    with kind_errors(where=where):
        decision = Decision.objects.create(
            firm_id=bank_transaction.firm_id,
            business_id=bank_transaction.business_id,
            transaction=bank_transaction,
            version=version,
            kind=choice.kind,
            account=target.account,
            transfer_with_id=choice.transfer_with_id,
            payee_key=choice.payee_key[:200],
            payee_name=choice.payee_name[:200],
            business_percent=choice.business_percent,
            suggestion=choice.suggestion,
            entry=entry,
            batch=batch,
            decided_by_id=None if choice.policy else current_user_id(),
            policy=choice.policy,
            reason=choice.reason[:300],
        )
    _record(decision, "decision_accept")
    if decision.is_person and decision.kind == Decision.Kind.CATEGORY:
        memory_learn(
            bank_transaction=bank_transaction,
            payee_key=decision.payee_key,
            payee_name=decision.payee_name,
            account=target.account,
            business_percent=decision.business_percent,
        )
    return decision


def _target_of(bank_transaction: BankTransaction, choice: Choice, where: str) -> Target:
    share = choice.business_percent
    if choice.kind == Decision.Kind.TRANSFER:
        return transfer_target(bank_transaction, choice.transfer_with_id, share)
    return category_target(bank_transaction, choice.account, share, where)


def _booking(
    bank_transaction: BankTransaction, target: Target, choice: Choice, version: int
) -> Booking:
    return Booking(
        transaction_id=bank_transaction.pk,
        version=version,
        date=bank_transaction.date,
        amount=bank_transaction.amount,
        currency=bank_transaction.currency,
        description=choice.payee_name or bank_transaction.description,
        bank_ledger_account_id=bank_transaction.bank_account.ledger_account_id,
        account_id=target.account.pk,
        owner_account_id=target.owner_id,
        business_percent=choice.business_percent,
        crossings=target.crossings,
        value=target.value,
    )


@transaction.atomic
def decision_undo(*, decision: Decision, batch: Batch, reason: str) -> Decision:
    """Reverse a decision's entry and record the undo; the transaction is undecided again."""
    BankTransaction.objects.select_for_update().get(pk=decision.transaction_id)
    reversal = entry_reverse(entry=decision.entry, reason=reason)
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


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a policy run did: decisions made, and those refused with the rule that refused."""

    decisions: tuple[Decision, ...]
    refused: tuple[tuple[BankTransaction, LedgerFlowError], ...]


@transaction.atomic
def suggestions_accept(*, business: Business, batch: Batch) -> Accepted:
    """Accept what the business's policy allows; never money from an unproved statement.

    A rule of a person is accepted as it stands; any other source needs a confidence of at
    least 1 minus the business's target error rate. Both halves of a transfer are accepted,
    or neither. One refusal (a locked month, say) does not stop the others.
    """
    transactions = {t.pk: t for t in undecided(business)}
    ready = _acceptable(business, transactions)
    decisions: list[Decision] = []
    refused: list[tuple[BankTransaction, LedgerFlowError]] = []
    for group in _groups(ready):
        try:
            with transaction.atomic():
                made = [
                    decision_accept(
                        bank_transaction=transactions[s.transaction_id],
                        choice=choice_of(s, policy=POLICY),
                        batch=batch,
                    )
                    for s in group
                ]
        except LedgerFlowError as error:
            refused += [(transactions[s.transaction_id], error) for s in group]
        else:
            decisions += made
    return Accepted(tuple(decisions), tuple(refused))


def suggestions_acceptable(business: Business) -> dict[int, Suggestion]:
    """What `suggestions_accept` would try, by transaction id; writes nothing."""
    ready = _acceptable(business, [t.pk for t in undecided(business)])
    return {s.transaction_id: s for group in _groups(ready) for s in group}


def _acceptable(business: Business, transaction_ids: Iterable[int]) -> dict[int, Suggestion]:
    if not business.auto_accept:
        return {}
    bar = 1 - business.target_error_rate
    wanted = {
        pk: s
        for pk, s in newest_suggestions(transaction_ids).items()
        if s.source in SOURCES_TRUSTED or s.confidence >= bar
    }
    proved = is_proved(wanted)
    return {pk: s for pk, s in wanted.items() if pk in proved}


def _groups(ready: dict[int, Suggestion]) -> list[list[Suggestion]]:
    """Suggestions to accept together: a transfer's two halves, any other alone."""
    groups: list[list[Suggestion]] = []
    for pk, suggestion in sorted(ready.items()):
        partner = suggestion.transfer_with_id
        if partner is None:
            groups.append([suggestion])
        elif pk < partner and partner in ready and ready[partner].transfer_with_id == pk:
            groups.append([suggestion, ready[partner]])
    return groups


def choice_of(suggestion: Suggestion, *, policy: str = "") -> Choice:
    """The choice that takes a suggestion as it is."""
    is_transfer = suggestion.account_id is None or suggestion.transfer_with_id is not None
    return Choice(
        kind=Decision.Kind.TRANSFER if is_transfer else Decision.Kind.CATEGORY,
        account=None if is_transfer else suggestion.account,
        transfer_with_id=suggestion.transfer_with_id,
        payee_key=suggestion.payee_key,
        payee_name=suggestion.payee_name,
        business_percent=suggestion.business_percent,
        suggestion=suggestion,
        policy=policy,
        reason="; ".join(suggestion.reasons)[:300],
    )
