"""The last step of every amount."""

from decimal import Decimal

import pytest

from ledgerflow.statements.formats.amounts import plain_amount


@pytest.mark.parametrize("text", ["0.01", "-12.5", "1234.5678", "999999999999999.9999"])
def test_what_the_books_can_hold_is_kept_exactly(text):
    assert plain_amount(text) == Decimal(text)


@pytest.mark.parametrize("text", ["1.23456", "9999999999999999", "0" * 61])
def test_what_the_books_cannot_hold_is_none(text):
    assert plain_amount(text) is None


def test_a_negative_zero_is_a_zero():
    assert str(plain_amount("-0.00")) == "0.00"
