"""Whether a rate that was said is the rate that came true; pure.

Here: the bins of a reliability chart, and the expected calibration error. Not here: making the
rates honest (learning/calibration.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledgerflow.classification.evaluation.records import Outcome

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Outcomes whose said rate lies in [low, high), the last bin with 1.0; means are 0..1."""

    low: float
    high: float
    count: int
    said: float
    observed: float

    @property
    def gap(self) -> float:
        """How far what was said is from what came true; above 0 where too much was said."""
        return self.said - self.observed


def reliability(pairs: Iterable[tuple[float, bool]], bins: int = BINS) -> list[Bin]:
    """Bins of equal width of (said rate, came true); empty bins are left out."""
    sums: dict[int, list[float]] = {}
    for said, hit in pairs:
        row = sums.setdefault(min(int(said * bins), bins - 1), [0, 0.0, 0.0])
        row[0] += 1
        row[1] += said
        row[2] += hit
    return [
        Bin(number / bins, (number + 1) / bins, int(count), said / count, hits / count)
        for number, (count, said, hits) in sorted(sums.items())
    ]


def calibration_error(rows: Sequence[Bin]) -> float | None:
    """Expected calibration error: the mean distance of said and observed, weighed by counts."""
    count = sum(row.count for row in rows)
    return sum(row.count * abs(row.gap) for row in rows) / count if count else None


def hit_rates(outcomes: Iterable[Outcome]) -> list[tuple[float, bool]]:
    """Each first answer's measured rate and whether it was right; silence is 0 and wrong."""
    return [(one.hit_rate, one.hit) for one in outcomes]


def confidences(outcomes: Iterable[Outcome]) -> list[tuple[float, bool]]:
    """The same with the lower bound, which is meant to say too little."""
    return [(one.confidence, one.hit) for one in outcomes]
