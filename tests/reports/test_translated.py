"""All balances in one currency, and the row that makes debits equal credits."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.ledger.rates import RateBook, StatedRate
from ledgerflow.ledger.selectors import Balance
from ledgerflow.reports.translated import (
    DIFFERENCE_KEY,
    account_balance,
    balances_told,
    named,
    needs_months,
)
from ledgerflow.reports.translation import ForeignMonth, Translator

END = dt.date(2025, 3, 31)


def balance(number, kind, amount, currency="USD", key=""):
    return Balance(
        number, f"{number}00", f"Account {number}", kind, key, currency, Decimal(amount), 2
    )


DOLLARS = balance(1, "asset", "890")
CAPITAL = balance(2, "equity", "-1000")
EUROS = balance(3, "asset", "100", "EUR")
TRADED = [
    balance(4, "equity", "110", key="trading_usd"),
    balance(5, "equity", "-100", "EUR", "trading_eur"),
]
EXCHANGED = [DOLLARS, CAPITAL, EUROS, *TRADED]


def translator(*rates):
    stated = [StatedRate(c, END, Decimal(rate), "ECB") for c, rate in rates]
    return Translator(RateBook("USD", stated), END)


def test_one_row_stands_for_all_trading_accounts_and_leads_to_them():
    told = balances_told(translator(("EUR", "1.20")), EXCHANGED, {})
    assert {b.name: b.amount for b in told.balances[:-1]} == {
        "Account 1": 890,
        "Account 2": -1000,
        "Account 3": 120,
    }
    last = told.balances[-1]
    assert (last.key, last.amount, last.lines) == (DIFFERENCE_KEY, -10, 4)
    assert (last.account_id, last.account_ids) == (0, (4, 5))
    assert told.difference == -10


def test_an_exchange_at_the_rate_of_the_last_day_still_has_its_row():
    told = balances_told(translator(("EUR", "1.10")), EXCHANGED, {})
    assert (told.balances[-1].key, told.difference) == (DIFFERENCE_KEY, 0)


def test_while_a_currency_is_left_out_its_trades_are_seen():
    pounds = [balance(6, "asset", "7", "GBP"), balance(7, "equity", "-7", "GBP")]
    told = balances_told(translator(("EUR", "1.20")), [*EXCHANGED, *pounds], {7: []})
    assert told.left_out == ("600 Account 6 (GBP)", "700 Account 7 (GBP)")
    assert {b.account_id for b in told.balances} == {1, 2, 3, 4, 5}
    assert sum(b.amount for b in told.balances) == 0


def test_equity_and_income_keep_the_rate_of_their_month():
    income = balance(8, "income", "-10", "EUR")
    book = translator(("EUR", "1.20"))
    book.book = RateBook(
        "USD",
        [
            StatedRate("EUR", END, Decimal("1.20"), "ECB"),
            StatedRate("EUR", dt.date(2025, 1, 31), Decimal("1.00"), "ECB"),
        ],
    )
    months = {8: [ForeignMonth(dt.date(2025, 1, 1), Decimal(-10))]}
    told = balances_told(book, [balance(3, "asset", "10", "EUR"), income], months)
    assert [b.amount for b in told.balances] == [12, -10, -2]


@pytest.mark.parametrize(
    ("one", "needs"),
    [
        (DOLLARS, False),
        (EUROS, False),
        (TRADED[1], False),
        (balance(8, "income", "1", "EUR"), True),
        (balance(8, "equity", "1", "EUR"), True),
        (balance(8, "equity", "1"), False),
    ],
)
def test_only_what_keeps_its_rate_is_read_by_month(one, needs):
    assert needs_months(one, "USD") is needs


def test_an_account_is_named_with_its_currency_last():
    assert named(EUROS) == "300 Account 3 (EUR)"
    assert account_balance(EUROS, Decimal(5)).amount == 5
