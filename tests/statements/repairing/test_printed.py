"""The row's own words on its amount."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.repairing.printed import prints, speaks_for


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("card 12.50 EUR", "-12.50"),
        ("1603190319C500,25NTRF", "500.25"),
        ("total 1.234,56", "1234.56"),
        ("1 x 1'234.50", "1234.5"),
        ("invoice of 1,250", "-1250"),
    ],
)
def test_an_amount_is_found_however_it_is_written(text, amount):
    assert prints(text, Decimal(amount))


@pytest.mark.parametrize(
    ("text", "amount"),
    [("order 12501", "-12.50"), ("room 5", "5.00"), ("", "12.50"), ("112.50", "12.50")],
)
def test_longer_numbers_and_single_digits_are_no_amounts(text, amount):
    assert not prints(text, Decimal(amount))


@pytest.mark.parametrize(
    ("raw", "text", "says"),
    [
        ("03/02,TEA,-12.50", "TEA", 2),
        ("03/02,TEA,-72.50", "TEA 12.50", 1),
        ("03/02,TEA,-72.50", "TEA", -1),
        ("", "TEA", 0),
    ],
)
def test_a_row_speaks_for_the_amount_it_prints(raw, text, says):
    line = ParsedLine(1, dt.date(2025, 3, 2), Decimal("-72.50"), text, raw=raw)
    assert speaks_for(line, Decimal("-72.50"), Decimal("-12.50")) == says
