"""What each sign convention means for one row."""

from decimal import Decimal

import pytest

from ledgerflow.statements.tables.amounts import Amount
from ledgerflow.statements.tables.signs import apply_sign, less_fee


def amount(text: str | None, mark: str = "") -> Amount | None:
    return None if text is None else Amount(Decimal(text), mark, "")


@pytest.mark.parametrize(
    ("sign", "first", "second", "expected"),
    [
        ("as_printed", "-5", None, "-5"),
        ("inverted", "-5", None, "5"),
        ("columns", "5", None, "5"),
        ("columns", None, "5", "-5"),
        ("columns", "5", "2", "3"),
        ("columns_negative", None, "-5", "-5"),
        ("columns_swapped", "5", None, "-5"),
        ("columns_inverted", "-5", None, "5"),
        ("columns_inverted", None, "5", "-5"),
    ],
)
def test_conventions(sign: str, first: str | None, second: str | None, expected: str) -> None:
    assert apply_sign(sign, amount(first), amount(second), "", (), ()) == Decimal(expected)


def test_words_give_or_multiply_the_sign() -> None:
    assert apply_sign("flag", amount("-5"), None, "C", ("C",), ("D",)) == Decimal(5)
    assert apply_sign("flag_times", amount("-5"), None, "D", ("C",), ("D",)) == Decimal(5)
    assert apply_sign("flag", amount("5"), None, "?", ("C",), ("D",)) is None
    assert apply_sign("marks", amount("5", "DR"), None, "", ("CR",), ("DR",)) == Decimal(-5)


def test_nothing_printed_is_no_amount() -> None:
    assert apply_sign("as_printed", None, None, "", (), ()) is None
    assert apply_sign("columns", None, None, "", (), ()) is None


def test_a_fee_is_taken_off_whichever_way_it_is_printed() -> None:
    assert less_fee(Decimal(-100), amount("1"), "subtract") == Decimal(-101)
    assert less_fee(Decimal(100), amount("-2"), "add") == Decimal(98)
    assert less_fee(Decimal(100), None, "add") == Decimal(100)
    assert less_fee(None, amount("1"), "add") is None
