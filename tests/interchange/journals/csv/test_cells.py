"""Amounts as people write them in cells."""

from decimal import Decimal

import pytest

from ledgerflow.interchange.journals.csv.cells import amount_of
from ledgerflow.interchange.journals.hledger.marks import Marks


@pytest.mark.parametrize(
    ("text", "amount"),
    [("-12.5", "-12.5"), ("(12.50)", "-12.50"), ("12.50-", "-12.50"), ("+3", "3"),
     ("1,234.50", "1234.50"), (" 7 ", "7"), ("−4", "-4"), ("1 000,25", "1000.25")],
)  # fmt: skip
def test_amounts(text, amount):
    assert amount_of(text, Marks()) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "NaN", "1e5", "12,345", "(5", "5)", "$5", "--5", "0x10"])
def test_what_is_no_amount_or_has_two_readings(text):
    with pytest.raises(ValueError, match=r"no amount|two readings|no number"):
        amount_of(text, Marks())
