"""Amounts and dates as OFX writes them."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.formats.ofx_values import amount, day


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.34", "12.34"),
        ("-12,34", "-12.34"),
        ("+1,234.56", "1234.56"),
        ("-1.234,56", "-1234.56"),
        ("1 234,56", "1234.56"),
        ("1'234'567.8", "1234567.8"),
        ("1,234,567", "1234567"),
        (".5", "0.5"),
        ("-0", "0"),
        ("-00000000001500.0000", "-1500"),
        ("\u221212.00", "-12"),
        ("0,123", "0.123"),
    ],
)
def test_amounts_of_all_shapes(text, value):
    assert amount(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "$120",
        "1,234",
        "1e5",
        "NaN",
        "12..3",
        "1,23,456",
        "1.234.56",
        "--5",
        "5-",
        "٣",
        "1.23456",
        "9" * 16,
        "1" * 100,
        "1,234,567,890.12345",
        "12 34",
        "0x1",
    ],
)
def test_what_is_no_amount_is_none_and_never_zero(text):
    assert amount(text) is None


def test_minus_zero_is_zero():
    assert str(amount("-0.00")) == "0.00"


@pytest.mark.parametrize(
    "text",
    [
        "20250302",
        "202503021200",
        "20250302120000",
        "20250302120000.123",
        "20250302120000.123[-5:EST]",
        "20250302[0:GMT]",
        "2025-03-02",
        "2025-03-02T12:00:00+01:00",
        "20250302093914:014",
    ],
)
def test_days_of_all_shapes(text):
    assert day(text) == dt.date(2025, 3, 2)


@pytest.mark.parametrize("text", ["", "20250231", "00000000", "2025", "02/03/2025", "202503021"])
def test_what_is_no_day_is_none(text):
    assert day(text) is None
