"""Invented books in dollars with accounts in euros and pounds, and short ways to move money.

Here: what tests of several currencies share. Call inside `books.scope()`.
"""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.exchanging import ExchangeWish, money_exchange
from ledgerflow.ledger.models import Account, JournalEntry
from ledgerflow.ledger.rate_services import rate_state
from ledgerflow.ledger.services import account_add, entry_post
from ledgerflow.reports.selectors import report_for
from ledgerflow.reports.spec import Report, Undecided

SOURCE = "European Central Bank"
_numbers = itertools.count(1)


def state(books: Any, currency: str, day: str, rate: str, source: str = SOURCE) -> bool:
    """State one rate."""
    return rate_state(
        business=books.business,
        currency=currency,
        date=dt.date.fromisoformat(day),
        rate=Decimal(rate),
        source=source,
    )


def account(books: Any, name: str, currency: str = "USD") -> Account:
    """A new bank account in the chart."""
    return account_add(
        business=books.business, heading_key="bank_accounts", name=name, currency=currency
    )


def named(name: str) -> Account:
    """The account with this name."""
    return Account.objects.get(name=name)


def foreign(books: Any, name: str, currency: str, account_type: str) -> Account:
    """A new account of any type in a currency."""
    business = books.business
    return Account.objects.create(
        firm_id=business.firm_id,
        business=business,
        code=f"9{next(_numbers):05}",
        name=name,
        type=account_type,
        currency=currency,
    )


def move(
    books: Any, day: str, to: Account, source: Account, amount: str, kind: str = "normal"
) -> JournalEntry:
    """Debit one account and credit another of the same currency."""
    lines = (
        LineDraft(to.pk, Decimal(amount), to.currency),
        LineDraft(source.pk, -Decimal(amount), source.currency),
    )
    draft = EntryDraft(
        dt.date.fromisoformat(day),
        f"{to.name} from {source.name}",
        lines,
        f"move:{next(_numbers)}",
        kind,
    )
    return entry_post(business=books.business, draft=draft)


def exchange(
    books: Any,
    day: str,
    source: Account,
    to: Account,
    given: str | None = None,
    received: str | None = None,
    rate: str | None = None,
) -> JournalEntry:
    """Exchange money between accounts of two currencies."""
    given, received, rate = (None if x is None else Decimal(x) for x in (given, received, rate))
    wish = ExchangeWish(
        date=dt.date.fromisoformat(day),
        description="",
        idempotency_key=f"exchange:{next(_numbers)}",
        given=given,
        received=received,
        rate=rate,
    )
    return money_exchange(business=books.business, from_account=source, to_account=to, wish=wish)


def report(books: Any, report_id: str, year: int = 2025, end: str | None = None) -> Report:
    """A report with nothing undecided."""
    return report_for(
        business=books.business,
        report_id=report_id,
        year=year,
        end=dt.date.fromisoformat(end) if end else None,
        undecided=Undecided(0, Decimal(0)),
    )


def figures(made: Report) -> dict[str, list[Any]]:
    """The values of every row that has any, by label."""
    return {row.label: [cell.value for cell in row.cells] for row in made.rows if row.cells}
