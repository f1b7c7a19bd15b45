"""The arithmetic of rates and bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.classification.learning.curves import between, odds, rate_of, rising, upper_bound


def test_an_upper_bound_comes_nearer_with_every_try() -> None:
    over = [upper_bound(misses, misses * 100) - 0.01 for misses in (3, 30, 300)]
    assert over == sorted(over, reverse=True)
    assert all(part > 0 for part in over)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=13))
def test_a_rising_sequence_never_falls_and_keeps_its_mean(values: list[float]) -> None:
    found = rising(values, [1.0] * len(values))
    assert found == sorted(found)
    assert sum(found) == pytest.approx(sum(values), abs=1e-9)


def test_a_fall_is_levelled_by_weight() -> None:
    assert rising([1.0, 4.0, 0.0], [1.0, 1.0, 3.0]) == [1.0, 1.0, 1.0]


def test_a_curve_is_read_off_between_its_points_and_beyond_them() -> None:
    xs, ys = [0.0, 1.0, 2.0], [0.0, 10.0, 30.0]
    assert [between(xs, ys, x) for x in (-2.0, 0.5, 1.0, 1.5, 4.0)] == [-1.0, 5.0, 10.0, 20.0, 31.0]


def test_rates_and_odds_belong_together() -> None:
    assert odds(0.75) == 3
    assert rate_of(0.0) == 0.5
