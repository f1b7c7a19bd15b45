"""How good the evidence behind one suggestion looks, in one number; pure.

Here: `Said` (what is known about a suggestion before a person decides), the points it gets, and
the chance of a hit that such points had on labelled data (the shipped figures). Not here: how
often that came true on this business (calibration.py) or how the answer was found (learner.py).

Points can only rise with what speaks for an answer and only fall with what speaks against it:
fitted freely, a scorecard learns the habits of the data it saw and is surest where it is wrong.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp, log, log1p
from typing import NamedTuple

SURE_AT_MOST = 0.9985
"""Nobody's evidence is surer than this: a slip of the person who decides happens as often."""

CHANGE_A_DAY = 0.0001
"""Chance that a payee's account changed on one day since its last decision (labelled data:
1 to 10 % of what was beyond doubt came out differently after a hundred days)."""

EXACT = 2**20
"""Chances are kept in such parts: their sums are exact, so taking one away again leaves none."""

NEW, FRESH, RECENT, OLD = "new", "fresh", "recent", "old"
FRESH_DAYS, RECENT_DAYS = 8, 100

FEATURES = (
    "probability",
    "probability above 0.88",
    "margin",
    "share",
    "share on this account",
    "share in the firm",
    "known",
    "known on this account",
    "unbroken",
    "streak",
    "experts",
    "all experts",
    "never otherwise",
    "never otherwise on this account",
    "never otherwise in the firm",
    "decisions so far",
    "silence",
    "silence above a month",
    "waiting",
)


class Said(NamedTuple):
    """What was said about one transaction's best answer, all of it known before the decision.

    `kind` names what decided ("account+payee", "payee", "words", "firm", ...; "" for nothing);
    `probability` and `margin` (to the second best) are the learner's own, 0..1. `tries` counts
    the business's decisions for this payee, `agree` those that gave the best answer; `own_...`
    the same on this bank account, `firm_...` in the other businesses. `streak` is the number of
    the payee's newest decisions in a row that equal the best answer, `experts` the share (0..1)
    of the experts with an opinion that put it first, `seen` all decisions of the business.
    `lag_days` lie between the newest decided transaction and this one, `age_days` between the
    payee's newest decided transaction and this one; 0 where there is none.
    """

    kind: str
    probability: float
    margin: float = 0.0
    tries: float = 0.0
    agree: float = 0.0
    own_tries: float = 0.0
    own_agree: float = 0.0
    streak: int = 0
    experts: float = 0.0
    firm_tries: float = 0.0
    firm_agree: float = 0.0
    seen: int = 0
    lag_days: float = 0.0
    age_days: float = 0.0


class Score(NamedTuple):
    """Evidence (kind and age, "payee/fresh"), log-odds of a hit and chance of a miss (0..1)."""

    evidence: str
    log_odds: float
    miss: float


@dataclass(frozen=True)
class Shipped:
    """The shipped figures: weights of FEATURES, a constant, and what was checked.

    `bands` has (tries, mean chance of a miss) for each band of calibration; `tries` by kind.
    """

    constant: float
    weights: tuple[float, ...]
    bands: tuple[tuple[float, float], ...]
    tries: Mapping[str, float]


@cache
def shipped() -> Shipped:
    """The figures that come with LedgerFlow (shipped_reliability.toml)."""
    text = resources.files(__package__).joinpath("shipped_reliability.toml").read_text("utf-8")
    data = tomllib.loads(text)
    weights = data["weights"]
    return Shipped(
        constant=float(data["constant"]),
        weights=tuple(float(weights[name]) for name in FEATURES),
        bands=tuple((float(tries), float(miss)) for tries, miss in data["bands"]),
        tries={kind: float(tries) for kind, tries in data["tries"].items()},
    )


def score(said: Said, figures: Shipped) -> Score:
    """What such evidence was worth on labelled data, older evidence being worth less."""
    points = figures.constant
    for value, weight in zip(features(said), figures.weights, strict=True):
        points += value * weight
    hit = 1 / (1 + exp(-min(max(points, -30.0), 30.0)))
    if said.tries:
        hit *= exp(-CHANGE_A_DAY * said.age_days)
    hit = min(max(hit, 1 - SURE_AT_MOST), SURE_AT_MOST)
    return Score(_evidence(said), log(hit / (1 - hit)), round((1 - hit) * EXACT) / EXACT)


def features(said: Said) -> tuple[float, ...]:
    """The values of FEATURES: each is larger when more speaks for the answer."""
    probability = _log_odds(min(max(said.probability, 0.0001), 0.9999))
    known, own_known = said.tries > 0, said.own_tries > 0
    unbroken = known and said.streak >= said.tries
    silence = log1p(min(_silence(said), 800.0)) if known else 0.0
    return (
        min(max(probability, -3.0), 7.5),
        min(max(probability - 2.0, 0.0), 5.5),
        min(-log(1.001 - said.margin), 5.0),
        _share(said.agree, said.tries),
        _share(said.own_agree, said.own_tries),
        _share(said.firm_agree, said.firm_tries),
        float(known),
        float(own_known),
        log1p(min(said.tries, 50.0)) if unbroken else 0.0,
        log1p(min(said.streak, 100)),
        said.experts,
        float(said.experts >= 0.999),
        float(known and said.agree >= said.tries),
        float(own_known and said.own_agree >= said.own_tries),
        float(said.firm_tries > 0 and said.firm_agree >= said.firm_tries),
        -max(0.0, 4.0 - log1p(said.seen)),
        -silence,
        -max(0.0, silence - 3.4),
        -log1p(min(max(said.lag_days, 0.0), 400.0)),
    )


def _silence(said: Said) -> float:
    """Days a payee was silent while others were decided: what waits as a whole is not silent."""
    return max(0.0, said.age_days - said.lag_days)


def _share(agree: float, tries: float) -> float:
    """Log-odds of the share that agreed, drawn to even odds where there are few."""
    return _log_odds((agree + 0.5) / (tries + 1.0)) if tries > 0 else 0.0


def _log_odds(rate: float) -> float:
    return log(rate / (1 - rate))


def _evidence(said: Said) -> str:
    if not said.tries:
        age = NEW
    elif _silence(said) < FRESH_DAYS:
        age = FRESH
    else:
        age = RECENT if _silence(said) < RECENT_DAYS else OLD
    return f"{said.kind}/{age}"
