"""Rounded amounts of one account add up to what the exact ones add up to."""

from decimal import Decimal

from ledgerflow.interchange.journals.carrying import Carried, WorkedOut
from ledgerflow.interchange.journals.faults import Faults


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


def test_worked_out_amounts_are_rounded_only_where_books_cannot_keep_them():
    faults = Faults()
    worked_out = WorkedOut(faults)
    third = Decimal("33.33333")
    assert worked_out.kept("Assets:A", 7, Decimal("1.2345"), "USD") == Decimal("1.2345")
    assert worked_out.kept("Assets:A", 7, third, "SHARES") == third
    assert not faults.has_errors
    kept = [worked_out.kept("Assets:A", 7, third, "USD") for _ in range(3)]
    assert sum(kept) == Decimal("100.00")
