"""Misses there were against misses to expect, on one business; pure.

Here: from counts to what each band of certainty and each evidence is worth here. Not here: the
counts (reliability.py), keeping them up (calibration.py).

The ratio of misses to expected ones is taken for the business as a whole, for each evidence and
for each band; each is drawn to its parent (business to firm to shipped figures) as if the parent
had shown a few misses of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import NamedTuple

from ledgerflow.classification.learning.curves import odds, rate_of, rising, upper_bound
from ledgerflow.classification.learning.reliability import (
    BANDS,
    EXPECTED,
    MISSES,
    TRIES,
    Counts,
    Tally,
    nothing,
)
from ledgerflow.classification.learning.scorecard import Shipped

WHOLE_MISSES, EVIDENCE_MISSES, FIRM_MISSES = 4.0, 3.0, 3.0
"""What a parent counts for, in misses: few, so that a business is soon taken as it is."""

BAND_MISSES, BAND_FIRM_MISSES = 1.0, 15.0
"""The same within a band: shipped figures count for one miss, the firm's for up to fifteen more."""

SAID_TRIES = 20.0
SHIPPED_TRIES = 30.0
WORST_BAND = 0.99
MOST_UNLIKE, LEAST_UNLIKE = 20.0, 0.1

RECENT_ALLOWANCE = 1.5
"""So many standard deviations of misses above the expected ones are taken for bad luck."""


class Table(NamedTuple):
    """Per band: shipped log-odds, log-odds here, and the lower bound of the hit rate of all
    answers of the band and the surer ones."""

    shipped: list[float]
    here: list[float]
    bounds: list[float]


@dataclass(frozen=True)
class Misses:
    """The counts that bear on one business.

    `own` are its decayed counts, the newest decision counting `weight`; `firm` those of its
    firm, of which `given` came from this business itself. `figures` are the shipped ones.
    """

    own: Counts
    weight: float
    figures: Shipped
    firm: Counts | None
    given: Counts

    def table(self) -> Table:
        """What the bands are worth here."""
        whole, firm = self.whole_ratio(), self._firm_ratio()
        owns = [self._now(tally) for tally in self.own.bands]
        others = [self._others_in(band) for band in range(BANDS)]
        shipped, here, weights = [], [], []
        for band, (own, other) in enumerate(zip(owns, others, strict=True)):
            said = self._said_in(band, own)
            parent = odds(said) * whole * self._firm_band_ratio(band, other) / firm
            parent = parent / (1 + parent)
            prior = BAND_MISSES + min(BAND_FIRM_MISSES, other[TRIES] * parent)
            tries = own[TRIES] + prior / parent
            shipped.append(-log(odds(said)))
            here.append(-log(odds(min((own[MISSES] + prior) / tries, WORST_BAND))))
            weights.append(tries)
        here = rising(here, weights)
        return Table(rising(shipped, [1.0] * BANDS), here, self._bounds(here, owns, others))

    def whole_ratio(self) -> float:
        """Misses to expected misses of the business's likely answers."""
        own, parent = self._now(self.own.whole), self._firm_ratio()
        return (own[MISSES] + WHOLE_MISSES * parent) / (own[EXPECTED] + WHOLE_MISSES)

    def evidence_ratio(self, evidence: str) -> float:
        """How one evidence misses here, against the business as a whole."""
        parent = 1.0
        if self.firm is not None and evidence in self.firm.evidence:
            given = self.given.evidence.get(evidence) or nothing()
            other, firm = _less(self.firm.evidence[evidence], given), self._firm_ratio()
            parent = (other[MISSES] + FIRM_MISSES * firm) / (other[EXPECTED] + FIRM_MISSES) / firm
        own, whole = self._now(self.own.evidence.get(evidence) or nothing()), self.whole_ratio()
        misses = own[MISSES] + EVIDENCE_MISSES * whole * parent
        return misses / (own[EXPECTED] + EVIDENCE_MISSES) / whole

    def drift(self, misses: float, expected: float) -> float:
        """What the newest decisions multiply misses by: 1, or more when there were more
        `misses` than the business's own rate and bad luck explain; `expected` as shipped."""
        expected *= self.whole_ratio()
        return 1 + max(0.0, misses - expected - RECENT_ALLOWANCE * sqrt(expected + 0.3))

    def others_of(self, kind: str) -> Tally:
        """What the firm's other businesses counted on a kind of evidence."""
        if self.firm is None:
            return nothing()
        given = self.given.kinds.get(kind) or nothing()
        return _less(self.firm.kinds.get(kind) or nothing(), given)

    def _bounds(
        self, here: Sequence[float], owns: Sequence[Tally], others: Sequence[Tally]
    ) -> list[float]:
        """Band by band from the surest down, all counts and all priors taken together."""
        all_shipped = sum(tries for tries, _ in self.figures.bands) or 1.0
        bounds = [0.0] * BANDS
        misses = tries = expected = share = firm = 0.0
        for band in reversed(range(BANDS)):
            miss = 1 - rate_of(here[band])
            misses, tries = misses + owns[band][MISSES], tries + owns[band][TRIES]
            usual = SHIPPED_TRIES * self.figures.bands[band][0] / all_shipped
            share += owns[band][TRIES] + usual
            expected += (owns[band][TRIES] + usual) * miss
            firm += others[band][TRIES] * miss
            prior = BAND_MISSES + min(BAND_FIRM_MISSES, firm)
            bounds[band] = 1 - upper_bound(misses + prior, tries + prior * share / expected)
        for band in range(1, BANDS):
            bounds[band] = max(bounds[band], bounds[band - 1])
        return bounds

    def _now(self, tally: Tally) -> Tally:
        return [value / self.weight for value in tally]

    def _others_in(self, band: int) -> Tally:
        if self.firm is None:
            return nothing()
        return _less(self.firm.bands[band], self.given.bands[band])

    def _said_in(self, band: int, tally: Tally) -> float:
        """The mean chance of a miss that the shipped figures give to the band's answers."""
        mean = self.figures.bands[band][1]
        return (tally[EXPECTED] + mean * SAID_TRIES) / (tally[TRIES] + SAID_TRIES)

    def _firm_ratio(self) -> float:
        if self.firm is None:
            return 1.0
        other = _less(self.firm.whole, self.given.whole)
        return (other[MISSES] + FIRM_MISSES) / (other[EXPECTED] + FIRM_MISSES)

    def _firm_band_ratio(self, band: int, other: Tally) -> float:
        """How the firm's odds of a miss in a band differ from the shipped ones."""
        if not other[TRIES]:
            return self._firm_ratio()
        said = self._said_in(band, other)
        rate = (other[MISSES] + FIRM_MISSES) / (other[TRIES] + FIRM_MISSES / said)
        return min(max(odds(min(rate, WORST_BAND)) / odds(said), LEAST_UNLIKE), MOST_UNLIKE)


def _less(firm: Tally, given: Tally) -> Tally:
    return [max(0.0, value - mine) for value, mine in zip(firm, given, strict=True)]
