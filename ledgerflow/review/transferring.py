"""Lines that may be the other half of a transfer between own accounts.

Here: a read in a firm's scope, for a person who pairs two. Not here: pairing by evidence
(classification/transfers.py).
"""

import datetime as dt
from decimal import Decimal

from django.db.models import Q

from ledgerflow.review.models import Decision, WaitingTransaction
from ledgerflow.statements.models import BankTransaction

NEAR = dt.timedelta(days=10)
SHOWN = 12
LOOKED_AT = 300
FEE = Decimal("0.05")
"""So much of the money may stay on the way within one currency."""


def other_halves(one: BankTransaction) -> list[BankTransaction]:
    """Lines of the business's other accounts, near in time, the other way; the likeliest first.

    Those that wait, of about the same money or in another currency, and those that were decided
    as a transfer of exactly this money without another half.
    """
    days = (one.date - NEAR, one.date + NEAR)
    way = Q(amount__lt=0) if one.amount > 0 else Q(amount__gt=0)
    bounds = sorted((-one.amount * (1 - FEE), -one.amount * (1 + FEE)))
    waiting = (
        WaitingTransaction.objects.filter(way, business_id=one.business_id, date__range=days)
        .filter(~Q(currency=one.currency) | Q(amount__range=bounds))
        .exclude(bank_account_id=one.bank_account_id)
        .select_related("transaction__bank_account")
        .order_by("date", "transaction_id")[:LOOKED_AT]
    )
    found = [row.transaction for row in waiting] + _open_halves(one, days)
    return sorted(found, key=lambda other: _distance(one, other))[:SHOWN]


def _open_halves(one: BankTransaction, days: tuple[dt.date, dt.date]) -> list[BankTransaction]:
    fitting = BankTransaction.objects.filter(
        bank_account__business_id=one.business_id,
        business_id=one.business_id,
        date__range=days,
        amount=-one.amount,
        currency=one.currency,
        is_live=True,
        waiting=None,
    ).exclude(bank_account_id=one.bank_account_id)
    rows = {row.pk: row for row in fitting.select_related("bank_account")[:LOOKED_AT]}
    newest = Decision.objects.filter(transaction__in=rows).order_by("transaction_id", "-version")
    named = Decision.objects.filter(transfer_with__in=rows).exclude(kind=Decision.Kind.UNDO)
    taken = set(named.values_list("transfer_with_id", flat=True))
    return [
        rows[d.transaction_id]
        for d in newest.distinct("transaction_id")
        if d.kind == Decision.Kind.TRANSFER
        and d.transfer_with_id is None
        and d.transaction_id not in taken
    ]


def _distance(one: BankTransaction, other: BankTransaction) -> tuple[bool, Decimal, int, int]:
    """One currency first, then the same money, then the nearest day."""
    gap = abs(one.amount + other.amount) if one.currency == other.currency else Decimal(0)
    return (one.currency != other.currency, gap, abs((one.date - other.date).days), other.pk)
