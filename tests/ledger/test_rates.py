"""Which exchange rate holds on a day."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import RuleError
from ledgerflow.ledger.rates import MAX_AGE_DAYS, RateBook, StatedRate

MARCH = dt.date(2025, 3, 31)
BOOK = RateBook(
    "USD",
    [
        StatedRate("EUR", MARCH, Decimal("1.0842"), "a bank"),
        StatedRate("EUR", dt.date(2025, 2, 28), Decimal("1.05"), "a bank"),
        StatedRate("GBP", MARCH, Decimal("1.3000"), "a bank"),
    ],
)


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (dt.date(2025, 2, 27), None),
        (dt.date(2025, 2, 28), "1.05"),
        (dt.date(2025, 3, 30), "1.05"),
        (MARCH, "1.0842"),
        (MARCH + dt.timedelta(MAX_AGE_DAYS), "1.0842"),
        (MARCH + dt.timedelta(MAX_AGE_DAYS + 1), None),
    ],
)
def test_the_newest_rate_before_the_day_holds_while_it_is_not_too_old(day, rate):
    assert BOOK.rate("EUR", day) == (None if rate is None else Decimal(rate))


def test_the_books_own_currency_counts_one():
    assert BOOK.rate("USD", dt.date(1999, 1, 1)) == 1


def test_two_other_currencies_meet_through_the_books_own():
    assert BOOK.between("GBP", "EUR", MARCH) == Decimal("1.1990407674")
    assert BOOK.between("USD", "EUR", MARCH) == Decimal("0.9223390518")
    assert BOOK.between("EUR", "USD", MARCH) == Decimal("1.0842")


def test_a_missing_rate_is_named_with_the_command_that_states_it():
    with pytest.raises(RuleError) as caught:
        BOOK.between("EUR", "CHF", MARCH)
    assert (caught.value.code, caught.value.extra["currency"]) == ("no_rate", "CHF")
    assert "ledgerflow rates add CHF 2025-03-31" in caught.value.hint


def test_of_two_rates_of_a_day_the_later_one_in_the_list_holds():
    twice = [StatedRate("EUR", MARCH, Decimal(rate), "a bank") for rate in ("1.1", "1.2")]
    assert RateBook("USD", twice).rate("EUR", MARCH) == Decimal("1.2")
