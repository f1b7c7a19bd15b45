"""Accounts that are opened for a currency when they are first needed."""

import pytest

from ledgerflow.core.errors import InputError, RuleError
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.trading import account_in, is_trading, trading_account, trading_key


def test_a_trading_account_is_opened_once_under_its_heading(books):
    with books.scope():
        euros = trading_account(books.business, "EUR")
        assert trading_account(books.business, "EUR") == euros
        assert (euros.key, euros.type, euros.currency) == ("trading_eur", "equity", "EUR")
        assert euros.parent.key == "currency_trading"
        dollars = trading_account(books.business, "USD")
        assert euros.code != dollars.code
        assert euros.parent_id == dollars.parent_id


def test_books_without_the_heading_get_it_with_a_code_that_is_free(books):
    with books.scope():
        business = books.business
        Account.objects.filter(key="currency_trading").update(key="")
        opened = trading_account(business, "EUR")
        assert (opened.parent.code, opened.parent.is_heading) == ("3951", True)
        assert opened.code == "3952"


def test_an_account_that_has_the_headings_key_but_takes_entries_is_named(books):
    with books.scope():
        Account.objects.filter(key="currency_trading").update(key="")
        Account.objects.filter(key="retained_earnings").update(key="currency_trading")
        with pytest.raises(InputError, match="no heading"):
            trading_account(books.business, "EUR")


def test_a_standard_account_has_a_sister_in_each_currency(books):
    with books.scope():
        business = books.business
        own = account_in(business, "transfers_clearing", "USD")
        sister = account_in(business, "transfers_clearing", "EUR")
        assert own.key == "transfers_clearing"
        assert (sister.key, sister.currency) == ("transfers_clearing_eur", "EUR")
        assert (sister.type, sister.name) == (own.type, f"{own.name} (EUR)")
        assert account_in(business, "transfers_clearing", "EUR") == sister


def test_a_key_that_the_chart_does_not_have_is_refused(books):
    with books.scope(), pytest.raises(RuleError, match="no account with the key"):
        account_in(books.business, "moon_dust", "EUR")


def test_the_keys_of_trading_accounts_are_known_by_their_form():
    assert is_trading(trading_key("EUR"))
    assert not is_trading("currency_trading")
    assert not is_trading("trading_stock")
