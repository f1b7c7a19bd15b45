"""Amounts with their commodity left or right, quoted, signed, summed."""

from decimal import Decimal

import pytest

from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.hledger.amounts import Money, NoAmount


def read(text, stated="USD"):
    money = Money(Faults(), stated)
    amount, end = money.amount(text, 0, 1)
    return str(amount.number), amount.commodity, text[end:]


@pytest.mark.parametrize(
    ("text", "number", "commodity"),
    [("$-10", "-10", "USD"), ("-$10.50", "-10.50", "USD"), ("$ 10", "10", "USD"),
     ("10 EUR", "10", "EUR"), ("10EUR", "10", "EUR"), ("EUR 10", "10", "EUR"), ("€10", "10", "EUR"),
     ('3 "green apples"', "3", "green apples"), ('"EUR" -2', "-2", "EUR"), ("+5", "5", "USD"),
     ("1E2 EUR", "1E+2", "EUR"), ("1 000 000.00 EUR", "1000000.00", "EUR"), ("-5 kr", "-5", "kr"),
     ("($10 * 3)", "30", "USD"), ("(1 + 2) EUR", "3", "EUR"), ("-(2 EUR)", "-2", "EUR")],
)  # fmt: skip
def test_every_way_of_writing_an_amount(text, number, commodity):
    value, name, rest = read(text)
    assert (Decimal(value), name, rest) == (Decimal(number), commodity, "")


@pytest.mark.parametrize("text", ["abc", "$10 EUR", "(1 EUR + 2 USD)", "(1 + )", "1E99999 EUR", ""])
def test_what_is_no_amount(text):
    with pytest.raises(NoAmount):
        read(text)


def test_decimals_and_open_signs_are_remembered():
    faults = Faults()
    money = Money(faults, "EUR")
    amount, _ = money.amount("10.1 EUR", 0, 1)
    money.seen(amount)
    assert money.precisions == {"EUR": 1}
    money.amount("$5", 0, 7)
    assert [(f.code, f.line) for f in faults.all()] == [("journal_open_currency", 7)]
