"""Writes of classification: suggestions, and what a person's decision teaches.

Here: one transaction each, in a firm's scope. Not here: finding answers (cascade.py, pure) or
rules (rule_services.py).
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from ledgerflow.audit.models import Batch
from ledgerflow.classification.cascade import Classified, classify
from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import NOTHING, TRANSFERS_KEY, Answer
from ledgerflow.classification.history import NO_HISTORY, History
from ledgerflow.classification.looked_up import AGENT
from ledgerflow.classification.models import Suggestion
from ledgerflow.classification.newest import newest_suggestions
from ledgerflow.classification.selectors import context_of, facts_of
from ledgerflow.classification.sharetext import shares_to_json
from ledgerflow.classification.teaching import Lesson, lessons_learn, lessons_unlearn
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
from ledgerflow.statements.models import BankTransaction

ROWS_A_STATEMENT = 2_000


@transaction.atomic
def transactions_classify(
    *,
    business: Business,
    batch: Batch,
    transactions: Iterable[BankTransaction],
    history: History = NO_HISTORY,
) -> int:
    """Suggest for the given undecided transactions; returns how many suggestions are new.

    `history`: what decisions say (review/history.py). A suggestion equal to the newest one is not
    written again, so running twice adds nothing. Where nothing is known any more (a rule is off,
    decisions were undone) a row that says NOTHING takes the place of what was suggested.
    """
    rows = list(transactions)
    facts = [facts_of(row) for row in rows]
    context = context_of(business, facts, history)
    newest = newest_suggestions(rows)
    fresh = []
    for row, fact in zip(rows, facts, strict=True):
        found = classify(fact, context)
        suggestion = suggestion_of(row, batch, found, context.account_ids)
        if suggestion is None and row.pk in newest:
            suggestion = _nothing(row, batch)
        elif suggestion is not None:
            suggestion.evidence = _evidence(found, context, row.pk)
        if suggestion is not None and not _same(suggestion, newest.get(row.pk)):
            fresh.append(suggestion)
    Suggestion.objects.bulk_create(fresh, batch_size=ROWS_A_STATEMENT)
    return len(fresh)


def _nothing(row: BankTransaction, batch: Batch) -> Suggestion:
    return Suggestion(
        firm_id=row.firm_id,
        business_id=row.business_id,
        transaction=row,
        batch=batch,
        confidence=Decimal(0),
        source=NOTHING,
    )


def _evidence(found: Classified, context: ClassifyContext, pk: int) -> dict[str, Any]:
    """What an agent found, though another answer may be better; nothing beside a sure one."""
    looked_up, best = context.looked_up.get(pk), found.best
    if looked_up is None or best is None:
        return {}
    is_idle = best.source != AGENT and best.confidence >= context.target_precision
    return {} if is_idle else dict(looked_up.evidence)


def suggestion_of(
    row: BankTransaction, batch: Batch, found: Classified, account_ids: Mapping[str, int]
) -> Suggestion | None:
    """The row that suggests the best answer, not written yet; None where the chart lacks it."""
    answer = found.best
    if answer is None:
        return None
    is_transfer = answer.account_key == TRANSFERS_KEY or answer.transfer_with is not None
    account_id = None if is_transfer else _account_id(answer, account_ids)
    if account_id is None and not (is_transfer or answer.splits or answer.exclude):
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
        splits=shares_to_json(answer.splits),
        tags=list(answer.tags),
        is_exclusion=answer.exclude,
        confidence=answer.confidence,
        hit_rate=answer.hit_rate,
        kind=answer.kind[:40],
        source=answer.source,
        source_ref=answer.source_ref[:120],
        version=answer.version[:40],
        reasons=list(answer.reasons),
        alternatives=[_alternative(a, account_ids) for a in found.alternatives],
    )


def _account_id(answer: Answer, account_ids: Mapping[str, int]) -> int | None:
    return answer.account_id or account_ids.get(answer.account_key)


def _alternative(answer: Answer, account_ids: Mapping[str, int]) -> dict[str, Any]:
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
    "splits", "tags", "is_exclusion", "confidence", "hit_rate", "kind", "source", "source_ref",
    "version", "reasons", "evidence",
)  # fmt: skip


def _same(fresh: Suggestion, known: Suggestion | None) -> bool:
    return (
        known is not None
        and all(getattr(fresh, name) == getattr(known, name) for name in _COMPARED)
        and _others(fresh) == _others(known)
    )


def _others(suggestion: Suggestion) -> list[tuple[Any, ...]]:
    """The alternatives as they are compared: an account by its id, figures as numbers."""
    return [
        (
            one["account_id"] or one["account_key"],
            Decimal(one["confidence"]),
            one["source"],
            one["reasons"],
            one["transfer_with"],
        )
        for one in suggestion.alternatives
    ]


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
    lesson = Lesson(bank_transaction, payee_key, payee_name, account.pk, business_percent)
    lessons_learn(business=bank_transaction.business, lessons=[lesson])


@transaction.atomic
def memory_unlearn(
    *,
    bank_transaction: BankTransaction,
    payee_key: str,
    account_id: int,
    business_percent: Decimal,
) -> None:
    """An undone decision teaches no longer."""
    lesson = Lesson(bank_transaction, payee_key, "", account_id, business_percent)
    lessons_unlearn(business=bank_transaction.business, lessons=[lesson])
