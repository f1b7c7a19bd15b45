"""Sums in amounts are worked out exactly, and never without a bound."""

from decimal import Decimal

import pytest

from ledgerflow.interchange.journals.arithmetic import BadSum, number_of, worked_out


def tokens(text):
    return [Decimal(t) if t[0].isdigit() else t for t in text.split()]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1 + 2 * 3", 7), ("( 1 + 2 ) * 3", 9), ("- ( 4 - 1 ) / 2", "-1.5"), ("- - 2", 2),
     ("10 - 4 - 3", 3), ("8 / 4 / 2", 1), ("- 2 * 3", -6)],
)  # fmt: skip
def test_rules_of_arithmetic_hold(text, value):
    assert worked_out(tokens(text)) == Decimal(value)


@pytest.mark.parametrize("text", ["1 +", "( 1", "1 )", "1 / 0", "* 2", "1 2", "( )"])
def test_what_is_no_sum_is_refused(text):
    with pytest.raises(BadSum):
        worked_out(tokens(text))


def test_depth_and_digits_are_bounded():
    with pytest.raises(BadSum, match="nested"):
        worked_out(["("] * 5000 + [Decimal(1)] + [")"] * 5000)
    with pytest.raises(BadSum, match="1,000,000 characters"):
        number_of("9" * 1_000_000)
    with pytest.raises(BadSum):
        number_of("1.2.3")
