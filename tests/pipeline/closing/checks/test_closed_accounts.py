"""A result on an account that takes no entries cannot be closed into equity."""

import datetime as dt

from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.closing.checks import closed_accounts
from tests.ledger.test_services import paid


def test_a_closed_account_with_costs_blocks_until_it_is_open(books, ask):
    with books.scope():
        paid(books, "12.00", date=dt.date(2025, 5, 1))
        assert ask(closed_accounts.CHECK, books, "2025").state == "ok"
        Account.objects.filter(key="supplies").update(is_active=False)
        found = ask(closed_accounts.CHECK, books, "2025")
        assert (found.state, "12.00 USD" in found.detail) == ("blocking", True)


def test_a_closed_account_without_a_balance_is_no_matter(books, ask):
    with books.scope():
        Account.objects.filter(key="supplies").update(is_active=False)
        assert ask(closed_accounts.CHECK, books, "2025").state == "ok"
