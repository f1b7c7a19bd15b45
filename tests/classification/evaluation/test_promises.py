"""What is accepted by itself, and whether the promise is kept."""

from operator import attrgetter

import pytest

from ledgerflow.classification.evaluation.promises import (
    coverage_in_hindsight,
    kept,
    worst_shortfall,
)
from tests.classification.evaluation.asked import FUEL, RENT, outcome

CONFIDENCE = attrgetter("confidence")


def right(sure: float):
    return outcome(FUEL, FUEL, rate=0.99, sure=sure)


def wrong(sure: float):
    return outcome(FUEL, RENT, rate=0.99, sure=sure)


def test_the_lower_bound_decides_and_not_the_rate() -> None:
    found = kept([right(0.95), right(0.94), wrong(0.96), outcome(FUEL)], 0.95)
    assert (found.rows, found.accepted, found.hits) == (4, 2, 1)
    assert (found.coverage, found.achieved) == (0.5, 0.5)
    assert found.shortfall == pytest.approx(0.45)


def test_a_promise_that_is_kept_has_no_shortfall() -> None:
    assert kept([right(1.0)] * 3, 0.9).shortfall == 0


def test_nothing_accepted_achieves_nothing_and_breaks_no_promise() -> None:
    found = kept([right(0.5)], 0.9)
    assert (found.coverage, found.achieved, found.shortfall) == (0, None, 0)
    assert kept([], 0.9).coverage == 0


def test_the_worst_promise_counts_where_enough_was_accepted() -> None:
    few = kept([wrong(0.99)] * 99, 0.99)
    many = kept([right(0.99)] * 94 + [wrong(0.99)] * 6, 0.95)
    assert worst_shortfall([few, many]) == pytest.approx(0.01)
    assert worst_shortfall([few, many], enough=1) == pytest.approx(0.99)
    assert worst_shortfall([few]) is None


def test_chance_explains_one_miss_of_few_and_not_five_of_ninety() -> None:
    assert kept([right(0.99)] * 29 + [wrong(0.99)], 0.99).beyond_chance == 0
    five = kept([right(0.99)] * 85 + [wrong(0.99)] * 5, 0.99)
    assert 0.01 < five.beyond_chance < five.shortfall
    assert kept([right(0.1)], 0.99).beyond_chance == 0


def test_hindsight_takes_the_lowest_threshold_that_still_holds() -> None:
    outcomes = [right(0.9), right(0.8), wrong(0.7), right(0.6), wrong(0.5)]
    assert coverage_in_hindsight(outcomes, 0.75, CONFIDENCE) == 0.8
    assert coverage_in_hindsight(outcomes, 1.0, CONFIDENCE) == 0.4


def test_rows_of_one_score_are_taken_together() -> None:
    outcomes = [right(0.9), right(0.9), wrong(0.9), right(0.1)]
    assert coverage_in_hindsight(outcomes, 1.0, CONFIDENCE) == 0
    assert coverage_in_hindsight(outcomes, 0.75, CONFIDENCE) == 1.0


def test_silence_is_never_accepted_in_hindsight() -> None:
    assert coverage_in_hindsight([outcome(FUEL), right(0.2)], 1.0, CONFIDENCE) == 0.5
    assert coverage_in_hindsight([], 0.9, CONFIDENCE) == 0
