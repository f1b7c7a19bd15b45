"""The grid from the rows: what is live, what waits, what is repeated, with few queries."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgerflow.statements.covering import coverage_of
from ledgerflow.statements.models import Statement, StatementFile
from ledgerflow.statements.outcome import outcome_to_dict
from ledgerflow.statements.parsed import Balance, ParsedFile
from ledgerflow.statements.proof import prove
from ledgerflow.statements.publishing import statement_publish
from ledgerflow.statements.services import statement_file_stop
from tests.published import checking, parsed, publish, received

TODAY = dt.date(2025, 6, 15)
JANUARY = [("2025-01-01", "5.00", "CLIENT"), ("2025-01-31", "-4.00", "COFFEE")]
FEBRUARY = [("2025-02-01", "-2.00", "TEA"), ("2025-02-28", "-3.00", "CAKE")]


@pytest.fixture
def scope(books):
    with books.scope():
        yield books


def grid(books, **how):
    """{account name: {"2025-01": (state, marks)}}, without the months still awaited."""
    found = coverage_of(books.business, today=TODAY, **how)
    return {
        one.account.name: {
            f"{m.first:%Y-%m}": (m.state, m.marks) for m in one.months if m.state != "awaited"
        }
        for one in found.accounts
    }


def stop(books, content, *, account=None, state=StatementFile.State.NOT_PROVED, name=""):
    """A file that waits for a person, as the pipeline leaves it."""
    file = received(books, account=account, name=name)
    proofs = [prove(statement) for statement in content.statements]
    outcome = {"error": {"message": "it waits"}, **outcome_to_dict(content, proofs)}
    return statement_file_stop(file=file, state=state, parsed=content, outcome=outcome)


def test_each_account_has_its_own_months(scope):
    publish(scope, JANUARY)
    publish(scope, FEBRUARY, account=checking(scope, "Savings"))
    assert grid(scope) == {
        "Checking": {"2025-01": ("proved", ())},
        "Savings": {"2025-02": ("proved", ())},
    }
    assert list(grid(scope, account=checking(scope, "Savings"))) == ["Savings"]
    assert grid(scope, year=2024) == {"Checking": {}, "Savings": {}}


@pytest.mark.parametrize(
    ("closes", "state"),
    [("2025-01-31", "proved"), ("2025-01-20", "partial"), ("2025-03-31", "partial")],
)
def test_a_proved_statement_reaches_to_the_day_of_its_closing_balance(scope, closes, state):
    rows = [("2025-01-01", "5.00", "CLIENT"), ("2025-01-20", "-4.00", "COFFEE")]
    (printed,) = parsed(rows, opening="0", closing="1").statements
    closing = Balance(Decimal(1), dt.date.fromisoformat(closes))
    content = ParsedFile("invented", (replace(printed, closing=closing),))
    proofs = [prove(statement) for statement in content.statements]
    file = received(scope, account=checking(scope))
    statement_publish(file=file, parsed=content, proofs=proofs, outcome={})
    assert grid(scope)["Checking"]["2025-01"][0] == state


def test_an_undone_statement_covers_nothing(scope):
    publish(scope, JANUARY)
    Statement.objects.update(withdrawn_by=scope.batch("undo"))
    assert grid(scope) == {"Checking": {}}


def test_an_overridden_statement_is_not_proved_and_one_without_balances_not_provable(scope):
    publish(scope, JANUARY, opening="0", closing="7")
    publish(scope, FEBRUARY, proved=False)
    assert grid(scope)["Checking"] == {
        "2025-01": ("not_proved", ()),
        "2025-02": ("not_proved", ("not_provable",)),
    }


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_statement_all_of_whose_lines_are_known_from_others_is_a_duplicate(scope, order):
    part = [("2025-01-10", "-1.00", "BUS"), ("2025-01-20", "-1.00", "BUS")]
    whole = [JANUARY[0], *part, JANUARY[1]]
    for turn in order:
        publish(scope, (whole, part)[turn], proved=False)
    assert grid(scope)["Checking"]["2025-01"] == ("not_proved", ("not_provable", "duplicate"))


def test_files_that_share_some_lines_overlap(scope):
    publish(scope, [*JANUARY, FEBRUARY[0]])
    publish(scope, [JANUARY[1], *FEBRUARY])
    found = grid(scope)["Checking"]
    assert {name: marks for name, (_, marks) in found.items()} == {
        "2025-01": ("overlapping",),
        "2025-02": ("overlapping",),
    }


def test_a_line_that_is_repeated_only_by_an_undone_statement_is_no_duplicate(scope):
    publish(scope, JANUARY)
    gone, _ = publish(scope, JANUARY)
    assert grid(scope)["Checking"]["2025-01"] == ("proved", ("duplicate",))
    Statement.objects.filter(file=gone).update(withdrawn_by=scope.batch("undo"))
    assert grid(scope)["Checking"]["2025-01"] == ("proved", ())


def test_a_failed_file_stands_in_the_months_of_its_lines(scope):
    stop(scope, parsed(FEBRUARY, opening="0", closing="9"), account=checking(scope))
    assert grid(scope)["Checking"] == {"2025-02": ("not_proved", ("waiting",))}


def test_a_file_that_waits_is_found_by_the_last_digits_of_its_account(scope):
    checking(scope, "Giro", number="DE88 3704 0044 0532 0137 00", currency="EUR")
    stop(
        scope,
        parsed(FEBRUARY, opening="0", closing="9", number="DE88370400440532013700", currency="EUR"),
    )
    assert grid(scope)["Giro"] == {"2025-02": ("not_proved", ("waiting",))}


def test_a_file_whose_account_is_open_is_told_beside_the_grid(scope):
    file = stop(scope, parsed(FEBRUARY), state=StatementFile.State.NEEDS_ACCOUNT, name="which.csv")
    found = coverage_of(scope.business, today=TODAY)
    assert [f.pk for f in found.unplaced] == [file.pk]
    assert found.names[file.pk] == "which.csv"


def test_a_stated_balance_begins_the_grid(scope):
    checking(scope, stated_balance=Decimal(10), stated_balance_date=dt.date(2025, 1, 15))
    publish(scope, FEBRUARY)
    assert list(grid(scope)["Checking"]) == ["2025-01", "2025-02"]


def test_the_number_of_queries_does_not_grow_with_accounts_and_statements(scope):
    def queries():
        business = scope.business
        with CaptureQueriesContext(
            connection,
        ) as caught:
            coverage_of(business, today=TODAY)
        return len(caught)

    publish(scope, JANUARY)
    publish(scope, JANUARY)
    stop(scope, parsed(FEBRUARY, opening="0", closing="9"), account=checking(scope))
    before = queries()
    for name in ("Savings", "Card", "Reserve"):
        for rows in (JANUARY, FEBRUARY, FEBRUARY):
            publish(scope, rows, account=checking(scope, name))
        stop(scope, parsed(FEBRUARY, opening="0", closing="9"), account=checking(scope, name))
    assert queries() == before <= 4
