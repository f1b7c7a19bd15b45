"""Reads of the ledger: accounts, balances, the entries behind each figure.

Here: queries in a firm's scope, as plain records. Not here: reports (reports/).
Amounts are debit positive.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from ledgerflow.core.errors import RuleError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account, JournalEntry, JournalLine


@dataclass(frozen=True, slots=True)
class Balance:
    """An account's sum over some days, with the numbers of the entries behind it.

    `parent_key` is the key of the heading the account stands under, "" at the top.
    """

    account_id: int
    code: str
    name: str
    type: str
    key: str
    currency: str
    amount: Decimal
    entries: tuple[int, ...]
    month: dt.date | None = None
    parent_key: str = ""


def accounts(business: Business) -> QuerySet[Account]:
    """The chart of a business, by code."""
    return Account.objects.filter(business=business).order_by("code")


def account_by_key(business: Business, key: str) -> Account:
    """The account with a standard key; RuleError when the chart has none."""
    account = Account.objects.filter(business=business, key=key).first()
    if account is None:
        raise RuleError(
            f"The chart of {business.name} has no account with the key {key!r}.",
            code="no_account_for_key",
            hint="Add such an account, or give the key to an existing one.",
        )
    return account


def account_balances(
    business: Business,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    keys: Sequence[str] = (),
) -> list[Balance]:
    """Sums by account over the days from `start` to `end`, both included; only non-empty ones.

    Of the accounts with the standard keys named, of all when none is.
    """
    lines = _lines(business, start, end)
    if keys:
        lines = lines.filter(account__key__in=keys)
    return [_balance(row) for row in _sums(lines, ())]


def month_amounts(
    business: Business, *, start: dt.date, end: dt.date, types: Sequence[str] = ()
) -> list[Balance]:
    """Sums by account and calendar month; of the account types named, of all when none is."""
    lines = _lines(business, start, end).annotate(month=TruncMonth("date"))
    if types:
        lines = lines.filter(account__type__in=types)
    return [_balance(row) for row in _sums(lines, ("month",))]


def entries_numbered(business: Business, numbers: Sequence[int]) -> QuerySet[JournalEntry]:
    """The entries with these numbers, with their lines."""
    return (
        JournalEntry.objects.filter(business=business, number__in=numbers)
        .order_by("number")
        .prefetch_related("lines__account")
    )


def _lines(business: Business, start: dt.date | None, end: dt.date | None) -> QuerySet[JournalLine]:
    lines = JournalLine.objects.filter(business=business)
    if start:
        lines = lines.filter(date__gte=start)
    if end:
        lines = lines.filter(date__lte=end)
    return lines


def _sums(lines: QuerySet[JournalLine], extra: tuple[str, ...]) -> list[dict[str, Any]]:
    account = [f"account__{name}" for name in ("code", "name", "type", "key", "currency")]
    account.append("account__parent__key")
    return list(
        lines.values("account_id", *account, *extra)
        .annotate(
            total=Sum("amount"),
            entries=ArrayAgg("entry__number", distinct=True, order_by="entry__number"),
        )
        .order_by("account__code", *extra)
    )


def _balance(row: dict[str, Any]) -> Balance:
    return Balance(
        account_id=row["account_id"],
        code=row["account__code"],
        name=row["account__name"],
        type=row["account__type"],
        key=row["account__key"],
        currency=row["account__currency"],
        amount=row["total"],
        entries=tuple(row["entries"]),
        month=row.get("month"),
        parent_key=row["account__parent__key"] or "",
    )
