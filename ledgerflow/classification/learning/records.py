"""What the learner answers, and what it goes by: frozen records; pure.

Here: a ranking, its answers, and the evidence on one transaction. Not here: how they are found
(learner.py).
"""

from collections.abc import Mapping
from typing import NamedTuple

from ledgerflow.classification.learning.evidence import Entry, Run
from ledgerflow.classification.learning.features import RowFeatures
from ledgerflow.classification.learning.shared import FirmView


class Ranked(NamedTuple):
    """One answer. The three figures are 0..1.

    `probability` is the blend's own; `hit_rate` the rate observed for such answers, for showing;
    `confidence` its lower bound, which decides what is accepted without a person. `reasons` are
    plain words.
    """

    account_id: int
    probability: float
    hit_rate: float
    confidence: float
    reasons: tuple[str, ...]


class Ranking(NamedTuple):
    """Up to three answers, surest first, and the kind of evidence behind the first.

    `kind` is "account+payee", "payee", "account+words", "words", "firm", "knowledge", "linear",
    or "" where nothing is known.
    """

    answers: tuple[Ranked, ...]
    kind: str


NOTHING_KNOWN = Ranking((), "")


class Question(NamedTuple):
    """One transaction and what is known of it from outside the business.

    `firm_places` are the places of `firm.ranked`, -1 where the business has no such account;
    `prior` is a chance by place from shipped knowledge.
    """

    row: RowFeatures
    firm: FirmView
    firm_places: tuple[int, ...]
    prior: Mapping[int, float]


class Asked(NamedTuple):
    """One transaction and the evidence on it; `entries` are those of LEVELS and the same day.

    `agreeing` is the share (0..1) of the kinds of evidence that put the best account first.
    """

    row: RowFeatures
    entries: tuple[Entry | None, ...]
    run: Run
    firm: FirmView
    firm_places: tuple[int, ...]
    prior: Mapping[int, float]
    agreeing: float
