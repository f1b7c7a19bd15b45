"""Amounts as banks print them."""

from decimal import Decimal

import pytest

from ledgerflow.statements.tables.amounts import mark_evidence, read_amount


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1,234.56", ".", "1234.56"),
        ("1.234,56", ",", "1234.56"),
        ("1 234,56", ",", "1234.56"),
        ("1\u202f234,56", ",", "1234.56"),
        ("1'234.56", ".", "1234.56"),
        ("1,23,456.78", ".", "123456.78"),
        ("(12.50)", ".", "-12.50"),
        ("12.50-", ".", "-12.50"),
        ("+5257,28", ",", "5257.28"),
        ("−5.00", ".", "-5.00"),
        ("-$12.50", ".", "-12.50"),
        ("$-12.50", ".", "-12.50"),
        ("R$ 1.234,56", ",", "1234.56"),
        ("12,50 €", ",", "12.50"),
        ("CHF 1'234.50", ".", "1234.50"),
        (".50", ".", "0.50"),
    ],
)
def test_a_printed_amount_is_read(text: str, decimal: str, value: str) -> None:
    amount = read_amount(text, decimal)
    assert amount is not None
    assert amount.value == Decimal(value)


@pytest.mark.parametrize(
    "text", ["12..34", "1e5", "", "-", "12.", "1,2,3", "--5", "-5-", "(5", "ABC 12", "1.2.3", "NaN"]
)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert read_amount(text, ".") is None
    assert read_amount(text, ",") is None


def test_marks_and_currencies_are_kept() -> None:
    credit = read_amount("12.50 CR", ".")
    pounds = read_amount("+ £1,100.00", ".")
    assert credit is not None
    assert credit.mark == "CR"
    assert pounds is not None
    assert (pounds.currency, pounds.value) == ("GBP", Decimal("1100.00"))


def test_three_digits_behind_a_mark_are_thousands() -> None:
    votes = mark_evidence(["1,234", "500"])
    assert votes["."] > votes[","]
