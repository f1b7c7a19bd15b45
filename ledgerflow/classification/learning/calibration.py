"""How sure an answer is, held to what people decided on such answers; pure.

Here: from the shipped score of an answer to its hit rate and the lower bound that decides what
is accepted without a person. Not here: the score (scorecard.py), the counts (reliability.py),
what follows from them (misses.py). docs/explanation/classification.md says why it is done so.
"""

from collections.abc import Mapping, Sequence
from math import log
from typing import Any, NamedTuple

from ledgerflow.classification.learning.curves import between, odds, rate_of, upper_bound
from ledgerflow.classification.learning.misses import Misses, Table
from ledgerflow.classification.learning.reliability import (
    BAND_EDGES,
    BANDS,
    EDGE_LOG_ODDS,
    EXPECTED,
    LIKELY_MISS,
    MISSES,
    TRIES,
    Counts,
    FirmReliability,
    band_of,
    nothing,
)
from ledgerflow.classification.learning.scorecard import (
    SURE_AT_MOST,
    Said,
    Shipped,
    score,
    shipped,
)

__all__ = ["Calibrator", "FirmReliability", "Reliable", "Said", "Sure"]

VERSION = 1

HALF_LIFE = 1500
"""After so many decisions of the business an old one counts half."""

RECENT_HALF_LIFE = 25
"""The same for the few that tell whether something has just changed."""

WORST_OF_ITS_KIND = 3.0
"""The bound is one of all answers at least as sure; no single answer may be more than so many
times as likely to miss as the bound says."""

STALE_DAYS = 240.0
"""After so many days without a decision twice as many misses are held to be possible."""

SHIPPED_CHECKS = 150.0
"""What shipped figures count for beside a business's and its firm's checks of a kind: they alone
never reach one error in 200."""

FIRST_MISS = 0.08
"""The bound's least chance of a miss for a payee nobody decided; it falls with each decision that
agrees. Few decisions are not sure however much they agree."""

ENOUGH = 30.0
"""So many decisions of a business (of its firm) are named as what an answer rests on."""


class Sure(NamedTuple):
    """The observed `hit_rate` of such answers and its `lower_bound`, both 0..1.

    `tries` decisions of `level` ("business", "firm" or "shipped") on such evidence are behind it.
    """

    hit_rate: float
    lower_bound: float
    tries: float
    level: str


class Reliable(NamedTuple):
    """One row of a reliability chart: evidence, lower edge of the band, said, observed, tries."""

    kind: str
    bin: float
    said: float
    observed: float
    tries: float


class Calibrator:
    """What people's decisions said about one business's answers. Make it with `new` or `load`.

    The same decisions in the same order give the same state, whatever the firm's counts are.
    """

    def __init__(self, figures: Shipped, firm: FirmReliability | None = None) -> None:
        self._figures = figures
        self._firm = firm
        self._counts = Counts()
        self._plain = Counts()
        self._given = Counts()
        self._weight = 1.0
        self._recent = (0.0, 0.0)
        self._kept: _Now | None = None

    @classmethod
    def new(
        cls, firm: FirmReliability | None = None, figures: Shipped | None = None
    ) -> "Calibrator":
        """A calibrator without decisions; `firm` where the firm shares, own figures for tests."""
        return cls(figures or shipped(), firm)

    @property
    def plain(self) -> Counts:
        """This business's counts, each decision counting one: what it gives to its firm."""
        return self._plain

    def sure(self, said: Said) -> Sure:
        """How sure the answer is; evidence that was never checked has the bound 0."""
        scored = score(said, self._figures)
        if not said.kind:
            return Sure(0.0, 0.0, 0.0, "shipped")
        now = self._now()
        here = now.evidence.get(scored.evidence) or self._read(scored.evidence, now)
        log_odds = scored.log_odds - here.shift
        hit = self._hit_rate(log_odds, now.table)
        miss = 1 - _bound_at(now.table.bounds, log_odds)
        miss = max(miss, (1 - hit) / WORST_OF_ITS_KIND) * now.drift
        miss *= 1 + max(0.0, said.lag_days) / STALE_DAYS
        agreed = said.agree + said.firm_agree
        miss = max(miss, here.least_miss, FIRST_MISS / (1 + agreed))
        return Sure(hit, max(0.0, 1 - miss), here.tries, here.level)

    def observe(self, said: Said, hit: bool) -> None:
        """Count a person's decision on what was `said` just before it."""
        if not said.kind:
            return
        scored = score(said, self._figures)
        if scored.miss <= LIKELY_MISS:
            keep = 0.5 ** (1 / RECENT_HALF_LIFE)
            misses, expected = self._recent
            self._recent = (misses * keep + (not hit), expected * keep + scored.miss)
        self._counts.add(scored, hit=hit, weight=self._weight)
        self._plain.add(scored, hit=hit)
        if self._firm is not None and self._firm.live:
            self._firm.add(scored, hit=hit)
            self._given.add(scored, hit=hit)
        self._weight *= 2 ** (1 / HALF_LIFE)
        if self._weight > 1e6:
            self._counts.scale(1 / self._weight)
            self._weight = 1.0
        self._kept = None

    def dump(self) -> dict[str, Any]:
        """The whole state as plain numbers and lists, ready for JSON."""
        return {
            "version": VERSION,
            "weight": self._weight,
            "recent": list(self._recent),
            "counts": self._counts.dump(),
            "plain": self._plain.dump(),
        }

    @classmethod
    def load(
        cls,
        state: Mapping[str, Any],
        firm: FirmReliability | None = None,
        figures: Shipped | None = None,
    ) -> "Calibrator":
        """The calibrator that was dumped; nothing is added to `firm` by loading.

        ValueError when the state is of another version or not of this shape.
        """
        if state.get("version") != VERSION:
            raise ValueError(f"calibration state of version {state.get('version')!r}")
        made = cls(figures or shipped(), firm)
        made._weight = float(state["weight"])
        misses, expected = state["recent"]
        made._recent = (float(misses), float(expected))
        made._counts = Counts.load(state["counts"])
        made._plain = Counts.load(state["plain"])
        return made

    def reliability(self) -> list[Reliable]:
        """Said against observed by kind and band, over all decisions; a chart's rows."""
        now = self._now()
        rows: dict[tuple[str, int], list[float]] = {}
        for (evidence, band), tally in self._plain.cells.items():
            here = now.evidence.get(evidence) or self._read(evidence, now)
            miss = max(tally[EXPECTED] / tally[TRIES], 1 - SURE_AT_MOST)
            said = self._hit_rate(-log(odds(miss)) - here.shift, now.table)
            row = rows.setdefault((evidence.partition("/")[0], band), [0.0, 0.0, 0.0])
            for at, value in enumerate((tally[TRIES], tally[TRIES] * said, tally[MISSES])):
                row[at] += value
        return [
            Reliable(kind, BAND_EDGES[band], said / tries, 1 - misses / tries, tries)
            for (kind, band), (tries, said, misses) in sorted(rows.items())
        ]

    @staticmethod
    def _hit_rate(log_odds: float, table: Table) -> float:
        return min(rate_of(between(table.shipped, table.here, log_odds)), SURE_AT_MOST)

    def _now(self) -> "_Now":
        version = self._firm.version if self._firm is not None else 0
        if self._kept is None or version != self._kept.firm_version:
            misses = Misses(self._counts, self._weight, self._figures, self._firm, self._given)
            drift = misses.drift(*self._recent)
            self._kept = _Now(misses, misses.table(), drift, version, {})
        return self._kept

    def _read(self, evidence: str, now: "_Now") -> "_Here":
        kind = evidence.partition("/")[0]
        own, others = self._plain.kinds.get(kind) or nothing(), now.misses.others_of(kind)
        standing = (
            (self._plain.tries_on(evidence), "business"),
            (others[TRIES], "firm"),
            (self._figures.tries.get(kind, 0.0), "shipped"),
        )
        tries, level = next((some for some in standing if some[0] >= ENOUGH), standing[-1])
        checks, missed = own[TRIES] + others[TRIES], own[MISSES] + others[MISSES]
        least = max(1 - SURE_AT_MOST, 1 / (checks + SHIPPED_CHECKS))
        if not self._figures.tries.get(kind):
            least = max(least, upper_bound(missed + 1, checks)) if checks else 1.0
        here = _Here(log(now.misses.evidence_ratio(evidence)), least, tries, level)
        now.evidence[evidence] = here
        return here


class _Here(NamedTuple):
    """What holds for one evidence: how its log-odds shift here, and what was checked."""

    shift: float
    least_miss: float
    tries: float
    level: str


class _Now(NamedTuple):
    """What follows from the counts until the next decision; `evidence` fills as it is asked."""

    misses: Misses
    table: Table
    drift: float
    firm_version: int
    evidence: dict[str, _Here]


def _bound_at(bounds: Sequence[float], log_odds: float) -> float:
    band = band_of(log_odds)
    if band + 1 == BANDS or log_odds <= EDGE_LOG_ODDS[band]:
        return bounds[band]
    return between(EDGE_LOG_ODDS, bounds, log_odds)
