"""What a business needs: counted over its rows, in one query whatever their number."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgerflow.ledger.periods import period_lock
from ledgerflow.ledger.services import business_open
from ledgerflow.review.needs import MoneyState, business_needs
from ledgerflow.review.question_models import Question
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.models import StatementFile
from tests.published import checking, decide, publish

TODAY = dt.date(2025, 6, 10)
COFFEE = ("2025-01-14", "-4.00", "COFFEE")


def needs_of(books, today=TODAY):
    (found,) = business_needs([books.place.business_id], today=today)
    return found


@pytest.fixture
def scope(books):
    with books.scope():
        yield books


def test_an_empty_business_needs_nothing_yet_and_is_not_ready(scope):
    found = needs_of(scope)
    assert (found.name, found.currency, found.money) == ("Harbor Street Studio", "USD", ())
    assert (found.waiting, found.missing, found.closed) == (0, 0, None)
    assert not found.is_ready


def test_money_that_waits_is_counted_gross_beside_what_moved(scope):
    publish(scope, [COFFEE, ("2025-01-15", "-6.00", "COFFEE"), ("2025-01-20", "90.00", "CLIENT")])
    (money,) = needs_of(scope).money
    assert (money.currency, money.waiting, money.gross, money.moved) == ("USD", 3, 100, 100)
    assert money.percent == 0
    decide(scope, "CLIENT", "sales")
    (money,) = needs_of(scope).money
    assert (money.waiting, money.gross, money.moved, money.percent) == (2, 10, 100, 90)


def test_not_all_of_the_money_is_never_called_all_of_it():
    almost = MoneyState("USD", 1, 1, Decimal("0.01"), Decimal(1000))
    assert almost.percent == 99
    assert MoneyState("USD", 0, 0, Decimal(0), Decimal(1000)).percent == 100
    assert MoneyState("USD", 0, 0, Decimal(0), Decimal(0)).percent == 100
    assert MoneyState("USD", 1, 1, Decimal(0), Decimal(1000)).percent == 99


def test_money_of_two_currencies_is_told_apart_with_the_own_one_first(scope):
    euros = bank_account_add(business=scope.business, name="Euro account", currency="EUR")
    publish(scope, [COFFEE], account=checking(scope))
    publish(scope, [("2025-01-21", "-30.00", "HOTEL")], account=euros, currency="EUR")
    assert [(m.currency, m.gross) for m in needs_of(scope).money] == [("USD", 4), ("EUR", 30)]


def test_months_without_a_statement_are_missing_until_the_last_that_is_over(scope):
    account = checking(scope)
    publish(scope, [COFFEE], account=account, start="2025-01-01", end="2025-01-31")
    assert needs_of(scope, dt.date(2025, 2, 28)).missing == 0
    assert needs_of(scope, dt.date(2025, 3, 1)).missing == 1
    publish(
        *(scope, [("2025-04-14", "-4.00", "TEA")]),
        account=account,
        start="2025-04-01",
        end="2025-04-30",
    )
    assert needs_of(scope).missing == 3  # February, March and May


def test_a_month_over_which_the_proved_balance_stayed_is_not_missing(scope):
    account = checking(scope)
    for start, end, opening, closing in (
        ("2025-01-01", "2025-01-31", "10", "6"),
        ("2025-04-01", "2025-04-30", "6", "2"),
    ):
        publish(
            *(scope, [(f"{start[:8]}14", "-4.00", "COFFEE")]),
            account=account,
            start=start,
            end=end,
            opening=opening,
            closing=closing,
        )
    assert needs_of(scope, dt.date(2025, 5, 31)).missing == 0


def months_not_seen(periods, today):
    """The definition, day by day: periods are (first day, last day, opening, closing)."""
    seen, before = set(), None
    for start, end, opening, closing in periods:
        stayed = before and before[3] == opening and before[1] < start
        since = before[1] if stayed else start
        seen |= {since + dt.timedelta(days=n) for n in range((end - since).days + 1)}
        before = (start, end, opening, closing)
    first, last = (periods[0][0].replace(day=1), today.replace(day=1)) if periods else (today,) * 2
    days = {first + dt.timedelta(days=n) for n in range((last - first).days)}
    return len({d.strftime("%Y-%m") for d in days} - {d.strftime("%Y-%m") for d in seen})


@pytest.mark.parametrize("seed", range(12))
def test_missing_months_are_those_that_the_days_of_statements_leave_out(scope, seed):
    chance, account = random.Random(seed), checking(scope)  # noqa: S311  periods, no secret
    periods = []
    for number in range(chance.randint(1, 7)):
        start = dt.date(2024, 1, 1) + dt.timedelta(days=chance.randint(0, 600))
        end = start + dt.timedelta(days=chance.choice([0, 9, 30, 45, 120]))
        opening = Decimal(chance.choice([10, 20]))
        periods.append((start, end, opening, opening - chance.choice([0, 10])))
        publish(
            *(scope, [(str(start), str(periods[-1][3] - opening or 1), f"SHOP {number}")]),
            account=account,
            start=str(start),
            end=str(end),
            opening=str(opening),
            closing=str(periods[-1][3]),
        )
    kept = StatementFile.objects.count()
    assert kept == len(periods)
    for today in (dt.date(2024, 7, 31), dt.date(2025, 3, 1), dt.date(2026, 2, 15)):
        found = needs_of(scope, today).missing
        assert found == months_not_seen(sorted(periods), today), (periods, today)


def test_files_that_wait_statements_without_proof_and_questions_are_counted(scope):
    publish(scope, [COFFEE], proved=False)
    business = scope.business
    StatementFile.objects.update(state=StatementFile.State.NEEDS_PASSWORD)
    for state in (Question.State.WAITING, Question.State.ANSWERED, Question.State.RESOLVED):
        Question.objects.create(
            firm_id=business.firm_id,
            business=business,
            text="What was this?",
            state=state,
            asked_by=scope.user,
        )
    found = needs_of(scope)
    assert (found.stopped, found.unprovable, found.statements) == (1, 1, 1)
    assert (found.asked, found.answered) == (1, 1)


def test_the_last_closed_month_is_told(scope):
    period_lock(business=scope.business, month=dt.date(2025, 2, 1), reason="done")
    assert needs_of(scope).closed == dt.date(2025, 2, 1)


def test_a_firm_costs_one_query_and_is_in_order_of_names(scope):
    publish(scope, [COFFEE])
    business_open(firm_id=scope.place.firm_id, name="Alder Bakery", chart="us_sole_proprietor")
    with CaptureQueriesContext(connection) as caught:
        found = business_needs(today=TODAY)
    assert len(caught) == 1
    assert [(one.name, one.waiting) for one in found] == [
        ("Alder Bakery", 0),
        ("Harbor Street Studio", 1),
    ]
