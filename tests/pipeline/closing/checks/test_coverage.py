"""Days without a statement hold a period open."""

import pytest

from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.closing.checks import coverage
from tests.published import publish


def test_a_month_between_others_without_a_statement_is_missing(january, ask):
    with january.scope():
        publish(january, [("2025-03-03", "5.00", "X")], start="2025-03-01", end="2025-03-31")
        assert ask(coverage.CHECK, january).state == "ok"
        found = ask(coverage.CHECK, january, "2025-02")
        assert (found.state, "Checking" in found.detail) == ("blocking", True)
        assert "2025-02: no statement" in found.detail
        assert "ledgerflow coverage" in found.todo


def test_single_days_are_named(books, ask):
    with books.scope():
        publish(books, [("2025-01-03", "5.00", "X")], start="2025-01-01", end="2025-01-28")
        publish(books, [("2025-02-03", "6.00", "Y")], start="2025-02-01", end="2025-02-28")
        found = ask(coverage.CHECK, books)
        assert (found.state, "no statement for day 29 to 31" in found.detail) == ("blocking", True)


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        ("2025-01-01", "2025-01-28", "warning"),
        ("2025-01-04", "2025-01-31", "warning"),
        ("2025-01-04", "2025-01-27", "warning"),
        ("2025-01-01", "2025-01-23", "blocking"),
        ("2025-01-10", "2025-01-31", "blocking"),
        ("2025-01-01", "2025-01-31", "ok"),
    ],
)
def test_a_few_days_outside_of_all_statements_are_only_looked_at(books, ask, start, end, state):
    with books.scope():
        lines = [("2025-01-15", "5.00", "X")]
        publish(books, lines, start=start, end=end, opening="2", closing="7")
        assert ask(coverage.CHECK, books).state == state


def test_a_statement_that_has_not_come_yet_is_awaited(january, ask):
    with january.scope():
        assert "no statement yet" in ask(coverage.CHECK, january, "2025-04").detail


def test_books_without_statements_and_closed_accounts_wait_for_none(january, books, ask):
    with january.scope():
        Account.objects.filter(name="Checking").update(is_active=False)
        found = ask(coverage.CHECK, january, "2025-04")
        assert (found.state, found.detail) == ("ok", "no bank account has statements")
