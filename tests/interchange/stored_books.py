"""The invented book as rows of the database, posted through the services.

Here: accounts and entries of invented_books.py. Not here: statements (tests/published.py).
"""

from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import place_for
from ledgerflow.firms.models import User
from ledgerflow.firms.services import business_create, firm_create
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import Account, JournalEntry, JournalLine
from ledgerflow.ledger.services import entry_post, entry_reverse
from tests.conftest import Books
from tests.interchange.invented_books import nasty_book


def nasty_books_stored(turns=1):
    """A firm whose one business has the accounts and entries of `nasty_book`."""
    book = nasty_book(turns)
    user = User.objects.create_user("keeper@example.com")
    firm = firm_create(name="Invented Practice", owner=user)
    with firm_scope(firm.pk, user.pk), transaction.atomic():
        business = business_create(
            firm_id=firm.pk, name=book.business, base_currency=book.base_currency
        )
        accounts = accounts_store(business, book.accounts)
        entries_store(business, book.entries, accounts)
        closed = [a.code for a in book.accounts if not a.is_active]
        Account.objects.filter(business=business, code__in=closed).update(is_active=False)
    return Books(place_for(user, business.pk), user)


def accounts_store(business, accounts):
    """Rows of the accounts, all open; by code."""
    rows = {}
    for account in accounts:
        rows[account.code] = Account.objects.create(
            firm_id=business.firm_id,
            business=business,
            code=account.code,
            name=account.name,
            type=account.type,
            key=account.key,
            currency=account.currency,
            parent=rows.get(account.parent_code),
            is_heading=account.is_heading,
            description=account.description,
        )
    return rows


def entries_store(business, entries, accounts):
    """Post the entries; reversals through `entry_reverse`, which writes their description."""
    for entry in entries:
        if entry.reverses is not None:
            undone = JournalEntry.objects.get(business=business, number=entry.reverses)
            entry_reverse(entry=undone, reason=entry.description)
            continue
        lines = [LineDraft(accounts[x.account_code].pk, x.amount, x.currency, x.note)
                 for x in entry.lines]  # fmt: skip
        draft = EntryDraft(
            date=entry.date,
            description=entry.description,
            lines=tuple(lines),
            idempotency_key=f"invented:{entry.number}",
            kind=entry.kind,
        )
        entry_post(business=business, draft=draft)


def balances_stored(business):
    """(account code, currency) -> sum over the lines, by PostgreSQL; zero sums are left out."""
    rows = JournalLine.objects.filter(business=business).values("account__code", "currency")
    sums = rows.annotate(total=Sum("amount")).values_list("account__code", "currency", "total")
    return {(code, currency): total for code, currency, total in sums if total != Decimal(0)}
