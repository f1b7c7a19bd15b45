"""TF-IDF and a linear model with scikit-learn: what most would build first.

Here: a peer of LedgerFlow's learner. Words and pairs of words, pieces of 3 to 5 letters, and the
bank account and direction as words of their own; logistic regression, one account against the
rest, by stochastic descent where there are many rows. Sure of an answer is the probability that
scikit-learn gives.
"""

from collections.abc import Sequence
from typing import Any

from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.multiclass import OneVsRestClassifier

from benchmarks.peers.classify_refit import Refitted
from ledgerflow.classification.evaluation.stream import MakeLearner
from ledgerflow.classification.facts import TransactionFacts

LARGE = 3_000


def learners() -> MakeLearner:
    """What makes a model for each client; nothing is shared."""
    return lambda _client, _accounts: Linear()


class Linear(Refitted):
    """Two vectorisers and a classifier."""

    def _fit(self, rows: list[TransactionFacts], labels: list[int]) -> list[int]:
        large = len(rows) > LARGE
        self._words = TfidfVectorizer(
            ngram_range=(1, 2), sublinear_tf=True, tokenizer=str.split, token_pattern=None
        )
        self._pieces = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2 if large else 1
        )
        x = hstack([
            self._words.fit_transform(_text(rows)),
            self._pieces.fit_transform([row.description for row in rows]),
        ]).tocsr()  # fmt: skip
        if large:
            self._model: Any = SGDClassifier(
                loss="log_loss", alpha=2e-6, max_iter=6, tol=None, random_state=1
            )
        else:
            self._model = OneVsRestClassifier(LogisticRegression(solver="liblinear", C=20))
        self._model.fit(x, labels)
        return [int(account) for account in self._model.classes_]

    def _scores(self, rows: Sequence[TransactionFacts]) -> Any:
        x = hstack([
            self._words.transform(_text(rows)),
            self._pieces.transform([row.description for row in rows]),
        ]).tocsr()  # fmt: skip
        return self._model.predict_proba(x)


def _text(rows: Sequence[TransactionFacts]) -> list[str]:
    return [f"bank={row.bank_account_id} {row.direction}= {row.description}" for row in rows]
