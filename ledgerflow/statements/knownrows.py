"""The known lines of a bank account, and what its statements claim, out of the database.

Here: the reads that matching a new statement needs, as sets. Not here: matching (dedupe.py) or
writing (publishing.py).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet

from ledgerflow.core.joins import joined_as_sets
from ledgerflow.statements.knownlines import RULES_ACROSS_DAYS, KnownLine
from ledgerflow.statements.leftovers import DAYS_APART
from ledgerflow.statements.models import (
    BankAccount,
    LineMatch,
    MatchChange,
    Statement,
    StatementLine,
)
from ledgerflow.statements.sources import Source, source_of

DAYS_JOINED_MAX = 31
"""So many days apart may lie what a person calls one."""

_ROWS_AT_ONCE = 5_000
_APART = dt.timedelta(days=DAYS_APART)
_OUTSIDE = dt.timedelta(days=DAYS_JOINED_MAX)  # a payment's day may lie before its statement's
_FIELDS = (
    "match__transaction_id", "date", "amount", "description", "bank_id", "statement_id",
    "match__transaction__is_live", "balance", "value_date", "counterparty", "check_number",
    "currency",
)  # fmt: skip


class KnownRows:
    """Lines of the account around the days of a statement, but for its own; by day.

    They are asked for by the few statements that may have them, and joined by unique keys only:
    right after a large import the database has no statistics to choose between two conditions.
    """

    def __init__(self, account: BankAccount, statement: Statement, first: dt.date, last: dt.date):
        self._currency = account.currency
        others = Statement.objects.filter(bank_account=account).exclude(pk=statement.pk)
        near = others.exclude(start__gt=last + _OUTSIDE).exclude(end__lt=first - _OUTSIDE)
        rows_near = list(near.values_list("pk", "withdrawn_by_id", "line_count"))
        self._gone: dict[int, int | None] = {pk: gone for pk, gone, _ in rows_near}
        self._count = sum(count for *_, count in rows_near)
        days = (first - _APART, last + _APART)
        rows = StatementLine.objects.filter(statement__in=list(self._gone), date__range=days)
        self._rows: QuerySet[StatementLine] = rows.order_by("date", "match__transaction_id")
        self._pinned = pinned_transactions(account)
        self._wandering = wandering_transactions(account)

    def __iter__(self) -> Iterator[KnownLine]:
        return self._lines(self._rows)

    def of_amounts(self, amounts: Collection[Decimal]) -> Iterable[KnownLine]:
        """Those of these amounts, by day."""
        return self._lines(self._rows.filter(amount__in=amounts))

    def _lines(self, rows: QuerySet[StatementLine]) -> Iterator[KnownLine]:
        pinned, wandering, own = self._pinned, self._wandering, self._currency
        for number, day, amount, text, bank_id, source, live, *rest in self._values(rows):
            balance, value_date, counterparty, check_number, currency = rest
            yield KnownLine(
                number, day, amount, text, bank_id, source, live, self._gone[source] is None,
                number in pinned, number in wandering, balance, value_date, counterparty,
                check_number, "" if currency == own else currency,
            )  # fmt: skip

    def _values(self, rows: QuerySet[StatementLine]) -> Iterator[tuple[Any, ...]]:
        """The rows a chunk at a time; the plan is made with the first."""
        chunks = rows.values_list(*_FIELDS).iterator(chunk_size=_ROWS_AT_ONCE)
        with joined_as_sets(self._count):
            first = next(chunks, None)
        if first is not None:
            yield first
            yield from chunks


def pinned_transactions(account: BankAccount) -> set[int]:
    """The account's transactions whose lines a person has sorted."""
    changes = MatchChange.objects.filter(to_transaction__bank_account=account)
    pairs = changes.values_list("from_transaction_id", "to_transaction_id")
    return {number for pair in pairs for number in pair}


def wandering_transactions(account: BankAccount) -> set[int]:
    """The account's transactions that have a line on another day than their own.

    Asked by the few rules that may do so: an index holds these alone, so the answer is quick even
    right after a large import, of which the database has no statistics yet.
    """
    few = LineMatch.objects.filter(business=account.business_id, rule__in=RULES_ACROSS_DAYS)
    away = few.filter(transaction__bank_account=account).exclude(line__date=F("transaction__date"))
    return set(away.values_list("transaction_id", flat=True))


def settled_lines(account: BankAccount, statement: Statement) -> dict[int, int]:
    """Position -> transaction, of lines of the same bytes that a person sorted before an undo."""
    pinned = pinned_transactions(account)
    if not pinned:
        return {}
    matches = LineMatch.objects.filter(
        Q(line__statement__file__sha256=statement.file.sha256)
        & Q(line__statement__position=statement.position)
        & Q(line__statement__bank_account=account),
        transaction_id__in=pinned,
    ).exclude(line__statement=statement)
    return dict(matches.order_by("pk").values_list("line__position", "transaction_id"))


def claim_of(statement: Statement) -> Source:
    """What a statement claims of its days."""
    return source_of(
        statement.pk,
        (statement.start, statement.end),
        (statement.opening, statement.closing),
        proved=statement.own_verdict == Statement.Verdict.PROVED,
    )


def claims_of(account: BankAccount, *, exclude: Statement) -> dict[int, Source]:
    """What the account's standing statements claim, by id."""
    others = Statement.objects.filter(bank_account=account, withdrawn_by=None)
    return {s.pk: claim_of(s) for s in others.exclude(pk=exclude.pk)}
