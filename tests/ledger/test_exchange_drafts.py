"""Money that changes its currency, as balanced lines."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import InputError, RuleError
from ledgerflow.ledger.drafts import EntryDraft
from ledgerflow.ledger.exchange_drafts import (
    Crossing,
    Exchange,
    UsedRate,
    exchange_draft,
    used_rate,
)

BANK_EUR, BANK_USD, TRADING_EUR, TRADING_USD = 1, 2, 3, 4
CROSSING = Crossing("EUR", "USD", Decimal("1.1"), TRADING_EUR, TRADING_USD)


def exchange(given, received):
    return Exchange(
        date=dt.date(2025, 3, 4),
        description="Exchange",
        from_account_id=BANK_EUR,
        to_account_id=BANK_USD,
        given=Decimal(given),
        received=Decimal(received),
        idempotency_key="e1",
    )


def test_each_currency_balances_through_its_trading_account():
    draft = exchange_draft(exchange("100", "110"), CROSSING)
    assert [(x.account_id, x.amount, x.currency) for x in draft.lines] == [
        (BANK_EUR, -100, "EUR"),
        (TRADING_EUR, 100, "EUR"),
        (TRADING_USD, -110, "USD"),
        (BANK_USD, 110, "USD"),
    ]


@pytest.mark.parametrize(("given", "received"), [("0", "1"), ("1", "0"), ("-1", "1"), ("1", "-1")])
def test_money_moves_both_ways_or_not_at_all(given, received):
    with pytest.raises(InputError, match="moves money both ways"):
        exchange_draft(exchange(given, received), CROSSING)


@pytest.mark.parametrize(
    ("amount", "currency", "rate", "arrives"),
    [
        ("-10.05", "USD", "1.1", "-11.06"),
        ("10", "JPY", "161.234", "1612"),
        ("1", "KWD", "0.33333", "0.333"),
    ],
)
def test_what_arrives_is_rounded_to_its_own_currency(amount, currency, rate, arrives):
    crossing = Crossing("EUR", currency, Decimal(rate), TRADING_EUR, TRADING_USD)
    first, second, last = crossing.lines(BANK_USD, Decimal(amount), "a note")
    assert (first.amount, second.amount, last.amount) == (
        Decimal(amount),
        -Decimal(arrives),
        Decimal(arrives),
    )
    assert {first.note, second.note, last.note} == {"a note"}


def test_an_amount_too_small_to_arrive_is_refused_and_not_lost():
    crossing = Crossing("EUR", "USD", Decimal("0.001"), TRADING_EUR, TRADING_USD)
    with pytest.raises(RuleError, match="line of zero"):
        EntryDraft(
            date=dt.date(2025, 3, 4),
            description="Tiny",
            lines=crossing.lines(BANK_USD, Decimal("0.01")),
            idempotency_key="e2",
        )


def test_a_rate_is_told_in_the_books_own_currency_where_it_is_one_of_the_two():
    taken, arrived = Decimal(-100), Decimal(110)
    assert used_rate(CROSSING, taken, arrived, "USD") == UsedRate("EUR", "USD", Decimal("1.1"))
    assert used_rate(CROSSING, taken, arrived, "EUR") == UsedRate(
        "USD", "EUR", Decimal("0.9090909091")
    )
    assert used_rate(CROSSING, taken, arrived, "GBP") == UsedRate("EUR", "USD", Decimal("1.1"))


def test_nothing_has_no_rate():
    with pytest.raises(InputError, match="Nothing of EUR"):
        used_rate(CROSSING, Decimal(0), Decimal(5), "USD")
