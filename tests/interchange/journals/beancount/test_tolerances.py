"""How far a transaction may be off follows from how it is written."""

import datetime as dt
from decimal import Decimal

from ledgerflow.interchange.journals.beancount.records import Cost, Options, Posting, Transaction
from ledgerflow.interchange.journals.beancount.tolerances import quantized, tolerances_of


def written(*numbers, cost=None):
    postings = [Posting(1, "Assets:A", Decimal(n), "USD", cost) for n in numbers]
    return Transaction(1, dt.date(2024, 1, 1), "", postings)


def test_half_of_the_last_digit_of_the_coarsest():
    assert tolerances_of(written("1.00", "2.000"), Options()) == {"USD": Decimal("0.005")}
    assert tolerances_of(written("1", "2"), Options()) == {}
    assert tolerances_of(written("1"), Options(tolerances={"*": Decimal(1)})) == {"*": 1}
    from_cost = tolerances_of(
        written("1.5", cost=Cost(Decimal(10), None, "EUR")), Options(from_cost=True)
    )
    assert from_cost["EUR"] == Decimal("0.5")


def test_worked_out_amounts_are_as_exact_as_the_written_ones():
    assert quantized(Decimal("1.23456"), "USD", {"USD": Decimal("0.005")}) == Decimal("1.23")
    assert quantized(Decimal("1.23456"), "USD", {}) == Decimal("1.23456")
