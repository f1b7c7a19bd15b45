"""Balances from what is kept by month and day: any days, slots, accounts and kinds."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction

from ledgerflow.core.errors import FirmNotSet
from ledgerflow.ledger.balances import account_balances, month_amounts
from ledgerflow.ledger.models import MonthBalance
from ledgerflow.ledger.selectors import account_by_key
from tests.ledger.posted import meal, post
from tests.raw_sql import connect

DAYS = ("2024-12-31", "2025-01-01", "2025-01-15", "2025-01-31", "2025-02-01", "2025-02-28")


@pytest.fixture
def spread(books):
    """Meals of 1, 2, 4, ... on days at the edges of months."""
    with books.scope():
        for n, day in enumerate(DAYS):
            meal(books, day, 2**n)
    return books


def meals(books, start, end):
    days = {
        "start": start and dt.date.fromisoformat(start),
        "end": end and dt.date.fromisoformat(end),
    }
    found = {b.key: b for b in account_balances(books.business, **days)}
    return (int(found["meals"].amount), found["meals"].lines) if found else (0, 0)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, (63, 6)),
        ("2025-01-01", "2025-01-31", (14, 3)),
        ("2025-01-02", "2025-01-31", (12, 2)),
        ("2025-01-02", "2025-01-30", (4, 1)),
        ("2025-01-15", "2025-01-15", (4, 1)),
        ("2025-01-16", "2025-01-30", (0, 0)),
        (None, "2025-01-15", (7, 3)),
        ("2025-01-20", None, (56, 3)),
        ("2024-12-31", "2025-02-27", (31, 5)),
        ("2025-03-01", "2025-01-01", (0, 0)),
    ],
)
def test_any_days_add_up_exactly(spread, start, end, expected):
    with spread.scope():
        assert meals(spread, start, end) == expected


def test_months_that_are_cut_hold_only_their_days(spread):
    days = {"start": dt.date(2024, 12, 31), "end": dt.date(2025, 2, 27)}
    with spread.scope():
        found = month_amounts(spread.business, types=("expense",), **days)
    assert [(str(b.month), int(b.amount), b.lines) for b in found] == [
        ("2024-12-01", 1, 1),
        ("2025-01-01", 14, 3),
        ("2025-02-01", 16, 1),
    ]


def test_a_closing_entry_and_its_reversal_are_both_left_out(spread):
    with spread.scope():
        post(spread, "2024-12-31", ("meals", -1), ("owner_draw", 1), kind="closing")
        post(spread, "2024-12-31", ("meals", 1), ("owner_draw", -1), kind="closing")
        days = {"start": dt.date(2024, 12, 20), "end": dt.date(2025, 1, 10)}
        for_profit = account_balances(spread.business, without_closing=True, **days)
        months = month_amounts(spread.business, types=("expense",), without_closing=True, **days)
    assert [(b.key, int(b.amount), b.lines) for b in for_profit] == [
        ("owner_draw", -3, 2),
        ("meals", 3, 2),
    ]
    assert [(b.month.month, int(b.amount), b.lines) for b in months] == [(12, 1, 1), (1, 2, 1)]


def test_keys_and_accounts_narrow_together(spread):
    with spread.scope():
        chosen = [account_by_key(spread.business, "meals").pk]
        both = account_balances(spread.business, keys=("meals", "suspense"), account_ids=chosen)
        neither = account_balances(spread.business, keys=("owner_draw",), account_ids=chosen)
    assert [b.key for b in both] == ["meals"]
    assert neither == []


@pytest.mark.django_db(transaction=True)
def test_what_two_writers_posted_at_once_is_one_figure(books):
    slot_zero = "SELECT pg_advisory_lock((%s %% 2147483647)::integer, 0)"
    with books.scope():
        meal(books, "2025-01-15", 1)
    with connect() as other:
        other.execute(slot_zero, [books.place.business_id])
        with books.scope():
            meal(books, "2025-01-15", 2)
    with books.scope():
        assert sorted(MonthBalance.objects.values_list("slot", flat=True).distinct()) == [0, 1]
        assert meals(books, None, None) == (3, 2)
        assert meals(books, "2025-01-10", "2025-01-15") == (3, 2)
        year = {"start": dt.date(2025, 1, 1), "end": dt.date(2025, 12, 31)}
        months = month_amounts(books.business, types=("expense",), **year)
    assert [(b.amount, b.lines) for b in months] == [(Decimal(3), 2)]


def test_a_question_outside_the_firms_scope_is_refused_and_not_answered_with_nothing(spread):
    with spread.scope():
        business = spread.business
    with transaction.atomic():
        with pytest.raises(FirmNotSet):
            account_balances(business)
        with pytest.raises(FirmNotSet):
            month_amounts(business, start=dt.date(2025, 1, 1), end=dt.date(2025, 1, 31))
