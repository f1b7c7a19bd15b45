"""How often evidence came true: counts by band of certainty and by evidence; pure.

Here: what is counted of a business and of its firm, and forgetting. No payee and no account is
counted. Not here: what follows from the counts (calibration.py).
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from math import log
from typing import Any

from ledgerflow.classification.learning.scorecard import Score

BAND_EDGES = (0.0, 0.2, 0.4, 0.55, 0.7, 0.8, 0.88, 0.93, 0.96, 0.975, 0.985, 0.992, 0.996)
"""Lower edges of the bands, by the shipped chance of a hit; narrow where promises are made."""

BANDS = len(BAND_EDGES)
EDGE_LOG_ODDS = (-9.0, *(log(edge / (1 - edge)) for edge in BAND_EDGES[1:]))

LIKELY_MISS = 0.45
"""Answers less likely to miss than this tell how well a business follows its habits; the
others miss so often by themselves that they would drown what the likely ones say."""

TRIES, MISSES, EXPECTED = 0, 1, 2
Tally = list[float]
"""[tries, misses, misses to expect by the shipped figures]"""


def band_of(log_odds: float) -> int:
    """The band (0 .. BANDS - 1) that such log-odds of a hit fall into."""
    return max(0, bisect_right(EDGE_LOG_ODDS, log_odds) - 1)


class Counts:
    """Tallies by (evidence, band), by band, by evidence and of the whole.

    A decision counts `weight`. By evidence and of the whole only likely answers are tallied.
    """

    def __init__(self) -> None:
        self.cells: dict[tuple[str, int], Tally] = {}
        self.bands: list[Tally] = [nothing() for _ in range(BANDS)]
        self.evidence: dict[str, Tally] = {}
        self.whole: Tally = nothing()
        self.kinds: dict[str, Tally] = {}

    def add(self, score: Score, *, hit: bool, weight: float = 1.0) -> None:
        """Count one decision on an answer of such evidence."""
        self._put(score.evidence, band_of(score.log_odds), _tally(score, hit=hit, weight=weight))

    def include(self, other: "Counts", sign: int = 1) -> None:
        """Add all of `other`, or with sign -1 take it away again."""
        for (evidence, band), tally in other.cells.items():
            self._put(evidence, band, [sign * value for value in tally])
            if not self.cells[evidence, band][TRIES]:
                del self.cells[evidence, band]

    def scale(self, factor: float) -> None:
        """Multiply everything by `factor`."""
        for tally in self._tallies():
            tally[:] = [value * factor for value in tally]

    def tries_on(self, evidence: str) -> float:
        """Decisions on one evidence, in all bands."""
        cells = (self.cells.get((evidence, band)) for band in range(BANDS))
        return sum(tally[TRIES] for tally in cells if tally)

    def dump(self) -> list[list[Any]]:
        """[evidence, band, tries, misses, expected] per cell, in a fixed order."""
        return [[evidence, band, *tally] for (evidence, band), tally in sorted(self.cells.items())]

    @classmethod
    def load(cls, rows: Sequence[Sequence[Any]]) -> "Counts":
        """The counts that were dumped."""
        counts = cls()
        for evidence, band, *tally in rows:
            counts._put(str(evidence), int(band), [float(value) for value in tally])
        return counts

    def _put(self, evidence: str, band: int, tally: Tally) -> None:
        kind = evidence.partition("/")[0]
        _into(self.cells.setdefault((evidence, band), nothing()), tally)
        _into(self.kinds.setdefault(kind, nothing()), tally)
        _into(self.bands[band], tally)
        if BAND_EDGES[band] >= 1 - LIKELY_MISS:
            _into(self.evidence.setdefault(evidence, nothing()), tally)
            _into(self.whole, tally)

    def _tallies(self) -> Iterator[Tally]:
        yield self.whole
        yield from self.bands
        for tallies in (self.cells, self.evidence, self.kinds):
            yield from tallies.values()


class FirmReliability(Counts):
    """The counts of a firm's businesses together; used when the firm shares.

    With `live` each calibrator that holds the object adds its own decisions to it as they come,
    and leaves them out where it reads; without it the caller fills in the other businesses'
    counts and they stay as they are. `version` changes with every decision, so that what was
    derived from the counts can be kept until then. A decision never counts less here because it
    is old: each business's own counts see to that.
    """

    def __init__(self, *, live: bool = True) -> None:
        super().__init__()
        self.live = live
        self.version = 0

    def add(self, score: Score, *, hit: bool, weight: float = 1.0) -> None:
        """Count one decision of one of the businesses."""
        super().add(score, hit=hit, weight=weight)
        self.version += 1

    def include(self, other: Counts, sign: int = 1) -> None:
        """Take a business's counts in, or with sign -1 out."""
        super().include(other, sign)
        self.version += 1


def nothing() -> Tally:
    """A tally in which nothing was counted."""
    return [0.0, 0.0, 0.0]


def _tally(score: Score, *, hit: bool, weight: float) -> Tally:
    return [weight, 0.0 if hit else weight, weight * score.miss]


def _into(target: Tally, tally: Tally) -> None:
    for at, value in enumerate(tally):
        target[at] += value
