"""What is added up from the lines is what is kept, and says where it is not."""

from ledgerflow.ledger.balances import account_balances
from ledgerflow.ledger.recomputed import balances_recomputed
from tests.ledger.posted import meal, post


def test_balances_from_the_lines_are_those_that_are_kept(books, make_books):
    other = make_books(name="Other Books")
    with other.scope():
        meal(other, "2025-01-31", 99)
    with books.scope():
        meal(books, "2025-01-31", 5)
        post(books, "2025-03-01", ("purchases", 7), ("suspense", -4), ("owner_draw", -3))
        found = balances_recomputed(books.business)
        assert found == account_balances(books.business)
    assert {b.key: (int(b.amount), b.lines) for b in found} == {
        "meals": (5, 1),
        "owner_draw": (-8, 2),
        "purchases": (7, 1),
        "suspense": (-4, 1),
    }
