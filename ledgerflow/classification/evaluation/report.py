"""All figures of one run, as plain numbers for a table or JSON; pure.

Here: putting measures, promises, reliability and times together. Not here: the figures
themselves, or how they are shown (cli, benchmarks).
"""

from collections.abc import Sequence
from dataclasses import asdict
from operator import attrgetter
from typing import Any

from ledgerflow.classification.evaluation import promises
from ledgerflow.classification.evaluation.measures import measures_of
from ledgerflow.classification.evaluation.records import Outcome
from ledgerflow.classification.evaluation.reliability import (
    Bin,
    calibration_error,
    confidences,
    hit_rates,
    reliability,
)

HINDSIGHT = (0.95, 0.99)
SCORES = ("confidence", "hit_rate", "probability")
PLACES = 4


def figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Every figure about outcomes; rates are 0..1, None where there is nothing to count."""
    return {**how_right(outcomes), **how_sure(outcomes)}


def how_right(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """How often the answers were right, whatever was said of how sure they are."""
    measures = measures_of(outcomes)
    return {
        **{name: _rounded(value) for name, value in asdict(measures).items()},
        "corrections": _rounded(measures.corrections),
    }


def how_sure(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Whether promises were kept and rates came true, with the reliability chart."""
    chart = reliability(hit_rates(outcomes))
    kept = [promises.kept(outcomes, promised) for promised in promises.PROMISES]
    return {
        "promises": [_promise(one) for one in kept],
        "shortfall": _rounded(promises.worst_shortfall(kept)),
        "shortfall_any_count": _rounded(promises.worst_shortfall(kept, enough=1)),
        "shortfall_beyond_chance": _rounded(max(one.beyond_chance for one in kept)),
        "hindsight": {score: _hindsight(outcomes, score) for score in SCORES},
        "calibration_error": _rounded(calibration_error(chart)),
        "calibration_error_confidence": _rounded(
            calibration_error(reliability(confidences(outcomes)))
        ),
        "reliability": [_bin(row) for row in chart],
    }


def learn_times(seconds: Sequence[float]) -> dict[str, float | None]:
    """The middle and the 95th of 100 learning times, in milliseconds."""
    ordered = sorted(seconds)

    def at(share: float) -> float | None:
        return round(1000 * ordered[int(share * (len(ordered) - 1))], 3) if ordered else None

    return {"learn_ms_p50": at(0.5), "learn_ms_p95": at(0.95)}


def _hindsight(outcomes: Sequence[Outcome], score: str) -> dict[str, float | None]:
    """Coverage of the best threshold on one of the three figures, by precision."""
    get = attrgetter(score)
    return {
        f"{precision:.2f}": _rounded(promises.coverage_in_hindsight(outcomes, precision, get))
        for precision in HINDSIGHT
    }


def _promise(one: promises.Kept) -> dict[str, Any]:
    return {
        "promised": one.promised,
        "coverage": _rounded(one.coverage),
        "achieved": _rounded(one.achieved),
        "accepted": one.accepted,
        "shortfall": _rounded(one.shortfall),
    }


def _bin(row: Bin) -> dict[str, Any]:
    return {
        "from": row.low,
        "to": row.high,
        "count": row.count,
        "said": _rounded(row.said),
        "observed": _rounded(row.observed),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, PLACES)
