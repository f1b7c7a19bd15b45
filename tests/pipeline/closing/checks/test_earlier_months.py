"""Earlier months with entries are locked first."""

import datetime as dt

from ledgerflow.ledger.periods import period_lock
from ledgerflow.pipeline.closing.checks import earlier_months
from tests.ledger.test_services import paid


def test_an_open_earlier_month_is_named_until_it_is_locked(books, ask):
    with books.scope():
        paid(books, date=dt.date(2024, 10, 3))
        found = ask(earlier_months.CHECK, books)
        assert (found.state, found.todo) == ("blocking", "Close 2024-10 first.")
        period_lock(business=books.business, month=dt.date(2024, 10, 1), reason="filed")
        assert ask(earlier_months.CHECK, books).state == "ok"


def test_the_month_itself_and_later_ones_are_not_earlier(books, ask):
    with books.scope():
        paid(books, date=dt.date(2025, 1, 1))
        paid(books, key="k2", date=dt.date(2025, 2, 1))
        assert ask(earlier_months.CHECK, books).state == "ok"
