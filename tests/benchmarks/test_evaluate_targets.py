"""Bounds held against what was measured."""

import pytest

from benchmarks.evaluate_targets import checks, figure
from ledgerflow.classification.evaluation.report import figures
from tests.classification.evaluation.asked import FUEL, outcome


def run(task, **more):
    part = figures([outcome(FUEL, FUEL, rate=1.0)] * 100)
    return {
        "task": task, "parts": {"all": part}, "learn_ms_p95": 0.4, "rows_a_second": 9_000, **more,
    }  # fmt: skip


@pytest.mark.parametrize("task", ["birmingham_pcard", "toronto_pcard", "hackclub_ledger"])
def test_a_perfect_learner_reaches_everything(task):
    assert all(one.reached for one in checks(run(task)))


def test_every_bound_of_a_file_names_a_figure_that_is_there():
    named = {one.figure for one in checks(run("birmingham_pcard"))}
    assert {"first_rows", "hindsight.confidence.0.99", "shortfall", "learn_ms_p95"} <= named


def test_a_file_nobody_knows_has_the_bounds_of_every_file():
    named = [one.figure for one in checks(run("newtown"))]
    sure = ["shortfall", "shortfall_beyond_chance", "calibration_error"]
    assert named == [*sure, "learn_ms_p95", "rows_a_second"]


def test_what_is_behind_is_not_reached():
    slow = run("newtown", learn_ms_p95=5.1, rows_a_second=4_999)
    assert [one.figure for one in checks(slow) if not one.reached] == [
        "learn_ms_p95",
        "rows_a_second",
    ]


def test_a_figure_is_found_by_its_path_even_with_dots_in_its_name():
    assert figure({"a": {"b": {"0.99": 0.5}}}, "a.b.0.99") == 0.5
    assert figure({"a": None}, "a") is None
