"""A posting's parts: account, amount, price, lot, assertion, comment."""

from decimal import Decimal

import pytest

from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.hledger.amounts import Money, NoAmount
from ledgerflow.interchange.journals.hledger.postings import posting_read
from ledgerflow.interchange.journals.hledger.records import Amount, Assertion, Price


def read(text):
    return posting_read(3, text, Money(Faults(), "USD"))


def test_parts_are_told_apart():
    posting = read("    ! assets:my bank  -1.50 EUR @@ $1.70 ==* 10 EUR ; paid; late")
    assert (posting.account, posting.amount) == ("assets:my bank", Amount(Decimal("-1.50"), "EUR"))
    assert posting.price == Price(Amount(Decimal("1.70"), "USD"), True)
    assert posting.assertion == Assertion(Amount(Decimal(10), "EUR"), True, True)
    assert posting.note == "paid; late"


def test_short_forms():
    assert read("  a\t5 EUR").amount == Amount(Decimal(5), "EUR")
    assert read("  a").amount is None
    assert read("  a  = $5").assertion == Assertion(Amount(Decimal(5), "USD"), False, False)
    assert read("  [budget:x]  5.00 USD").is_virtual
    assert read("  a  2 EUR {$1.10} [2024-01-02] (lot)").price.amount.number == Decimal("1.10")
    assert read("  a  2 EUR {{$2.20}}").price.is_total
    assert read("  a  2 EUR (@) $1.10").price.amount.number == Decimal("1.10")
    assert read("  savings 2  5 EUR").account == "savings 2"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  (a)  5 EUR", "virtual"), ("  a $5", "two spaces"), ("  a 5 EUR", "two spaces"),
        ("  a ; c", "two spaces"), ("  a  5 EUR 6", "not expected"),
        ("  a  5 EUR (@ $1", "no price"),
        ("  a  5 EUR {$1", "not closed"), ("  a  5 EUR {$1} @ $2", "differently"),
    ],
)  # fmt: skip
def test_what_could_be_misread_is_refused(text, said):
    with pytest.raises(NoAmount) as refused:
        read(text)
    assert said in f"{refused.value} {refused.value.hint}"
