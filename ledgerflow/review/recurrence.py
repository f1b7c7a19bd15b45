"""Reads of review: what a business pays and earns again and again.

Here: decided and undecided transactions to the pure finder, in a firm's scope. Not here: finding
series (classification/recurring.py).
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max

from ledgerflow.classification.models import Suggestion
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.recurring import Occurrence, Recurring, recurring_of
from ledgerflow.firms.models import Business
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import live_decisions
from ledgerflow.statements.models import BankTransaction


@dataclass(frozen=True, slots=True)
class RecurringAsOf:
    """The series of a business and the date they are judged by (None without transactions)."""

    as_of: dt.date | None
    recurring: Recurring


def business_recurring(
    business: Business, as_of: dt.date | None = None, *, newest: int | None = None
) -> RecurringAsOf:
    """What recurs, from transactions up to `as_of` (else the newest transaction's date).

    From all of them, or from the `newest` so many.

    Transfers between own accounts and what is not to be booked are left out: those decided, and
    the undecided that are suggested as a transfer. Query count does not grow with the rows.
    """
    rows = BankTransaction.objects.filter(business=business, is_live=True)
    day = as_of or rows.aggregate(newest=Max("date"))["newest"]
    if day is None:
        return RecurringAsOf(None, Recurring())
    looked_at = list(
        rows.filter(date__lte=day)
        .order_by("-date", "-pk")
        .values_list("pk", "date", "amount", "currency", "description", "counterparty")[:newest]
    )
    among = None if newest is None else [row[0] for row in looked_at]
    decided = _decided(business, among)
    suggested = _suggested_transfers(business, among) - decided.keys()
    found = []
    for pk, date, amount, currency, description, counterparty in looked_at:
        kind, key, name = decided.get(pk, ("", "", ""))
        if pk in suggested or kind in (Decision.Kind.TRANSFER, Decision.Kind.EXCLUDE):
            continue
        payee = normalise(description, counterparty)
        found.append(
            Occurrence(pk, date, amount, currency, key or payee.key, name or payee.display)
        )
    return RecurringAsOf(day, recurring_of(found, day))


def _decided(business: Business, among: list[int] | None) -> dict[int, tuple[str, str, str]]:
    """Kind, payee's key and name of each decision that stands; `among` some, or all."""
    rows = live_decisions(business)
    if among is not None:
        rows = rows.filter(transaction__in=among)
    return {
        pk: (kind, key, name)
        for pk, kind, key, name in rows.values_list(
            "transaction_id", "kind", "payee_key", "payee_name"
        )
    }


def _suggested_transfers(business: Business, among: list[int] | None) -> set[int]:
    """Transactions whose newest suggestion is a transfer with a known other half."""
    rows = Suggestion.objects.filter(business=business)
    if among is not None:
        rows = rows.filter(transaction__in=among)
    newest = (
        rows.order_by("transaction_id", "-pk")
        .distinct("transaction_id")
        .values_list("transaction_id", "transfer_with_id")
    )
    return {pk for pk, other in newest if other is not None}
