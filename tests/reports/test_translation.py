"""Which rate tells what, what is noted, what is missed."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.ledger.rates import RateBook, StatedRate
from ledgerflow.reports.translation import (
    Booked,
    ForeignMonth,
    Translator,
    booked_value,
    used_by_month,
)

MARCH = dt.date(2025, 3, 31)
JANUARY, FEBRUARY = dt.date(2025, 1, 1), dt.date(2025, 2, 1)


def stated(day, rate, source="ECB", currency="EUR"):
    return StatedRate(currency, dt.date.fromisoformat(day), Decimal(rate), source)


@pytest.fixture
def translator():
    rates = [stated("2025-01-31", "1.10"), stated("2025-02-28", "1.20", "A bank")]
    rates += [stated("2025-03-31", "1.30"), stated("2025-03-15", "1.25")]
    return Translator(RateBook("USD", rates), MARCH)


def month(first, amount, closing="0", used="0", value="0"):
    return ForeignMonth(first, *(Decimal(x) for x in (amount, closing, used, value)))


def test_a_day_a_month_and_the_last_day_each_have_their_rate(translator):
    assert translator.at_close("EUR", Decimal("10.01")) == Decimal("13.01")
    assert translator.month_rate("EUR", FEBRUARY) == Decimal("1.20")
    assert translator.rate("USD", dt.date(1999, 1, 1)) == 1
    middle = Translator(translator.book, dt.date(2025, 3, 20))
    assert middle.month_rate("EUR", dt.date(2025, 3, 1)) == Decimal("1.25")


def test_what_was_posted_at_its_own_rate_keeps_it(translator):
    mixed = month(FEBRUARY, "100", used="60", value="90.005")
    assert translator.month_value("EUR", mixed) == Decimal("138.01")
    alone = month(dt.date(1999, 1, 1), "60", used="60", value="90")
    assert translator.month_value("EUR", alone) == 90
    assert not translator.missing


def test_the_rates_used_are_noted_by_currency_and_source(translator):
    for first in (JANUARY, FEBRUARY):
        translator.month_value("EUR", month(first, "1"))
    translator.at_close("EUR", Decimal(1))
    assert translator.notes() == [
        "1 EUR in USD: 1.1 on 2025-01-31; 1.3 on 2025-03-31 (ECB)",
        "1 EUR in USD: 1.2 on 2025-02-28 (A bank)",
    ]


def test_a_missing_rate_is_a_failed_check_with_its_days_and_accounts(translator):
    translator.at_close("GBP", Decimal(1))
    translator.month_rate("GBP", JANUARY)
    (check,) = translator.checks(["1020 Pounds (GBP)", "1030 Euros (EUR)"])
    assert not check.passed
    assert check.label == "Every amount in GBP has a rate to USD"
    assert "2025-01-31, 2025-03-31" in check.detail
    assert check.detail.endswith("left out of this report: 1020 Pounds (GBP)")


def test_a_closing_takes_along_what_the_months_were_worth(translator):
    """-100 at 1.10 and -50 at 1.20 are -170; February's rate would make them -180."""
    months = [month(JANUARY, "-100"), month(FEBRUARY, "-50", closing="150")]
    income = booked_value(translator, "EUR", months, takes_closings=False)
    equity = booked_value(
        translator, "EUR", [month(FEBRUARY, "0", closing="-150")], takes_closings=True
    )
    assert income == Booked(Decimal("0.00"), Decimal("10.00"))
    assert equity.value + income.released == Decimal("-170.00")


def test_what_comes_after_a_closing_starts_anew(translator):
    months = [
        month(dt.date(2025, 3, 1), "-10"),
        month(FEBRUARY, "0", closing="100"),
        month(JANUARY, "-100"),
    ]
    found = booked_value(translator, "EUR", months, takes_closings=False)
    assert found == Booked(Decimal("-13.00"), Decimal("10.00"))


def test_a_closing_of_a_part_takes_that_part(translator):
    months = [month(JANUARY, "-100"), month(FEBRUARY, "0", closing="40")]
    found = booked_value(translator, "EUR", months, takes_closings=False)
    assert found == Booked(Decimal("-66.00"), Decimal("4.00"))


def test_kept_rates_of_a_month_are_added_up():
    days = [
        (1, dt.date(2025, 2, 3), Decimal(5), Decimal(6)),
        (1, dt.date(2025, 2, 9), Decimal(1), Decimal(2)),
        (2, dt.date(2025, 3, 9), Decimal(7), Decimal(8)),
    ]
    assert used_by_month(days) == {(1, FEBRUARY): (6, 8), (2, dt.date(2025, 3, 1)): (7, 8)}
