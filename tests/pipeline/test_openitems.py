"""What is open between bank and books: month by month, and item by item."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import entry_post
from ledgerflow.pipeline.openitems import months_of, open_items
from ledgerflow.review.choices import Choice
from ledgerflow.review.models import Decision
from ledgerflow.review.services import decision_accept, decision_undo
from ledgerflow.statements.models import BankAccount, BankTransaction
from tests.published import decide, publish

JANUARY, FEBRUARY = dt.date(2025, 1, 1), dt.date(2025, 2, 1)
SAID = [
    ("2025-01-03", "500.00", "HARBOR CLIENT"),
    ("2025-01-20", "-120.00", "PAPER SHOP"),
    ("2025-01-28", "-30.00", "WATER WORKS"),
    ("2025-02-04", "-80.00", "TOWN GARAGE"),
]


def exclude(books, text):
    transaction = BankTransaction.objects.get(description=text)
    choice = Choice(Decision.Kind.EXCLUDE, reason="was the neighbour's")
    return decision_accept(bank_transaction=transaction, choice=choice, batch=books.batch())


def by_hand(books, day, amount):
    """An entry on the bank's ledger account that no bank transaction stands behind."""
    account = BankAccount.objects.get()
    other = account_by_key(books.business, "owner_equity")
    lines = (
        LineDraft(account.ledger_account_id, Decimal(amount), "USD"),
        LineDraft(other.pk, -Decimal(amount), "USD"),
    )
    draft = EntryDraft(dt.date.fromisoformat(day), "Cash put in", lines, f"manual:{day}")
    return entry_post(business=books.business, draft=draft)


@pytest.fixture
def open_books(books):
    """One transaction decided, two excluded (one of them no more), two waiting."""
    with books.scope():
        publish(books, SAID, start="2025-01-01", end="2025-02-28")
        decide(books, "HARBOR CLIENT", "sales")
        exclude(books, "PAPER SHOP")
        again = exclude(books, "WATER WORKS")
        decision_undo(decision=again, batch=books.batch("undo"), reason="it was ours")
    return books


def test_a_month_agrees_when_waiting_and_excluded_explain_it(open_books):
    with open_books.scope():
        ((january, february),) = months_of(open_books.business, JANUARY, FEBRUARY).values()
        assert (january.bank, january.ledger) == (Decimal(350), Decimal(500))
        assert (january.waiting, january.excluded) == (Decimal(-30), Decimal(-120))
        assert (february.bank, february.waiting, february.ledger) == (-80, -80, 0)
        assert (january.beside, february.beside) == (0, 0)


def test_what_is_only_in_the_books_shows_in_its_month_and_by_entry(open_books):
    with open_books.scope():
        entry = by_hand(open_books, "2025-02-10", 55)
        account = BankAccount.objects.get().pk
        months = months_of(open_books.business, JANUARY, FEBRUARY)[account]
        assert [month.beside for month in months] == [0, 55]
        days = {account: dt.date(2025, 2, 28)}
        items = open_items(open_books.business, days, month=FEBRUARY, unequal=[account])
        (item,) = items.beside[account]
        assert (item.number, item.amount, item.text) == (entry.number, 55, "Cash put in")


def test_items_stand_in_order_and_end_with_the_day(open_books):
    with open_books.scope():
        account = BankAccount.objects.get().pk
        days = {account: dt.date(2025, 2, 28)}
        items = open_items(open_books.business, days, month=JANUARY, unequal=[])
        assert [i.text for i in items.waiting[account]] == ["WATER WORKS", "TOWN GARAGE"]
        assert [i.text for i in items.excluded[account]] == ["PAPER SHOP"]
        assert items.beside == {}
        few = open_items(open_books.business, days, month=JANUARY, unequal=[], limit=1)
        assert [i.text for i in few.waiting[account]] == ["WATER WORKS"]
        earlier = {account: dt.date(2025, 1, 10)}
        none = open_items(open_books.business, earlier, month=JANUARY, unequal=[])
        assert (none.waiting, none.excluded) == ({}, {})


def test_a_business_without_bank_accounts_has_nothing_open(books):
    with books.scope():
        assert months_of(books.business, JANUARY, FEBRUARY) == {}
        assert open_items(books.business, {}, month=JANUARY, unequal=[]).waiting == {}
