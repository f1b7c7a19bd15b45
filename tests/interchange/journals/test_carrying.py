"""Rounded amounts of one account add up to what the exact ones add up to."""

from decimal import Decimal

from ledgerflow.interchange.journals.carrying import Carried


def test_thirds_of_a_cent_are_not_lost():
    carried = Carried()
    amounts = [carried.rounded("Assets:A", "USD", Decimal("0.00333")) for _ in range(30)]
    assert sum(amounts) == Decimal("0.10")
    assert set(amounts) == {Decimal(0), Decimal("0.01")}


def test_accounts_and_currencies_are_apart():
    carried = Carried()
    assert carried.rounded("Assets:A", "USD", Decimal("0.004")) == 0
    assert carried.rounded("Assets:A", "JPY", Decimal("0.6")) == 1
    assert carried.rounded("Assets:B", "USD", Decimal("0.004")) == 0
    assert carried.rounded("Assets:A", "USD", Decimal("0.004")) == Decimal("0.01")
