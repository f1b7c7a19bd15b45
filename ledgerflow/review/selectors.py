"""Reads of review: what is undecided, what was decided, what waits for a person.

Here: queries in a firm's scope. Not here: deciding (services.py).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum, Value

from ledgerflow.classification.facts import NOTHING
from ledgerflow.classification.models import Suggestion
from ledgerflow.classification.newest import newest_rows
from ledgerflow.firms.models import Business
from ledgerflow.review.models import Decision, WaitingTransaction
from ledgerflow.review.wording import split_names, suggestion_place
from ledgerflow.statements.models import BankTransaction, Statement

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A transaction that waits for a person, with the newest suggestion if there is one.

    `place`: where that puts the money, in words.
    """

    number: int
    transaction: BankTransaction
    suggestion: Suggestion | None
    place: str = ""


@dataclass(frozen=True, slots=True)
class WaitingMoney:
    """What is not in the books, waiting or excluded, in one currency: `out` is negative."""

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


@dataclass(frozen=True, slots=True)
class NotBooked:
    """What waits or is excluded in one currency; `amount` is the net, money in positive."""

    currency: str
    is_excluded: bool
    count: int
    amount: Decimal


def undecided(business: Business) -> QuerySet[BankTransaction]:
    """Live transactions with no live decision, oldest first."""
    return (
        BankTransaction.objects.filter(waiting__business=business)
        .select_related("bank_account")
        .order_by("waiting__date", "waiting__transaction")
    )


def excluded(business: Business) -> QuerySet[BankTransaction]:
    """Live transactions that a decision keeps out of the books, oldest first."""
    kept_out = live_decisions(business).filter(kind=Decision.Kind.EXCLUDE)
    return (
        BankTransaction.objects.filter(pk__in=kept_out.values("transaction"), is_live=True)
        .select_related("bank_account")
        .order_by("date", "pk")
    )


def not_booked(business: Business, *, start: dt.date | None, end: dt.date) -> list[NotBooked]:
    """What waits and what is excluded from `start` to `end`, by currency; one query."""
    days = Q(date__lte=end) & (Q() if start is None else Q(date__gte=start))
    waiting = _sums(WaitingTransaction.objects.filter(days, business=business), excluded=False)
    kept_out = _sums(excluded(business).filter(days), excluded=True)
    return sorted(
        (NotBooked(*row) for row in waiting.union(kept_out, all=True)),
        key=lambda one: (one.currency, one.is_excluded),
    )


def _sums(rows: Any, *, excluded: bool) -> Any:
    """Currency, whether it is excluded, count and net."""
    marked = rows.order_by().values("currency").annotate(is_excluded=Value(excluded))
    sums = marked.annotate(count=Count("pk"), net=Sum("amount"))
    return sums.values_list("currency", "is_excluded", "count", "net")


def undecided_totals(business: Business) -> list[WaitingMoney]:
    """What is not yet in the books, one record a currency: two have no common sum."""
    rows = WaitingTransaction.objects.filter(business=business)
    return [money for _, money in _by_currency(rows, business.base_currency)]


def excluded_totals(business: Business) -> list[WaitingMoney]:
    """What is kept out of the books, one record a currency."""
    rows = excluded(business).order_by()
    return [money for _, money in _by_currency(rows, business.base_currency)]


def newest_suggestions(transaction_ids: Iterable[int]) -> dict[int, Suggestion]:
    """The newest suggestion of each transaction that has one, unless it was taken back since."""
    rows = newest_rows(transaction_ids).select_related("account")
    return {row.transaction_id: row for row in rows if row.source != NOTHING}


def queue(business: Business) -> list[Waiting]:
    """What waits for a person, numbered from 1 in a stable order."""
    transactions = list(undecided(business))
    suggestions = newest_suggestions(t.pk for t in transactions)
    names = split_names(suggestions.values())
    places = {pk: suggestion_place(s, names) for pk, s in suggestions.items()}
    return [
        Waiting(number, t, suggestions.get(t.pk), places.get(t.pk, ""))
        for number, t in enumerate(transactions, 1)
    ]


def live_decision(transaction: BankTransaction) -> Decision | None:
    """The decision that stands for a transaction."""
    newest = Decision.objects.filter(transaction=transaction).order_by("-version").first()
    return newest if newest and newest.kind != Decision.Kind.UNDO else None


def live_decisions(business: Business) -> QuerySet[Decision]:
    """Decisions that stand: the newest of each transaction, undos left out."""
    later = Decision.objects.filter(
        transaction=OuterRef("transaction"), version__gt=OuterRef("version")
    )
    return (
        Decision.objects.filter(business=business)
        .exclude(Exists(later))
        .exclude(kind=Decision.Kind.UNDO)
    )


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


def _by_currency(
    waiting: QuerySet[WaitingTransaction] | QuerySet[BankTransaction], first: str = ""
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
