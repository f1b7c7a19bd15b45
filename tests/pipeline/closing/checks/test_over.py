"""A period is closed when it is over."""

import datetime as dt

import pytest

from ledgerflow.pipeline.closing.checks import over


@pytest.mark.parametrize(
    ("today", "state"),
    [("2025-01-31", "blocking"), ("2024-12-01", "blocking"), ("2025-02-01", "ok")],
)
def test_a_month_is_over_on_the_first_of_the_next(books, ask, today, state):
    with books.scope():
        found = ask(over.CHECK, books, today=dt.date.fromisoformat(today))
    assert found.state == state
    assert "2025-01-31" in found.detail
