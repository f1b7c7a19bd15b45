"""What peers have in common that are trained anew on everything: when they are.

Here: the interval. Not here: the models (classify_linear.py, classify_smart_importer.py). A
model is trained again when it is asked and has learned a fifth more than at the last time, at
least `REFIT_MIN` rows: nobody trains after every correction, and a stream would take days.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.peers.classify import NOTHING, Said, ranked
from ledgerflow.classification.evaluation.records import BEST
from ledgerflow.classification.facts import AccountFacts, PayeeName, TransactionFacts

REFIT_MIN = 5
REFIT_GROWTH = 1.2
ROWS_AT_ONCE = 1_000
"""So many rows are asked about at once: a support vector machine keeps all pairs of accounts."""


class Refitted(ABC):
    """Keeps the rows, and trains on all of them from time to time."""

    def __init__(self) -> None:
        self._rows: list[TransactionFacts] = []
        self._labels: list[int] = []
        self._fitted = 0
        self._accounts: list[int] = []

    @abstractmethod
    def _fit(self, rows: list[TransactionFacts], labels: list[int]) -> list[int]:
        """Train on two accounts or more; the accounts in the order of the columns."""

    @abstractmethod
    def _scores(self, rows: Sequence[TransactionFacts]) -> Any:
        """Probabilities, one row a transaction, one column an account."""

    def suggest(self, facts: TransactionFacts, payee: PayeeName) -> Said:
        """The best accounts of the newest model."""
        return self.suggest_many([(facts, payee)])[0]

    def suggest_many(self, rows: Sequence[tuple[TransactionFacts, PayeeName]]) -> list[Said]:
        """The same for many."""
        size = len(self._rows)
        if size >= max(self._fitted + REFIT_MIN, self._fitted * REFIT_GROWTH):
            self._fitted = size
            one = len(set(self._labels)) == 1
            self._accounts = self._labels[:1] if one else self._fit(self._rows, self._labels)
        if not self._fitted:
            return [self._commonest() for _ in rows]
        if len(self._accounts) == 1:
            return [ranked({self._accounts[0]: 1.0}, "only")] * len(rows)
        found: list[Said] = []
        for start in range(0, len(rows), ROWS_AT_ONCE):
            found += self._answers([facts for facts, _ in rows[start : start + ROWS_AT_ONCE]])
        return found

    def learn(self, facts: TransactionFacts, payee: PayeeName, account_id: int) -> None:
        """Keep a decision for the next training."""
        self._rows.append(facts)
        self._labels.append(account_id)

    def account_add(self, account: AccountFacts) -> None:
        """Nothing to do: accounts are met by decisions."""
        del account

    def _answers(self, rows: Sequence[TransactionFacts]) -> list[Said]:
        scores = self._scores(rows)
        order = np.argsort(-scores, axis=1, kind="stable")[:, :BEST]
        return [
            ranked({self._accounts[i]: row[i] for i in best}, "linear", sort=False)
            for row, best in zip(scores, order, strict=True)
        ]

    def _commonest(self) -> Said:
        counts = Counter(self._labels).most_common(BEST)
        if not counts:
            return NOTHING
        return ranked({a: n / len(self._labels) for a, n in counts}, "client", sort=False)
