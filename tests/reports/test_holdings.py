"""Average cost: what came in, what left, what is left."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.reports.holdings import Held, Movement, held_of


def held(*pairs):
    """From (amount, rate) pairs, a day each."""
    return held_of(
        Movement(dt.date(2025, 1, day), Decimal(a), Decimal(a) * Decimal(rate))
        for day, (a, rate) in enumerate(pairs, 1)
    )


@pytest.mark.parametrize(
    ("pairs", "amount", "cost", "realised"),
    [
        ([], 0, "0", "0"),
        ([("100", "1.1")], 100, "110", "0"),
        ([("100", "1.1"), ("100", "1.3")], 200, "240", "0"),
        ([("100", "1.1"), ("100", "1.3"), ("-50", "1.5")], 150, "180", "15"),
        ([("100", "1.1"), ("-100", "1.0")], 0, "0", "-10"),
        ([("100", "1.1"), ("-150", "1.2")], -50, "-60", "10"),
        ([("-100", "1.1"), ("100", "1.0")], 0, "0", "10"),
        ([("-100", "1.1"), ("40", "1.2")], -60, "-66", "-4"),
    ],
)
def test_what_leaves_takes_its_average_cost(pairs, amount, cost, realised):
    found = held(*pairs)
    assert (found.amount, found.cost, found.realised) == (amount, Decimal(cost), Decimal(realised))


def test_what_came_and_went_on_one_day_gains_without_a_position():
    day = Movement(dt.date(2025, 1, 1), Decimal(0), Decimal(-10))
    assert held_of([day]) == Held(Decimal(0), Decimal(0), Decimal(-10))
    assert held_of([day]).realised == 10
