"""What is seeded: exactly as many transactions and as many waiting as wished, always the same."""

import datetime as dt

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.pipeline.seeding.plan import SeedWish, months_until, plans, shared_out

UNTIL = dt.date(2026, 10, 1)


def wish(**more):
    given = {"transactions": 3_000, "businesses": 40, "waiting": 400, "until": UNTIL}
    return SeedWish(**given | more)


def months(plan):
    return [month for account in plan.accounts for month in account.months]


def test_the_big_business_has_what_is_wished_and_all_what_waits():
    made = list(plans(wish()))
    assert len(made) == 40
    assert sum(m.lines for m in months(made[-1])) == 3_000
    assert sum(m.waiting for plan in made for m in months(plan)) == 400
    assert len({plan.name for plan in made}) == 40
    assert all(m.waiting <= m.lines for plan in made for m in months(plan))


def test_small_ones_have_months_that_are_missing_unproved_or_locked_and_none_wait_in_locked():
    made = list(plans(wish()))[:-1]
    assert any(not m.has_balances for plan in made for m in months(plan))
    spans = [len(set(months_until(UNTIL, 20)[-len(a.months) :])) for p in made for a in p.accounts]
    assert min(spans) < max(spans)
    locked = [plan for plan in made if plan.locked]
    assert locked
    assert not any(m.waiting and m.start in plan.locked for plan in locked for m in months(plan))
    assert {plan.chart for plan in made} == {"us_sole_proprietor", "uk_sole_trader"}


def test_the_same_number_plans_the_same_and_another_one_another():
    assert list(plans(wish())) == list(plans(wish()))
    assert list(plans(wish())) != list(plans(wish(number=2)))


def test_alone_the_big_business_has_all_that_waits():
    (big,) = plans(wish(businesses=1))
    assert sum(m.waiting for m in months(big)) == 400


@pytest.mark.parametrize(
    "bad",
    [{"transactions": 0}, {"businesses": 0}, {"waiting": 3_001}, {"transactions": 9_000_000}],
)
def test_what_cannot_be_made_is_refused(bad):
    with pytest.raises(InputError):
        list(plans(wish(**bad)))


def test_months_reach_back_over_the_turn_of_a_year():
    assert months_until(dt.date(2026, 2, 1), 3) == [
        dt.date(2025, 12, 1), dt.date(2026, 1, 1), dt.date(2026, 2, 1)
    ]  # fmt: skip


def test_a_number_is_shared_out_exactly():
    assert shared_out(10, [1.0, 1.0, 1.0]) == [3, 4, 3]
    assert shared_out(10, [0.0, 0.0]) == [10, 0]
    assert shared_out(10, []) == []
