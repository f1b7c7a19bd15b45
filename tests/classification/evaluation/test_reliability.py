"""Rates that were said, beside those that came true."""

import pytest

from ledgerflow.classification.evaluation.reliability import (
    calibration_error,
    confidences,
    hit_rates,
    reliability,
)
from tests.classification.evaluation.asked import FUEL, RENT, outcome


def test_bins_hold_what_was_said_and_what_came_true() -> None:
    low, high = reliability([(0.12, False), (0.18, True), (1.0, True), (0.95, True)])
    assert (low.low, low.high, low.count, low.observed) == (0.1, 0.2, 2, 0.5)
    assert low.said == pytest.approx(0.15)
    assert (high.low, high.high, high.count, high.observed) == (0.9, 1.0, 2, 1.0)
    assert low.gap == pytest.approx(-0.35)


def test_a_rate_that_always_comes_true_has_no_error() -> None:
    rows = reliability([(0.75, True)] * 3 + [(0.75, False)])
    assert calibration_error(rows) == pytest.approx(0)


def test_the_error_weighs_bins_by_their_rows() -> None:
    rows = reliability([(0.9, False), *[(0.5, True), (0.5, False)] * 2])
    assert calibration_error(rows) == pytest.approx(0.9 / 5)


def test_without_rows_there_is_no_error_to_tell() -> None:
    assert calibration_error(reliability([])) is None


def test_rate_and_lower_bound_are_told_apart_and_silence_is_a_zero() -> None:
    outcomes = [outcome(FUEL, FUEL, rate=0.9, sure=0.8), outcome(FUEL, RENT, rate=0.4, sure=0.1)]
    outcomes.append(outcome(FUEL))
    assert hit_rates(outcomes) == [(0.9, True), (0.4, False), (0.0, False)]
    assert confidences(outcomes) == [(0.8, True), (0.1, False), (0.0, False)]
