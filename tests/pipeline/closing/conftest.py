"""Asking one check of a period, and a studio's January with nothing left to do."""

import datetime as dt

import pytest

from ledgerflow.pipeline.closing.checks.records import Books
from ledgerflow.pipeline.closing.spans import span_read
from tests.published import decide, publish

TODAY = dt.date(2025, 8, 15)


@pytest.fixture
def ask():
    """`ask(module.CHECK, books, "2025-01")`: the finding; call inside `books.scope()`."""

    def run(check, books, period="2025-01", today=TODAY):
        span = span_read(period, books.business.fiscal_year_start_month)
        is_year = span.year is not None
        return check.find(Books(books.business, span.start, span.end, today, is_year=is_year))

    return run


@pytest.fixture
def january(books):
    """A proved January of one account, wholly decided: 500 in, 120 out, 380 at the end."""
    with books.scope():
        publish(
            books,
            [("2025-01-03", "500.00", "HARBOR CLIENT"), ("2025-01-20", "-120.00", "PAPER SHOP")],
            start="2025-01-01",
            end="2025-01-31",
        )
        decide(books, "HARBOR CLIENT", "sales")
        decide(books, "PAPER SHOP", "supplies")
    return books
