"""Reads of review: what is undecided, what was decided, what waits for a person.

Here: queries in a firm's scope. Not here: deciding (services.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Abs

from ledgerflow.classification.models import Suggestion
from ledgerflow.firms.models import Business
from ledgerflow.review.models import Decision
from ledgerflow.statements.models import BankTransaction, Statement


@dataclass(frozen=True, slots=True)
class Waiting:
    """A transaction that waits for a person, with the newest suggestion if there is one."""

    number: int
    transaction: BankTransaction
    suggestion: Suggestion | None


def _newest_kind() -> Subquery:
    newest = Decision.objects.filter(transaction=OuterRef("pk")).order_by("-version")
    return Subquery(newest.values("kind")[:1])


def undecided(business: Business) -> QuerySet[BankTransaction]:
    """Live transactions with no live decision, oldest first."""
    return (
        BankTransaction.objects.filter(business=business, is_live=True)
        .annotate(newest_decision=_newest_kind())
        .filter(Q(newest_decision=None) | Q(newest_decision=Decision.Kind.UNDO))
        .select_related("bank_account")
        .order_by("date", "pk")
    )


def undecided_totals(business: Business) -> tuple[int, Decimal]:
    """Count and signed sum (holder's view) of what is not yet in the books."""
    amounts = list(undecided(business).values_list("amount", flat=True))
    return len(amounts), sum(amounts, Decimal(0))


def newest_suggestions(transaction_ids: Iterable[int]) -> dict[int, Suggestion]:
    """The newest suggestion of each transaction that has one."""
    rows = (
        Suggestion.objects.filter(transaction_id__in=list(transaction_ids))
        .order_by("transaction_id", "-pk")
        .distinct("transaction_id")
        .select_related("account")
    )
    return {row.transaction_id: row for row in rows}


def queue(business: Business) -> list[Waiting]:
    """What waits for a person, numbered from 1 in a stable order."""
    transactions = list(undecided(business))
    suggestions = newest_suggestions(t.pk for t in transactions)
    return [Waiting(number, t, suggestions.get(t.pk)) for number, t in enumerate(transactions, 1)]


def live_decision(transaction: BankTransaction) -> Decision | None:
    """The decision that stands for a transaction."""
    newest = Decision.objects.filter(transaction=transaction).order_by("-version").first()
    return newest if newest and newest.kind != Decision.Kind.UNDO else None


def is_proved(transaction_ids: Iterable[int]) -> set[int]:
    """Those transactions that some live proved statement reports."""
    ids = list(transaction_ids)
    proved = Statement.objects.filter(
        lines__match__transaction=OuterRef("pk"),
        verdict=Statement.Verdict.PROVED,
        withdrawn_by=None,
    )
    return set(
        BankTransaction.objects.filter(pk__in=ids)
        .filter(Exists(proved))
        .values_list("pk", flat=True)
    )


def undecided_by_business() -> dict[int, tuple[int, Decimal]]:
    """Count and gross amount of what is undecided, of every business of the firm that has any."""
    waiting = (
        BankTransaction.objects.filter(is_live=True)
        .annotate(newest_decision=_newest_kind())
        .filter(Q(newest_decision=None) | Q(newest_decision=Decision.Kind.UNDO))
        .values("business_id")
        .annotate(count=Count("pk"), gross=Sum(Abs("amount")))
    )
    return {row["business_id"]: (row["count"], row["gross"]) for row in waiting}
