"""Movements by day, and the part of them at kept rates."""

import datetime as dt
from decimal import Decimal

from ledgerflow.ledger.movements import day_movements, used_movements
from ledgerflow.ledger.services import entry_reverse
from tests.currencies import account, exchange, foreign, move


def test_movements_at_kept_rates_are_told_apart_and_reversals_take_them_back(books, make_books):
    march = dt.date(2025, 3, 31)
    with books.scope():
        dollars, euros = account(books, "Dollars"), account(books, "Euros", "EUR")
        sales = foreign(books, "Sales abroad", "EUR", "income")
        move(books, "2025-03-01", euros, sales, "7")
        exchange(books, "2025-03-01", dollars, euros, "110", "100")
        second = exchange(books, "2025-03-02", euros, dollars, "10", "12")
        entry_reverse(entry=second, reason="typed twice", date=dt.date(2025, 3, 5))
        business = books.business
        used = {
            (u.date.day, u.amount, u.value)
            for u in used_movements(business, start=None, end=march)
            if u.account_id == euros.pk
        }
        assert used == {(1, 100, 110), (2, -10, -12), (5, 10, 12)}
        first_day = dt.date(2025, 3, 1)
        later = used_movements(business, start=dt.date(2025, 3, 2), end=march)
        assert {u.date.day for u in later} == {2, 5}
        assert {u.date.day for u in used_movements(business, start=None, end=first_day)} == {1}
        days = day_movements(business, [euros.pk], end=march)
        assert [(d.date.day, d.amount) for d in days[euros.pk]] == [
            (1, Decimal(107)),
            (2, Decimal(-10)),
            (5, Decimal(10)),
        ]
    other = make_books()
    with other.scope():
        assert used_movements(other.business, start=None, end=march) == []
