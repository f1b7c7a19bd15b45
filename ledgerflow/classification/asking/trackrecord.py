"""How often an agent was right in this business, and how sure that makes its next answer; pure.

Here: people's decisions on its answers, counted by agent, prompt version and claim. Not here:
reading the decisions (review/judging.py, the layer that knows them).

One payee is one trial, however many transactions it has: an agent is asked once for all of them,
and they come true together. What a model says of its own certainty is no measure: until people
have judged ENOUGH answers, at most half of it is stated, without a hit rate, and nothing is
accepted unseen. After that the lower bound of what came true counts, as for every other source.
A new prompt version starts with a few trials' worth of what the agent's other versions have
shown. docs/explanation/agents.md says what follows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from ledgerflow.classification.learning.curves import upper_bound
from ledgerflow.classification.learning.scorecard import SURE_AT_MOST
from ledgerflow.classification.looked_up import LookedUp

UNPROVEN = Decimal("0.5")
"""So much of what the model claims is stated while nobody has judged enough of its answers."""

ENOUGH = 10.0
"""Trials from which the observed rate is used."""

BORROWED = 20.0
"""Trials at most that count from the agent's other prompt versions."""

RECENT, RECENT_MISSES = 20, 2
"""With so many misses among the newest answers it is no surer than these came true."""

CLAIM_EDGES = (Decimal("0.6"), Decimal("0.85"))
"""Answers are counted apart by what the model claimed: below, between, from the last edge on."""

_PLACES = Decimal("0.00001")


class Judged(NamedTuple):
    """People's decisions on one run's answer: `agreed` and `others` transactions.

    In the order of the newest decision; `version` and `kind` as in LookedUp.
    """

    run: str
    kind: str
    version: str
    claimed: Decimal
    agreed: int
    others: int

    @property
    def miss(self) -> float:
        """The share of the decisions that went elsewhere."""
        return self.others / (self.agreed + self.others)


class Proven(NamedTuple):
    """`confidence` and `hit_rate` as a suggestion has them (rate None: not enough was judged).

    `agreed` of `judged` payees came out as answered, for the words of a reason.
    """

    confidence: Decimal
    hit_rate: Decimal | None
    agreed: int
    judged: int


class _Tally(NamedTuple):
    tries: float = 0.0
    misses: float = 0.0

    def plus(self, miss: float) -> "_Tally":
        return _Tally(self.tries + 1, self.misses + miss)


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """What people decided on agents' answers in one business; `batches` whose answers stand.

    `overruled` are runs of whose payee somebody decided otherwise. Make it with `of`.
    """

    batches: tuple[int, ...] = ()
    overruled: frozenset[str] = frozenset()
    _bands: Mapping[tuple[str, str, int], _Tally] = field(default_factory=dict)
    _agents: Mapping[tuple[str, int], _Tally] = field(default_factory=dict)
    _recent: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    _counts: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, batches: Iterable[int], judged: Iterable[Judged]) -> "TrackRecord":
        """Count what was judged, oldest first."""
        bands: dict[tuple[str, str, int], _Tally] = defaultdict(_Tally)
        agents: dict[tuple[str, int], _Tally] = defaultdict(_Tally)
        misses: dict[str, list[float]] = defaultdict(list)
        overruled = set()
        for one in judged:
            band = _band(one.claimed)
            bands[one.kind, one.version, band] = bands[one.kind, one.version, band].plus(one.miss)
            agents[one.kind, band] = agents[one.kind, band].plus(one.miss)
            misses[one.version].append(one.miss)
            if one.others:
                overruled.add(one.run)
        return cls(
            tuple(batches),
            frozenset(overruled),
            dict(bands),
            dict(agents),
            {version: tuple(some[-RECENT:]) for version, some in misses.items()},
            {version: (some.count(0.0), len(some)) for version, some in misses.items()},
        )

    def proven(self, answer: LookedUp) -> Proven:
        """How sure an answer is, by what came true of those like it."""
        tally = self._tally(answer)
        agreed, judged = self._counts.get(answer.version, (0, 0))
        if tally.tries < ENOUGH:
            seen = (tally.tries - tally.misses + 2) / (tally.tries + 2)
            stated = answer.claimed * UNPROVEN * Decimal(seen)
            return Proven(stated.quantize(_PLACES), None, agreed, judged)
        rate = min(1 - tally.misses / tally.tries, SURE_AT_MOST)
        bound = max(0.0, 1 - upper_bound(tally.misses + 1, tally.tries))
        recent = self._recent.get(answer.version, ())
        if sum(recent) >= RECENT_MISSES:
            bound = min(bound, 1 - sum(recent) / len(recent))
        bound = min(bound, rate)
        return Proven(_figure(bound), _figure(rate), agreed, judged)

    def _tally(self, answer: LookedUp) -> _Tally:
        """The version's own trials, and some of the agent's others at their rate."""
        band = _band(answer.claimed)
        own = self._bands.get((answer.kind, answer.version, band), _Tally())
        whole = self._agents.get((answer.kind, band), _Tally())
        others = whole.tries - own.tries
        if others <= 0:
            return own
        borrowed = min(others, BORROWED)
        missed = (whole.misses - own.misses) / others * borrowed
        return _Tally(own.tries + borrowed, own.misses + missed)


NO_RECORD = TrackRecord()


def _band(claimed: Decimal) -> int:
    return sum(claimed >= edge for edge in CLAIM_EDGES)


def _figure(value: float) -> Decimal:
    return Decimal(value).quantize(_PLACES)
