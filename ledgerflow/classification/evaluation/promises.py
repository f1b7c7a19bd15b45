"""What is accepted without a person, and whether it keeps its promise; pure.

Here: coverage and achieved precision at a promised precision, and the most that a threshold
chosen in hindsight would have accepted. Not here: the policy that accepts (review).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt

from ledgerflow.classification.evaluation.records import Outcome

PROMISES = (0.90, 0.95, 0.99, 0.995)
"""Promised precisions; 0.995 is a business's usual target of one error in 200."""

ENOUGH = 100
"""Fewer accepted rows than this show nothing about a promise: one miss is a whole point."""


Z = 1.645
"""One-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a promise: `accepted` of `rows`, `hits` of them right.

    Accepted are the rows whose confidence was at least `promised` when they were asked about.
    """

    promised: float
    rows: int
    accepted: int
    hits: int

    @property
    def coverage(self) -> float:
        """The share of rows that was accepted, 0..1."""
        return self.accepted / self.rows if self.rows else 0.0

    @property
    def achieved(self) -> float | None:
        """The precision of what was accepted, 0..1; None where nothing was."""
        return self.hits / self.accepted if self.accepted else None

    @property
    def shortfall(self) -> float:
        """By how much the achieved precision is below the promised one; 0 where it is not."""
        return max(0.0, self.promised - self.achieved) if self.achieved is not None else 0.0

    @property
    def beyond_chance(self) -> float:
        """The part of the shortfall that chance does not explain, at any number of rows.

        Against the upper end of Wilson's interval, one-sided 95 %: one miss in 30 rows explains
        nothing about a promise of 99 %, five in 90 do.
        """
        if not self.accepted:
            return 0.0
        return max(0.0, self.promised - _upper(self.hits, self.accepted))


def _upper(hits: int, tries: int) -> float:
    rate, z2 = hits / tries, Z * Z
    spread = Z * sqrt(rate * (1 - rate) / tries + z2 / (4 * tries * tries))
    return (rate + z2 / (2 * tries) + spread) / (1 + z2 / tries)


def kept(outcomes: Sequence[Outcome], promised: float) -> Kept:
    """Accept by the confidence that was said, as the product does."""
    accepted = [one for one in outcomes if one.said and one.confidence >= promised]
    return Kept(promised, len(outcomes), len(accepted), sum(one.hit for one in accepted))


def worst_shortfall(promises: Iterable[Kept], *, enough: int = ENOUGH) -> float | None:
    """The largest shortfall of promises with `enough` accepted rows; None without any."""
    shown = [one.shortfall for one in promises if one.accepted >= enough]
    return max(shown, default=None)


def coverage_in_hindsight(
    outcomes: Sequence[Outcome], precision: float, score: Callable[[Outcome], float]
) -> float:
    """The most rows (0..1) that one threshold on `score` accepts at `precision` or better.

    The threshold is chosen after all outcomes are known: no promise, but the measure of how
    well a score sorts. Rows of one score are accepted together or not at all.
    """
    best = accepted = hits = 0
    said = sorted((one for one in outcomes if one.said), key=score, reverse=True)
    for _, group in groupby(said, key=score):
        for one in group:
            accepted += 1
            hits += one.hit
        if hits >= precision * accepted:
            best = accepted
    return best / len(outcomes) if outcomes else 0.0
