"""Amounts, days and funds types of BAI2, and its type codes."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.formats.bai2_types import direction_of
from ledgerflow.statements.formats.bai2_values import amount, day, funds_width


@pytest.mark.parametrize(
    ("text", "currency", "expected"),
    [
        ("1234", "USD", "12.34"),
        ("+00001234", "USD", "12.34"),
        ("-5", "USD", "-0.05"),
        ("1234", "JPY", "1234"),
        ("1234", "KWD", "1.234"),
        ("12.5", "USD", "12.5"),
    ],
)
def test_amounts(text, currency, expected):
    assert amount(text, currency) == Decimal(expected)


@pytest.mark.parametrize("text", ["", "-", "1,2", "1O", "9" * 25, "1.23456", "١٢", " 1"])
def test_no_amounts(text):
    assert amount(text, "USD") is None


def test_days():
    assert day("250131") == day("20250131") == dt.date(2025, 1, 31)
    assert day("250231") is None
    assert day("") is None


def test_funds_types():
    assert funds_width(["Z"], 0) == 0
    assert funds_width([], 0) == 0
    assert funds_width(["D", "2"], 0) == 5
    assert funds_width(["D", "x"], 0) is None
    assert funds_width(["Q"], 0) is None


def test_type_codes():
    found = {code: direction_of(code) for code in ("015", "142", "451", "720", "760", "890", "905")}
    assert found == {"015": None, "142": 1, "451": -1, "720": 1, "760": -1, "890": 0, "905": None}
