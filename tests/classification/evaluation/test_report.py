"""All figures of a run as plain numbers."""

import json

from ledgerflow.classification.evaluation.promises import PROMISES
from ledgerflow.classification.evaluation.report import figures, learn_times
from tests.classification.evaluation.asked import FUEL, RENT, outcome


def test_a_report_is_json_and_has_every_figure() -> None:
    outcomes = [outcome(FUEL, FUEL, rate=0.99, sure=0.96)] * 99
    outcomes.append(outcome(FUEL, RENT, rate=0.99, sure=0.96))
    found = json.loads(json.dumps(figures(outcomes)))
    assert (found["rows"], found["accuracy"], found["corrections"]) == (100, 0.99, 10)
    assert [row["promised"] for row in found["promises"]] == list(PROMISES)
    assert [row["accepted"] for row in found["promises"]] == [100, 100, 0, 0]
    assert found["hindsight"]["confidence"] == {"0.95": 1.0, "0.99": 1.0}
    assert (found["calibration_error"], found["calibration_error_confidence"]) == (0.0, 0.03)
    assert found["reliability"] == [
        {"from": 0.9, "to": 1.0, "count": 100, "said": 0.99, "observed": 0.99}
    ]
    assert (found["shortfall"], found["shortfall_any_count"]) == (0.0, 0.0)


def test_an_empty_report_has_no_rates() -> None:
    found = figures([])
    assert (found["accuracy"], found["shortfall"], found["reliability"]) == (None, None, [])


def test_times_are_the_middle_and_the_slow_end() -> None:
    seconds = [n / 1000 for n in range(1, 102)]
    assert learn_times(seconds) == {"learn_ms_p50": 51.0, "learn_ms_p95": 96.0}
    assert learn_times([]) == {"learn_ms_p50": None, "learn_ms_p95": None}
