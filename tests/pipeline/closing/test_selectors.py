"""How far the books are closed, and which period comes next."""

import datetime as dt

from ledgerflow.ledger.periods import periods_lock
from ledgerflow.pipeline.closing.selectors import span_next, span_state
from ledgerflow.pipeline.closing.spans import span_read
from tests.ledger.test_periods import close_year
from tests.ledger.test_services import paid

TODAY = dt.date(2025, 8, 15)


def state(books, period):
    return span_state(books.business, span_read(period, 1))


def lock(books, start, end):
    days = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    periods_lock(business=books.business, start=days[0], end=days[1], reason="agreed", anyway=True)


def test_months_are_closed_when_all_are_locked(books):
    with books.scope():
        lock(books, "2025-01-01", "2025-02-01")
        both, three = state(books, "2025-01..2025-02"), state(books, "2025-01..2025-03")
        assert (both.is_closed, both.locked, both.last.reason) == (True, 2, "agreed")
        assert (three.is_closed, three.locked, three.months) == (False, 2, 3)
        assert state(books, "2025-03").last is None


def test_a_year_is_closed_by_its_closing_not_by_locks(books):
    with books.scope():
        lock(books, "2025-01-01", "2025-12-01")
        assert state(books, "2025").is_closed is False
        close_year(books, 2025)
        assert state(books, "2025").is_closed is True
        assert state(books, "2025-03").inside_year == 2025
        assert state(books, "2026-01").inside_year is None


def test_the_oldest_open_month_with_entries_comes_next(books):
    with books.scope():
        assert span_next(books.business, today=TODAY).label == "2025-07"
        paid(books, date=dt.date(2025, 2, 9))
        paid(books, key="k2", date=dt.date(2025, 3, 9))
        paid(books, key="k3", date=dt.date(2025, 8, 9))
        assert span_next(books.business, today=TODAY).label == "2025-02"
        lock(books, "2025-02-01", "2025-03-01")
        assert span_next(books.business, today=TODAY).label == "2025-07"
