"""smart_importer's own pipeline for postings, trained as its hook trains it.

Here: a peer of LedgerFlow's learner: transactions as Beancount entries with the text as their
narration, the package's `PredictPostings` with its weights. It answers with one account and no
figure: the order of three comes from its classifier's decision function, which counts the same
votes and lets the margin break a tie.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from beancount.core.amount import Amount
from beancount.core.data import Posting, Transaction
from smart_importer import PredictPostings

from benchmarks.peers.classify_refit import Refitted
from ledgerflow.classification.evaluation.stream import MakeLearner
from ledgerflow.classification.facts import TransactionFacts


def learners() -> MakeLearner:
    """What makes a predictor for each client; nothing is shared."""
    return lambda _client, _accounts: SmartImporter()


class SmartImporter(Refitted):
    """The predictor with its training data."""

    def _fit(self, rows: list[TransactionFacts], labels: list[int]) -> list[int]:
        predictor = PredictPostings()
        predictor.define_pipeline()
        predictor.training_data = [_entry(*pair) for pair in zip(rows, labels, strict=True)]
        predictor.train_pipeline()
        self._pipeline: Any = predictor.pipeline
        # A target is all accounts of an entry: the bank's and the one that is to be found.
        return [_account(target) for target in self._pipeline.classes_]

    def _scores(self, rows: Sequence[TransactionFacts]) -> Any:
        entries = [_entry(row) for row in rows]
        found = self._pipeline.decision_function(entries)
        if found.ndim == 1:  # two accounts: one column, above 0 for the second
            found = np.stack([-found, found], axis=1)
        chances = np.exp(found - found.max(axis=1, keepdims=True))
        return chances / chances.sum(axis=1, keepdims=True)


def _entry(row: TransactionFacts, label: int | None = None) -> Transaction:
    bank = Posting("Assets:Bank", Amount(row.amount, row.currency), None, None, None, None)
    postings = [bank]
    if label is not None:
        postings.append(Posting(f"Expenses:A{label}", None, None, None, None, None))
    return Transaction({}, row.date, "*", None, row.description, frozenset(), frozenset(), postings)


def _account(target: str) -> int:
    return next(int(p.removeprefix("Expenses:A")) for p in target.split() if "Expenses" in p)
