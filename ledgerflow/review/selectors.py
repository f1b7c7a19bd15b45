"""Reads of review: what is undecided, what was decided, what waits for a person.

Here: queries in a firm's scope. Not here: deciding (services.py).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from ledgerflow.classification.facts import NOTHING
from ledgerflow.classification.models import Suggestion
from ledgerflow.firms.models import Business
from ledgerflow.review.models import Decision
from ledgerflow.review.wording import split_names, suggestion_place
from ledgerflow.statements.models import BankTransaction, Statement

ZERO = Decimal(0)
WAITS = Q(newest_decision=None) | Q(newest_decision=Decision.Kind.UNDO)
EXCLUDED = Q(newest_decision=Decision.Kind.EXCLUDE)
"""Of transactions with their newest decision's kind as `newest_decision`."""


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


def _newest_kind() -> Subquery:
    newest = Decision.objects.filter(transaction=OuterRef("pk")).order_by("-version")
    return Subquery(newest.values("kind")[:1])


def undecided(business: Business) -> QuerySet[BankTransaction]:
    """Live transactions with no live decision, oldest first."""
    return _live(business, WAITS)


def excluded(business: Business) -> QuerySet[BankTransaction]:
    """Live transactions that a decision keeps out of the books, oldest first."""
    return _live(business, EXCLUDED)


def _live(business: Business, which: Q) -> QuerySet[BankTransaction]:
    return (
        BankTransaction.objects.filter(business=business, is_live=True)
        .annotate(newest_decision=_newest_kind())
        .filter(which)
        .select_related("bank_account")
        .order_by("date", "pk")
    )


def not_booked(business: Business, *, start: dt.date | None, end: dt.date) -> list[NotBooked]:
    """What waits and what is excluded from `start` to `end`, by currency; one query."""
    days = Q(date__lte=end) & (Q() if start is None else Q(date__gte=start))
    rows = (
        BankTransaction.objects.filter(days, business=business, is_live=True)
        .annotate(newest_decision=_newest_kind())
        .filter(WAITS | EXCLUDED)
        .order_by()
        .values_list("currency", "newest_decision")
        .annotate(count=Count("pk"), amount=Sum("amount"))
    )
    sums: dict[tuple[str, bool], NotBooked] = {}
    for currency, newest, count, amount in rows:
        key = (currency, newest == Decision.Kind.EXCLUDE)
        known = sums.get(key, NotBooked(*key, 0, ZERO))
        sums[key] = replace(known, count=known.count + count, amount=known.amount + amount)
    return [sums[key] for key in sorted(sums)]


def undecided_totals(business: Business) -> list[WaitingMoney]:
    """What is not yet in the books, one record a currency: two have no common sum."""
    rows = undecided(business).order_by()
    return [money for _, money in _by_currency(rows, business.base_currency)]


def excluded_totals(business: Business) -> list[WaitingMoney]:
    """What is kept out of the books, one record a currency."""
    rows = excluded(business).order_by()
    return [money for _, money in _by_currency(rows, business.base_currency)]


def newest_suggestions(transaction_ids: Iterable[int]) -> dict[int, Suggestion]:
    """The newest suggestion of each transaction that has one, unless it was taken back since."""
    rows = (
        Suggestion.objects.filter(transaction_id__in=list(transaction_ids))
        .order_by("transaction_id", "-pk")
        .distinct("transaction_id")
        .select_related("account")
    )
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


def undecided_by_business() -> dict[int, list[WaitingMoney]]:
    """What is undecided, one record a currency, of every business of the firm that has any."""
    waiting = (
        BankTransaction.objects.filter(is_live=True)
        .annotate(newest_decision=_newest_kind())
        .filter(WAITS)
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
