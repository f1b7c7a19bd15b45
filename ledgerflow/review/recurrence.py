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


def business_recurring(business: Business, as_of: dt.date | None = None) -> RecurringAsOf:
    """What recurs, from all transactions up to `as_of` (else the newest transaction's date).

    Transfers between own accounts and what is not to be booked are left out: those decided, and
    the undecided that are suggested as a transfer. Query count does not grow with the rows.
    """
    rows = BankTransaction.objects.filter(business=business, is_live=True)
    day = as_of or rows.aggregate(newest=Max("date"))["newest"]
    if day is None:
        return RecurringAsOf(None, Recurring())
    decided = {
        pk: (kind, key, name)
        for pk, kind, key, name in live_decisions(business).values_list(
            "transaction_id", "kind", "payee_key", "payee_name"
        )
    }
    suggested = _suggested_transfers(business) - decided.keys()
    found = []
    for row in rows.filter(date__lte=day).values_list(
        "pk", "date", "amount", "currency", "description", "counterparty"
    ):
        pk, date, amount, currency, description, counterparty = row
        kind, key, name = decided.get(pk, ("", "", ""))
        if pk in suggested or kind in (Decision.Kind.TRANSFER, Decision.Kind.EXCLUDE):
            continue
        payee = normalise(description, counterparty)
        found.append(
            Occurrence(pk, date, amount, currency, key or payee.key, name or payee.display)
        )
    return RecurringAsOf(day, recurring_of(found, day))


def _suggested_transfers(business: Business) -> set[int]:
    """Transactions whose newest suggestion is a transfer with a known other half."""
    newest = (
        Suggestion.objects.filter(business=business)
        .order_by("transaction_id", "-pk")
        .distinct("transaction_id")
        .values_list("transaction_id", "transfer_with_id")
    )
    return {pk for pk, other in newest if other is not None}
