"""Figures and days in the language of the page."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from ledgerflow.web.shell import figures

DAY = dt.date(2025, 3, 2)
MOMENT = dt.datetime(2025, 3, 2, 14, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "money", "day", "moment", "month", "count"),
    [
        ("en", "−1,234.50", "2025-03-02", "2025-03-02 14:05", "2025-03", "1,000,000"),
        ("de", "−1.234,50", "02.03.2025", "02.03.2025 14:05", "03/2025", "1.000.000"),
        ("fr", "−1,234.50", "2025-03-02", "2025-03-02 14:05", "2025-03", "1,000,000"),
    ],
)
def test_a_language_writes_figures_and_days_its_own_way(language, money, day, moment, month, count):
    with translation.override(language):
        assert figures.money(Decimal("-1234.5"), "USD") == money
        assert (figures.day(DAY), figures.day(MOMENT)) == (day, day)
        assert figures.moment(MOMENT) == moment
        assert figures.month(DAY) == month
        assert figures.count(1_000_000) == count


def test_decimals_are_those_of_the_currency_and_none_is_hidden():
    assert figures.money(Decimal(1500), "JPY") == "1,500"
    assert figures.money(Decimal("1.2345"), "USD") == "1.2345"


def test_what_is_not_there_is_written_as_nothing():
    assert figures.money(None, "USD") == figures.day(None) == figures.moment(None) == ""
    assert figures.month(None) == ""


def test_percent_is_never_rounded_up_to_certainty():
    assert figures.percent(Decimal("0.999")) == "99 %"
    assert figures.percent(Decimal(1)) == "100 %"
