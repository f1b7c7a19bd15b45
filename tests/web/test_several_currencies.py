"""Pages of books in several currencies: no figure adds two of them up."""

import re

import pytest

from ledgerflow.statements.accounts import bank_account_add
from tests.currencies import account, exchange, state
from tests.published import checking, publish


@pytest.fixture
def abroad(desk):
    """Money waits in dollars and in euros."""
    books = desk.books
    with books.scope():
        publish(books, [("2025-01-14", "-4.00", "COFFEE"), ("2025-01-20", "500.00", "CLIENT")])
        euros = bank_account_add(business=books.business, name="Euro account", currency="EUR")
        publish(books, [("2025-01-21", "-30.00", "BERLIN HOTEL")], account=euros, currency="EUR")
    return desk


def text_of(response):
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(words.split())


def test_the_start_page_shows_what_waits_in_each_currency(abroad):
    page = text_of(abroad.client.get("/"))
    assert "3 504.00 USD 30.00 EUR" in page


def test_the_business_page_tells_each_currencys_money_apart(abroad):
    page = text_of(abroad.get())
    assert "3 bank transactions not yet in the books" in page
    waiting = re.search(r"not yet in the books: (.*?) EUR", page)
    assert waiting
    assert waiting[1] == ("money in 500.00, money out −4.00 USD; money in 0.00, money out −30.00")
    assert "0 % of the money in USD settled · 2 decisions left" in page
    assert "0 % of the money in EUR settled · 1 decision left" in page


def test_one_currency_is_not_named_where_there_is_no_other(desk):
    with desk.books.scope():
        publish(desk.books, [("2025-01-14", "-4.00", "COFFEE")], account=checking(desk.books))
    assert "0 % of the money settled · 1 decision left" in text_of(desk.get())


def test_a_report_shows_its_rates_and_the_way_behind_the_difference(desk):
    books = desk.books
    with books.scope():
        state(books, "EUR", "2025-12-31", "1.20", "A bank")
        dollars, euros = account(books, "Dollars"), account(books, "Euros", "EUR")
        exchange(books, "2025-03-04", dollars, euros, "110", "100")
    response = desk.get("reports/trial-balance/", year=2025)
    page = text_of(response)
    assert "1 EUR in USD: 1.2 on 2025-12-31 (A bank)" in page
    assert "Exchange gains and losses (translation difference)" in page
    register = text_of(desk.get("reports/account-register/", year=2025, account="Euros"))
    assert "1020 Euros (in EUR)" in register
    assert "Exchange of USD for EUR" in register
    march = {"from": "2025-03-05", "to": "2025-03-31"}
    later = text_of(desk.get("reports/general-ledger/", year=2025, **march))
    assert "Exchange of USD for EUR" not in later
    assert desk.get("reports/general-ledger/", year=2025, **{"from": "March"}).status_code == 400
