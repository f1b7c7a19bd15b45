"""Cash below zero on any day blocks; an overdrawn bank account is looked at."""

import datetime as dt

from ledgerflow.ledger.services import account_add
from ledgerflow.pipeline.closing.checks import negative_cash
from tests.ledger.test_services import paid
from tests.published import checking


def till(books):
    made = account_add(business=books.business, heading_key="bank_accounts", name="Till")
    made.key = "till"
    made.save(update_fields=["key"])
    return made


def test_a_till_below_zero_for_a_day_blocks_though_it_ends_well(books, ask):
    with books.scope():
        till(books)
        paid(books, "-30.00", debit="till", date=dt.date(2025, 1, 9))
        paid(books, "20.00", key="k2", debit="till", date=dt.date(2025, 1, 9))
        paid(books, "50.00", key="k3", debit="till", date=dt.date(2025, 1, 20))
        found = ask(negative_cash.CHECK, books)
        assert found.state == "blocking"
        assert "Till: −10.00 USD on 2025-01-09, lowest of 1; 40.00 USD at the end" in found.detail


def test_the_lowest_day_and_the_opening_are_counted(books, ask):
    with books.scope():
        till(books)
        paid(books, "-5.00", debit="till", date=dt.date(2024, 12, 9))
        paid(books, "-1.00", key="k2", debit="till", date=dt.date(2025, 1, 2))
        paid(books, "9.00", key="k3", debit="till", date=dt.date(2025, 1, 3))
        assert "−6.00 USD on 2025-01-02, lowest of 2" in ask(negative_cash.CHECK, books).detail
        assert ask(negative_cash.CHECK, books, "2025-02").state == "ok"
        assert "−5.00 USD on 2024-12-09" in ask(negative_cash.CHECK, books, "2024-12").detail


def test_money_in_on_the_same_day_is_enough(books, ask):
    with books.scope():
        till(books)
        paid(books, "-30.00", debit="till", date=dt.date(2025, 1, 9))
        paid(books, "30.00", key="k2", debit="till", date=dt.date(2025, 1, 9))
        assert ask(negative_cash.CHECK, books).state == "ok"


def test_an_overdrawn_bank_account_is_a_warning_and_a_card_is_a_debt(books, ask):
    with books.scope():
        for name, kind in (("Checking", "checking"), ("Card", "card")):
            account = checking(books, name, kind=kind).ledger_account
            account.key = name.lower()
            account.save(update_fields=["key"])
            paid(books, "-30.00", key=name, debit=name.lower(), date=dt.date(2025, 1, 9))
        found = ask(negative_cash.CHECK, books)
        assert (found.state, "Card" in found.detail) == ("warning", False)
        assert "Checking: −30.00 USD on 2025-01-09" in found.detail
