"""Exchanges are posted with the rate they were made at."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import InputError, RuleError
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.exchange_drafts import UsedRate
from ledgerflow.ledger.exchanging import crossing_stated, exchange_post
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.rate_models import EntryRate
from ledgerflow.ledger.selectors import account_balances
from tests.currencies import account, exchange, state

DAY = "2025-03-04"


def balances(books):
    return {b.name: b.amount for b in account_balances(books.business) if b.amount}


@pytest.fixture
def banks(books):
    with books.scope():
        return books, account(books, "Dollars"), account(books, "Euros", "EUR")


@pytest.mark.parametrize(
    ("given", "received", "rate", "kept"),
    [
        ("110", "100", None, "1.1"),
        ("110", None, "0.909091", "1.1"),
        (None, "100", "0.9090909091", "1.1"),
        ("108", None, None, "1.08"),
    ],
)
def test_two_amounts_or_one_and_a_rate_say_what_moves(banks, given, received, rate, kept):
    books, dollars, euros = banks
    with books.scope():
        state(books, "EUR", "2025-03-01", "1.08")
        entry = exchange(books, DAY, dollars, euros, given, received, rate)
        moved = Decimal(given or "110")
        assert balances(books) == {
            "Dollars": -moved,
            "Currency trading USD": moved,
            "Currency trading EUR": -100,
            "Euros": 100,
        }
        assert [str(r) for r in entry.rates.all()] == [f"1 EUR = {kept} USD"]


def test_the_same_exchange_posts_once_and_keeps_one_rate(banks):
    books, dollars, euros = banks
    with books.scope():
        lines = (
            LineDraft(dollars.pk, Decimal(5), "USD"),
            LineDraft(dollars.pk, Decimal(-5), "USD"),
        )
        lines += tuple(LineDraft(euros.pk, Decimal(x), "EUR") for x in (4, -4))
        draft = EntryDraft(dt.date(2025, 3, 4), "Round trip", lines, "once")
        rates = [UsedRate("EUR", "USD", Decimal("1.25"))]
        first = exchange_post(business=books.business, draft=draft, rates=rates)
        assert exchange_post(business=books.business, draft=draft, rates=rates) == first
        assert EntryRate.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "received", "rate", "code"),
    [
        (None, None, "1.1", "exchange_of_nothing"),
        ("0", "1", None, "exchange_of_nothing"),
        ("1", "2", "2", "exchange_overdetermined"),
        ("1", None, "0", "bad_rate"),
        ("1", None, "-2", "bad_rate"),
    ],
)
def test_amounts_that_do_not_say_what_moves_are_refused(banks, given, received, rate, code):
    books, dollars, euros = banks
    with books.scope():
        state(books, "EUR", "2025-03-01", "1.08")
        with pytest.raises(InputError) as caught:
            exchange(books, DAY, dollars, euros, given, received, rate)
        assert caught.value.code == code
        assert JournalEntry.objects.count() == 0


def test_accounts_of_one_currency_need_no_exchange(banks):
    books, dollars, _ = banks
    with books.scope(), pytest.raises(InputError, match="both kept in USD"):
        exchange(books, DAY, dollars, account(books, "More dollars"), "1", "1")


def test_without_a_rate_or_the_second_amount_it_says_which_rate_to_state(banks):
    books, dollars, euros = banks
    with books.scope(), pytest.raises(RuleError, match="EUR to USD"):
        exchange(books, DAY, dollars, euros, "1")


def test_the_stated_rate_is_kept_as_it_was_stated(banks):
    books, _, _ = banks
    with books.scope():
        state(books, "EUR", "2025-03-01", "1.0842")
        state(books, "GBP", "2025-03-01", "1.3")
        day = dt.date(2025, 3, 4)
        there, kept_there = crossing_stated(books.business, "EUR", "USD", day)
        back, kept_back = crossing_stated(books.business, "USD", "EUR", day)
        _, kept_cross = crossing_stated(books.business, "GBP", "EUR", day)
    assert kept_there == kept_back == UsedRate("EUR", "USD", Decimal("1.0842"))
    assert (there.rate, back.rate) == (Decimal("1.0842"), Decimal("0.9223390518"))
    assert kept_cross == UsedRate("GBP", "EUR", Decimal("1.1990407674"))
