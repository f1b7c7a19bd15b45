"""How amounts are written."""

from decimal import Decimal

import pytest

from ledgerflow.reports.figures import grouped, plain


@pytest.mark.parametrize(
    ("value", "currency", "machine", "people"),
    [
        ("-1234.5000", "USD", "-1234.50", "−1,234.50"),
        ("1234", "JPY", "1234", "1,234"),
        ("1234.0000", "JPY", "1234", "1,234"),
        ("0.5", "KWD", "0.500", "0.500"),
        ("-0.00", "USD", "0.00", "0.00"),
        ("12.3450", "USD", "12.345", "12.345"),
        ("1E+3", "USD", "1000.00", "1,000.00"),
    ],
)
def test_amounts_are_exact_with_the_currencys_decimals(
    value: str, currency: str, machine: str, people: str
) -> None:
    assert plain(Decimal(value), currency) == machine
    assert grouped(Decimal(value), currency) == people


def test_whole_columns_have_no_decimals() -> None:
    assert grouped(Decimal("-39797"), "USD", "whole") == "−39,797"
