"""Amounts, days and counts as CAMT files write them."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.formats.camt_values import amount, count, day, truth


@pytest.mark.parametrize(
    ("text", "expected"),
    [("8.850", "8.850"), ("+5", "5"), (".5", "0.5"), ("5.", "5"), ("12,5", "12.5"), ("0", "0")],
)
def test_amounts_have_no_sign_and_a_point(text, expected):
    assert amount(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    ["", "-5", "1,234", "1.234,5", "1 000", "1e3", "0.00001", "9" * 16, "9" * 100, "5 EUR", "٥"],
)
def test_anything_else_is_no_amount(text):
    assert amount(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-31",
        "20250131",
        "2025-01-31Z",
        "2025-01-31+02:00",
        "2025-01-31T23:59:59.999999999-11:00",
        "2025-01-31 10:15",
    ],
)
def test_a_day_stays_the_day_that_is_printed(text):
    assert day(text) == dt.date(2025, 1, 31)


@pytest.mark.parametrize("text", ["", "2025-02-30", "31.01.2025", "2025-01", "0000-01-01", "today"])
def test_anything_else_is_no_day(text):
    assert day(text) is None


def test_counts_and_truth():
    assert (count("07"), count("-1"), count("²"), count("")) == (7, None, None, None)
    assert (truth("true"), truth("1"), truth("FALSE"), truth("0")) == (True, True, False, False)
    assert truth("yes") is None
