"""Writes of classification: suggestions, rules, and what a person's decision teaches.

Here: one transaction each, in a firm's scope. Not here: finding answers (cascade.py, pure).
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import event_record
from ledgerflow.classification.cascade import Classified, classify
from ledgerflow.classification.facts import TRANSFERS_KEY, Answer
from ledgerflow.classification.models import PayeeMemory, Rule, Suggestion
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.selectors import context_of, facts_of, rule_spec
from ledgerflow.core.errors import InputError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
from ledgerflow.statements.models import BankTransaction

ROWS_A_STATEMENT = 2_000


@transaction.atomic
def transactions_classify(
    *, business: Business, batch: Batch, transactions: Iterable[BankTransaction]
) -> int:
    """Suggest for the given undecided transactions; returns how many suggestions are new.

    A suggestion equal to the newest one is not written again, so running twice adds nothing.
    """
    rows = list(transactions)
    facts = [facts_of(row) for row in rows]
    context = context_of(business, facts)
    newest = {
        s.transaction_id: s
        for s in Suggestion.objects.filter(transaction__in=rows)
        .order_by("transaction_id", "-pk")
        .distinct("transaction_id")
    }
    fresh = []
    for row, fact in zip(rows, facts, strict=True):
        suggestion = _suggestion(row, batch, classify(fact, context), context.account_ids)
        if suggestion is not None and not _same(suggestion, newest.get(row.pk)):
            fresh.append(suggestion)
    Suggestion.objects.bulk_create(fresh, batch_size=ROWS_A_STATEMENT)
    return len(fresh)


def _suggestion(
    row: BankTransaction, batch: Batch, found: Classified, account_ids: Any
) -> Suggestion | None:
    answer = found.best
    if answer is None:
        return None
    is_transfer = answer.account_key == TRANSFERS_KEY or answer.transfer_with is not None
    account_id = None if is_transfer else _account_id(answer, account_ids)
    if account_id is None and not is_transfer:
        return None  # the chart has no such account, and no account means a transfer
    return Suggestion(
        firm_id=row.firm_id,
        business_id=row.business_id,
        transaction=row,
        batch=batch,
        account_id=account_id,
        transfer_with_id=answer.transfer_with,
        payee_key=answer.payee_key[:200],
        payee_name=answer.payee_name[:200],
        business_percent=answer.business_percent,
        confidence=answer.confidence,
        source=answer.source,
        source_ref=answer.source_ref[:120],
        version=answer.version[:40],
        reasons=list(answer.reasons),
        alternatives=[_alternative(a, account_ids) for a in found.alternatives],
    )


def _account_id(answer: Answer, account_ids: Any) -> int | None:
    return answer.account_id or account_ids.get(answer.account_key)


def _alternative(answer: Answer, account_ids: Any) -> dict[str, Any]:
    return {
        "account_id": _account_id(answer, account_ids),
        "account_key": answer.account_key,
        "confidence": str(answer.confidence),
        "source": answer.source,
        "reasons": list(answer.reasons),
        "transfer_with": answer.transfer_with,
    }


_COMPARED = (
    "account_id", "transfer_with_id", "payee_key", "payee_name", "business_percent",
    "confidence", "source", "source_ref", "version", "reasons", "alternatives",
)  # fmt: skip


def _same(fresh: Suggestion, known: Suggestion | None) -> bool:
    return known is not None and all(
        getattr(fresh, name) == getattr(known, name) for name in _COMPARED
    )


@transaction.atomic
def rule_add(
    *,
    business: Business,
    name: str,
    conditions: list[dict[str, Any]],
    account: Account | None = None,
    match: str = Rule.Match.ALL,
    order: int = 100,
    payee_name: str = "",
    business_percent: Decimal = Decimal(100),
    is_transfer: bool = False,
) -> Rule:
    """Add a person's rule; RuleError or InputError says what is wrong with it."""
    if account is None and not is_transfer:
        raise InputError(
            f"The rule {name!r} names no account.", hint="Give an account, or make it a transfer."
        )
    rule = Rule(
        firm_id=business.firm_id,
        business=business,
        name=name[:120],
        order=order,
        match=match,
        conditions=conditions,
        account=account,
        payee_name=payee_name[:120],
        business_percent=business_percent,
        is_transfer=is_transfer,
    )
    rule_spec(rule)
    rule.save()
    event_record(
        firm_id=business.firm_id,
        business_id=business.pk,
        action="rule_add",
        subject="rule",
        subject_id=rule.pk,
        detail={"name": rule.name},
    )
    return rule


@transaction.atomic
def memory_learn(
    *,
    bank_transaction: BankTransaction,
    payee_key: str,
    payee_name: str,
    account: Account,
    business_percent: Decimal,
) -> None:
    """A person's decision teaches at once: one more time this payee went to this account."""
    key = payee_key or _payee_key(bank_transaction)
    if not key:
        return
    memory, _ = PayeeMemory.objects.select_for_update().get_or_create(
        firm_id=bank_transaction.firm_id,
        bank_account_id=bank_transaction.bank_account_id,
        payee_key=key,
        account=account,
        business_percent=business_percent,
        defaults={
            "business_id": bank_transaction.business_id,
            "last_date": bank_transaction.date,
        },
    )
    memory.count += 1
    memory.payee_name = payee_name[:200] or memory.payee_name
    memory.last_date = max(memory.last_date, bank_transaction.date)
    memory.save()


@transaction.atomic
def memory_unlearn(
    *,
    bank_transaction: BankTransaction,
    payee_key: str,
    account_id: int,
    business_percent: Decimal,
) -> None:
    """An undone decision teaches no longer."""
    key = payee_key or _payee_key(bank_transaction)
    PayeeMemory.objects.filter(
        bank_account_id=bank_transaction.bank_account_id,
        payee_key=key,
        account_id=account_id,
        business_percent=business_percent,
        count__gt=0,
    ).update(count=F("count") - 1)


def _payee_key(bank_transaction: BankTransaction) -> str:
    return normalise(bank_transaction.description, bank_transaction.counterparty).key[:200]
