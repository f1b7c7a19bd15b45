"""Money is exact; only here it is rounded."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.core.money import (
    currency_decimals,
    is_storable,
    round_money,
    round_whole,
    share_of,
)


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("1.005", "USD", "1.01"),
        ("-1.005", "USD", "-1.01"),
        ("1.0049", "EUR", "1.00"),
        ("0.5", "JPY", "1"),
        ("-2.5", "JPY", "-3"),
        ("1.0005", "KWD", "1.001"),
    ],
)
def test_halves_are_rounded_away_from_zero_at_the_minor_unit(amount, currency, rounded):
    assert str(round_money(Decimal(amount), currency)) == rounded


def test_currencies_know_their_minor_digits():
    assert [currency_decimals(c) for c in ("USD", "JPY", "KWD", "XXX")] == [2, 0, 3, 2]


def test_tax_forms_take_whole_units():
    assert [str(round_whole(Decimal(x))) for x in ("0.49", "0.50", "-0.50")] == ["0", "1", "-1"]


@given(
    st.decimals("-1e9", "1e9", places=2),
    st.decimals(0, 100, places=4),
    st.sampled_from(["USD", "JPY", "KWD"]),
)
def test_a_share_and_its_rest_are_the_whole(amount, percent, currency):
    share = share_of(amount, percent, currency)
    assert share + (amount - share) == amount
    assert abs(share) <= abs(round_money(amount, currency))
    assert share == round_money(share, currency)


@pytest.mark.parametrize(
    ("amount", "fits"),
    [
        ("999999999999999.9999", True),
        ("1000000000000000", False),
        ("0.00010", True),
        ("0.00001", False),
        ("-0", True),
        ("NaN", False),
        ("-Infinity", False),
        ("1E+3", True),
    ],
)
def test_what_the_database_can_hold(amount, fits):
    assert is_storable(Decimal(amount)) is fits
