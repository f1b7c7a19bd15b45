"""Reads of review: what is undecided, what was decided, what waits for a person.

Here: queries in a firm's scope. Not here: deciding (services.py).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from ledgerflow.classification.models import Suggestion
from ledgerflow.firms.models import Business
from ledgerflow.review.models import Decision
from ledgerflow.statements.models import BankTransaction, Statement

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A transaction that waits for a person, with the newest suggestion if there is one."""

    number: int
    transaction: BankTransaction
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True)
class WaitingMoney:
    """What is not yet in the books in one currency: holder's view, `out` is negative."""

    currency: str
    count: int
    into: Decimal
    out: Decimal

    @property
    def net(self) -> Decimal:
        """The signed sum."""
        return self.into + self.out

    @property
    def gross(self) -> Decimal:
        """How much money it is, either way."""
        return self.into - self.out


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


def undecided_totals(business: Business) -> list[WaitingMoney]:
    """What is not yet in the books, one record a currency: two have no common sum."""
    rows = undecided(business).order_by()
    return [money for _, money in _by_currency(rows, business.base_currency)]


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


def undecided_by_business() -> dict[int, list[WaitingMoney]]:
    """What is undecided, one record a currency, of every business of the firm that has any."""
    waiting = (
        BankTransaction.objects.filter(is_live=True)
        .annotate(newest_decision=_newest_kind())
        .filter(Q(newest_decision=None) | Q(newest_decision=Decision.Kind.UNDO))
    )
    found: dict[int, list[WaitingMoney]] = defaultdict(list)
    for business_id, money in _by_currency(waiting):
        found[business_id].append(money)
    return dict(found)


def _by_currency(
    waiting: QuerySet[BankTransaction], first: str = ""
) -> list[tuple[int, WaitingMoney]]:
    """Business id and money by business and currency; the currency `first` before others."""
    rows = waiting.values("business_id", "currency").annotate(
        count=Count("pk"),
        into=Sum("amount", filter=Q(amount__gt=0), default=ZERO),
        out=Sum("amount", filter=Q(amount__lt=0), default=ZERO),
    )
    found = [
        (r["business_id"], WaitingMoney(r["currency"], r["count"], r["into"], r["out"]))
        for r in rows
    ]
    return sorted(found, key=lambda f: (f[0], f[1].currency != first, f[1].currency))
