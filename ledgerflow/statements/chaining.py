"""Bringing the chain proof to the rows of one bank account.

Here: loading what chain.py needs and writing the verdicts it gives. Not here: the reasoning.
"""

import datetime as dt
from decimal import Decimal

from django.db.models import Max, Sum

from ledgerflow.statements.chain import Anchor, Link, prove_chain
from ledgerflow.statements.knownrows import wandering_transactions
from ledgerflow.statements.models import BankAccount, BankTransaction, LineMatch, Statement


def account_reprove(*, bank_account: BankAccount) -> None:
    """Judge all live statements of an account together, in the caller's transaction."""
    statements = list(Statement.objects.filter(bank_account=bank_account, withdrawn_by=None))
    stated = None
    if bank_account.stated_balance is not None and bank_account.stated_balance_date is not None:
        stated = Anchor(
            bank_account.stated_balance_date, bank_account.stated_balance, "stated by a person"
        )
    by_id = {s.pk: s for s in statements}
    for verdict in prove_chain([_link(s) for s in statements], _booked(bank_account), stated):
        statement = by_id[verdict.id]
        if (statement.verdict, statement.reason) != (verdict.verdict, verdict.reason):
            statement.verdict = verdict.verdict
            statement.reason = verdict.reason[:500]
            statement.save(update_fields=["verdict", "reason"])


def _booked(bank_account: BankAccount) -> list[tuple[dt.date, Decimal]]:
    """What was booked day by day: the sums of days, and of some transactions on another day."""
    rows = BankTransaction.objects.filter(bank_account=bank_account, is_live=True)
    found = list(rows.order_by("date").values_list("date").annotate(Sum("amount")))
    later = _booked_later(bank_account)
    for pk, date, amount in rows.filter(pk__in=later).values_list("pk", "date", "amount"):
        found += [(date, -amount), (later[pk], amount)]
    return found


def _booked_later(bank_account: BankAccount) -> dict[int, dt.date]:
    """The last day that a statement gives a transaction, where they give several.

    That is the day of the booking, which balances go by; formats that print the day of the
    payment or the value print an earlier one.
    """
    several = wandering_transactions(bank_account)
    if not several:
        return {}
    standing = LineMatch.objects.filter(transaction__in=several, line__statement__withdrawn_by=None)
    dates = standing.values_list("transaction_id").annotate(Max("line__date"))
    return dict(dates)


def _link(statement: Statement) -> Link:
    own_reason = statement.proof.get("reason", "")
    return Link(
        id=statement.pk,
        own_verdict=statement.own_verdict,
        own_reason=str(own_reason),
        start=statement.start,
        end=statement.end,
        opening=statement.opening,
        closing=statement.closing,
        closing_date=statement.closing_date,
    )
