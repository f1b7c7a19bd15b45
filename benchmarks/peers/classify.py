"""What the peers that classify have in common: an answer with its figures.

Here: records. Not here: any peer (classify_*.py).
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledgerflow.classification.evaluation.records import BEST
from ledgerflow.classification.facts import PayeeName, TransactionFacts


@dataclass(frozen=True, slots=True)
class SaidAnswer:
    """An account with the peer's own claim, which stands for all three figures."""

    account_id: int
    probability: float
    hit_rate: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Said:
    """Up to three answers, surest first."""

    answers: tuple[SaidAnswer, ...]
    kind: str


NOTHING = Said((), "")


def ranked(scores: Mapping[int, float], kind: str, *, sort: bool = True) -> Said:
    """The best three of account -> probability; already in order unless `sort`."""
    rows = list(scores.items())
    if sort:
        rows.sort(key=lambda row: (-row[1], row[0]))
    best = rows[:BEST]
    return Said(tuple(SaidAnswer(a, float(p), float(p), float(p)) for a, p in best), kind)


class OneByOne(ABC):
    """A peer that answers many transactions one after the other."""

    @abstractmethod
    def suggest(self, facts: TransactionFacts, payee: PayeeName) -> Said:
        """The best accounts for a transaction."""

    def suggest_many(self, rows: Sequence[tuple[TransactionFacts, PayeeName]]) -> list[Said]:
        """The same for many."""
        return [self.suggest(facts, payee) for facts, payee in rows]
