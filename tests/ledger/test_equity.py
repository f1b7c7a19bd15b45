"""Where a year's result goes: by legal form and currency, opened where a chart has none."""

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.ledger.equity import result_account
from ledgerflow.ledger.models import Account


@pytest.mark.parametrize(
    ("legal_form", "key"),
    [
        ("sole_proprietor", "owner_equity"),
        ("partnership", "retained_earnings"),
        ("limited_company", "retained_earnings"),
        ("other", "retained_earnings"),
    ],
)
def test_the_legal_form_decides_and_the_charts_account_is_taken(make_books, legal_form, key):
    books = make_books(legal_form=legal_form)
    with books.scope():
        known = Account.objects.get(key=key)
        assert result_account(business=books.business, currency="USD") == known
        assert not AuditEvent.objects.filter(action="account_add").exists()


def test_another_currency_has_an_account_of_its_own_beside_it(books):
    with books.scope():
        made = result_account(business=books.business, currency="EUR")
        assert (made.code, made.key, made.currency) == ("3001", "owner_equity_eur", "EUR")
        assert (made.name, made.type) == ("Owner's equity in EUR", "equity")
        assert result_account(business=books.business, currency="EUR") == made
        assert result_account(business=books.business, currency="GBP").code == "3002"
        assert AuditEvent.objects.filter(action="account_add").count() == 2


def test_a_chart_without_one_gets_it_with_a_free_code(books):
    with books.scope():
        Account.objects.filter(key="owner_equity").update(key="")
        made = result_account(business=books.business, currency="USD")
        assert (made.code, made.key, made.name) == ("3001", "owner_equity", "Owner's equity")
