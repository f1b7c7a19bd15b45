"""Days, amounts and balances of MT940."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.formats.mt940_values import amount, balance, day, entry_day, total


@pytest.mark.parametrize(
    ("value", "entry", "expected"),
    [
        ("241231", "0102", dt.date(2025, 1, 2)),
        ("250102", "1231", dt.date(2024, 12, 31)),
        ("250615", "0616", dt.date(2025, 6, 16)),
        ("240229", "0229", dt.date(2024, 2, 29)),
        ("250230", "0301", dt.date(2025, 3, 1)),
        ("250131", "1301", None),
    ],
)
def test_an_entry_date_without_year_takes_the_nearest(value, entry, expected):
    assert entry_day(entry, value) == expected


def test_two_digits_of_a_year_from_80_on_are_of_the_last_century():
    assert day("991231") == dt.date(1999, 12, 31)
    assert day("791231") == dt.date(2079, 12, 31)
    assert day("20250131") == dt.date(2025, 1, 31)
    assert day("250230") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1234,56", "1234.56"),
        ("1234,5", "1234.50"),
        ("1234,", "1234"),
        ("1234", "1234"),
        ("1234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234.567,8", "1234567.80"),
    ],
)
def test_amounts(text, expected):
    assert amount(text) == Decimal(expected)


@pytest.mark.parametrize("text", ["", ",", "1,2,3", "1.234", "1,234", "12a", "9" * 20, "-1,00"])
def test_no_amounts(text):
    assert amount(text) is None


def test_balances():
    assert balance("D250131EUR0,00").amount == 0
    assert balance("d250131eur12,00").amount == Decimal("-12.00")
    assert balance("C20250131EUR1,00").date == dt.date(2025, 1, 31)
    assert balance("C250131105000,00").currency == ""
    for text in ("", "C250131EUR", "X250131EUR1,00", "C2501EUR1,00", "C250131EUR1,00 99"):
        assert balance(text) is None


def test_totals_of_an_interim_report():
    assert total("3EUR12,50") == (3, "EUR", Decimal("12.50"))
    assert total("EUR12,50") == (None, "EUR", Decimal("12.50"))
    assert total("3 12,50") is None
