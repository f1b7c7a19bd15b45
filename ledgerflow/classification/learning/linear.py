"""An online softmax over hashed features: one step of learning for every decision; numpy.

Here: weights, scores, one step. Not here: what the features are (features.py). Weights are kept
to 1/1024, so that they pack small and are the same after they were stored and read again.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ledgerflow.classification.learning.features import BIAS

LEARNING_RATE = 0.5
LEAST_STEP = 1e-3
GRAIN = 1024.0
LARGEST = 31.0

NO_FEATURE = -1
"""Its row, 0, belongs to no feature and stays zero: a feature never seen finds it."""

_FIRST_ROWS = 256
_FIRST_COLUMNS = 8

Floats = NDArray[np.float32]


class OnlineLinear:
    """Weights per feature and label.

    A feature gets its row and a label its column when a decision first has it. `rows` is feature
    key -> row, `columns` label -> column, `labels` the labels by column.
    """

    def __init__(self) -> None:
        self.rows: dict[int, int] = {NO_FEATURE: 0}
        self.columns: dict[int, int] = {}
        self.labels: list[int] = []
        self.weights: Floats = np.zeros((_FIRST_ROWS, _FIRST_COLUMNS), np.float32)
        self.squares: Floats = np.zeros(_FIRST_ROWS, np.float32)

    def scores(self, grams: Sequence[int], scales: Sequence[float]) -> Floats:
        """One score (a logit) per column, float32; empty before the first decision."""
        find = self.rows.get
        block = self.weights[[find(gram, 0) for gram in grams], : len(self.labels)]
        found: Floats = np.asarray(scales, np.float32) @ block
        return found

    def learn(self, grams: Sequence[int], scales: Sequence[float], label: int) -> None:
        """One AdaGrad step towards `label`, which gets a column if it has none."""
        column = self._column_of(label)
        rows = self._rows_of(grams)
        values = np.asarray(scales, np.float32)
        block = self.weights[rows, : len(self.labels)]
        scores = values @ block
        errors = np.exp(scores - scores.max())
        errors /= errors.sum()
        errors[column] -= 1
        errors[np.abs(errors) < LEAST_STEP] = 0
        self.squares[rows] += values * values * float(errors @ errors)
        steps = LEARNING_RATE * values / np.sqrt(self.squares[rows] + np.float32(1e-2))
        block -= np.outer(steps, errors)
        self.weights[rows, : len(self.labels)] = np.rint(
            np.clip(block, -LARGEST, LARGEST) * np.float32(GRAIN)
        ) / np.float32(GRAIN)

    def merge(self, old: int, new: int) -> None:
        """What spoke for label `old` speaks for `new` from now on."""
        if old not in self.columns:
            return
        source = self.columns[old]
        if new not in self.columns:
            del self.columns[old]
            self.columns[new] = source
            self.labels[source] = new
            return
        target = self.columns[new]
        self.weights[:, target] = np.maximum(self.weights[:, target], self.weights[:, source])
        self.weights[:, source] = 0
        self.weights[self.rows[BIAS], source] = -LARGEST

    def restore(
        self, keys: Sequence[int], labels: Sequence[int], weights: Floats, squares: Floats
    ) -> None:
        """Take weights of rows `keys` (from row 1 on) and columns `labels`, stored before."""
        height = max(_FIRST_ROWS, len(keys) + 1)
        width = max(_FIRST_COLUMNS, len(labels))
        self.rows = {NO_FEATURE: 0} | {key: row for row, key in enumerate(keys, 1)}
        self.labels = list(labels)
        self.columns = {label: column for column, label in enumerate(labels)}
        self.weights = np.zeros((height, width), np.float32)
        self.weights[1 : len(keys) + 1, : len(labels)] = weights
        self.squares = np.zeros(height, np.float32)
        self.squares[1 : len(keys) + 1] = squares

    def _column_of(self, label: int) -> int:
        column = self.columns.get(label)
        if column is None:
            column = self.columns[label] = len(self.labels)
            self.labels.append(label)
            if column == self.weights.shape[1]:
                more = np.zeros((len(self.weights), _FIRST_COLUMNS), np.float32)
                self.weights = np.concatenate([self.weights, more], axis=1)
        return column

    def _rows_of(self, grams: Sequence[int]) -> NDArray[np.intp]:
        known = self.rows
        found = [known.setdefault(gram, len(known)) for gram in grams]
        if len(known) > len(self.squares):
            more = len(known) - len(self.squares) + len(known) // 4
            wide = np.zeros((more, self.weights.shape[1]), np.float32)
            self.weights = np.concatenate([self.weights, wide])
            self.squares = np.concatenate([self.squares, np.zeros(more, np.float32)])
        return np.asarray(found, np.intp)
