"""The frozen records of an evaluation: what is asked, what was said, how it turned out; pure.

Here: records, and what a learner must be able to do. Not here: asking (stream.py), counting
(measures.py, promises.py, reliability.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ledgerflow.classification.facts import AccountFacts, PayeeName, TransactionFacts

BEST = 3
"""So many answers are shown to a person, and count for "among the best"."""


class Ranked(Protocol):
    """One answer: the account, and three figures of 0..1.

    `probability` is the learner's own, `hit_rate` the rate measured for such answers, and
    `confidence` the lower bound of that rate, which decides what is accepted without a person.
    """

    @property
    def account_id(self) -> int: ...
    @property
    def probability(self) -> float: ...
    @property
    def hit_rate(self) -> float: ...
    @property
    def confidence(self) -> float: ...


class Ranking(Protocol):
    """Up to three answers, surest first; `kind` names the evidence."""

    @property
    def answers(self) -> Sequence[Ranked]: ...
    @property
    def kind(self) -> str: ...


class Learner(Protocol):
    """What is evaluated: it answers, and is told the truth after each answer."""

    def suggest(self, facts: TransactionFacts, payee: PayeeName) -> Ranking:
        """The best accounts for a transaction; no answers where nothing is known."""

    def suggest_many(self, rows: Sequence[tuple[TransactionFacts, PayeeName]]) -> Sequence[Ranking]:
        """The same for many transactions, none of which is learned in between."""

    def learn(self, facts: TransactionFacts, payee: PayeeName, account_id: int) -> None:
        """Take in what a person decided."""

    def account_add(self, account: AccountFacts) -> None:
        """An account that may be decided for from now on."""


@dataclass(frozen=True, slots=True)
class Example:
    """A transaction of `client` and the account that a person decided for."""

    client: str
    facts: TransactionFacts
    payee: PayeeName
    account_id: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said about one example, and what was right.

    `said` holds account ids, surest first; the three figures are those of the first, 0 where
    nothing was said. `place` counts the client's examples from 0, those learned beforehand
    included. `is_new_payee` means that the client had not decided for this payee before.
    """

    account_id: int
    said: tuple[int, ...]
    probability: float
    hit_rate: float
    confidence: float
    kind: str
    place: int
    is_new_payee: bool

    @property
    def hit(self) -> bool:
        """The first answer was right."""
        return bool(self.said) and self.said[0] == self.account_id

    @property
    def among_best(self) -> bool:
        """One of the answers shown was right."""
        return self.account_id in self.said
