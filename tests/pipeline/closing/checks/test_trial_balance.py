"""Debits equal credits, in each currency."""

import datetime as dt

import pytest

from ledgerflow.pipeline.closing.checks import trial_balance
from tests.ledger.test_services import paid
from tests.pipeline.conftest import behind_the_back


def test_both_sides_are_said(books, ask):
    with books.scope():
        assert ask(trial_balance.CHECK, books).detail == "no entries"
        paid(books, "12.00", date=dt.date(2025, 1, 5))
        found = ask(trial_balance.CHECK, books)
        assert (found.state, found.detail) == ("ok", "debit 12.00 USD and credit 12.00 USD")


@pytest.mark.django_db(transaction=True)
def test_a_balance_that_was_changed_behind_the_back_blocks(books, ask):
    with books.scope():
        paid(books, "12.00", date=dt.date(2025, 1, 5))
    tables = ("ledger_journalline", "ledger_monthbalance", "ledger_daybalance")
    with behind_the_back(books, *tables) as cursor:
        for table in tables:
            cursor.execute(f"UPDATE {table} SET amount = 15 WHERE amount > 0")
    with books.scope():
        found = ask(trial_balance.CHECK, books)
        assert (found.state, found.detail) == ("blocking", "debit 15.00 USD and credit 12.00 USD")
