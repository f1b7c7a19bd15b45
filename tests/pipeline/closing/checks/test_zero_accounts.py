"""Clearing and suspense are empty at the end of a period."""

import datetime as dt

import pytest

from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.closing.checks import zero_accounts
from tests.ledger.test_services import paid

CHECKS = [(zero_accounts.CLEARING, "transfers_clearing"), (zero_accounts.SUSPENSE, "suspense")]


@pytest.mark.parametrize(("check", "key"), CHECKS)
def test_what_is_left_at_the_end_blocks_until_it_is_gone(books, ask, check, key):
    with books.scope():
        assert ask(check, books).state == "ok"
        paid(books, "40.00", debit=key, date=dt.date(2025, 1, 31))
        found = ask(check, books)
        assert (found.state, "40.00 USD on 2025-01-31, should be 0" in found.detail) == (
            "blocking",
            True,
        )
        paid(books, "-40.00", key="back", debit=key, date=dt.date(2025, 2, 1))
        assert ask(check, books).state == "blocking"
        assert ask(check, books, "2025-02").state == "ok"


def test_an_account_of_another_currency_counts_and_one_that_only_sounds_alike_does_not(books, ask):
    with books.scope():
        Account.objects.filter(key="equipment").update(key="suspense_eur")
        paid(books, debit="suspense_eur", date=dt.date(2025, 1, 2))
        assert ask(zero_accounts.SUSPENSE, books).state == "blocking"
        Account.objects.filter(key="suspense_eur").update(key="suspenseful")
        assert ask(zero_accounts.SUSPENSE, books).state == "ok"


def test_a_chart_without_the_account_has_nothing_left(books, ask):
    with books.scope():
        Account.objects.filter(key="suspense").update(key="")
        assert ask(zero_accounts.SUSPENSE, books).state == "ok"
