"""Kept month balances that are not the sum of their lines hold a period open."""

import datetime as dt

import pytest

from ledgerflow.pipeline.closing.checks import month_balances
from tests.ledger.test_services import paid
from tests.pipeline.conftest import behind_the_back


def test_the_lines_of_the_period_are_counted(books, ask):
    with books.scope():
        paid(books, date=dt.date(2025, 1, 5))
        paid(books, key="k2", date=dt.date(2025, 2, 5))
        assert ask(month_balances.CHECK, books).detail == "2 lines added up"
        assert ask(month_balances.CHECK, books, "2025").detail == "4 lines added up"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", ["amount = amount + 1", "lines = lines + 1"])
def test_a_kept_balance_that_was_changed_is_named(books, ask, change):
    with books.scope():
        paid(books, date=dt.date(2025, 1, 5))
    with behind_the_back(books, "ledger_monthbalance") as cursor:
        cursor.execute(f"UPDATE ledger_monthbalance SET {change} WHERE amount > 0")
    with books.scope():
        found = ask(month_balances.CHECK, books)
        assert (found.state, "6160 in 2025-01: kept" in found.detail) == ("blocking", True)
        assert ask(month_balances.CHECK, books, "2025-02").state == "ok"
