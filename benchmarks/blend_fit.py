"""Fitting the blend: a conditional logit with one hidden layer, by Adam; numpy.

Here: the fit. Not here: the lessons (blend_streams.py), or using the weights
(ledgerflow/classification/learning/blend.py).
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from benchmarks.blend_streams import Lessons
from ledgerflow.classification.learning.blend import Blend

Floats = NDArray[np.float32]

UNITS = 48
EPOCHS = 6
STEP = 3e-3
ROWS_A_STEP = 512
SHRINK = 1e-5


@dataclass
class _Adam:
    """First and second moments of the gradients, by name."""

    means: dict[str, Floats] = field(default_factory=dict)
    squares: dict[str, Floats] = field(default_factory=dict)
    steps: int = 0

    def move(self, weights: dict[str, Floats], slopes: dict[str, Floats], step: float) -> None:
        """One step down the slopes."""
        self.steps += 1
        for name, slope in slopes.items():
            mean = 0.9 * self.means.get(name, 0.0) + 0.1 * slope
            square = 0.999 * self.squares.get(name, 0.0) + 0.001 * slope * slope
            self.means[name], self.squares[name] = mean, square
            unbiased = mean / (1 - 0.9**self.steps)
            scale = np.sqrt(square / (1 - 0.999**self.steps)) + 1e-8
            weights[name] = (weights[name] - step * unbiased / scale).astype(np.float32)


def fit(lessons: Lessons, *, units: int = UNITS, epochs: int = EPOCHS, seed: int = 0) -> Blend:
    """The weights that make the right candidates likeliest; the same seed gives the same."""
    chance = np.random.default_rng(seed)
    spread = (lessons.figures.std(axis=0) + 0.05).astype(np.float32)
    width = len(spread)
    weights: dict[str, Floats] = {
        "hidden": (chance.normal(size=(width, units)) / np.sqrt(width)).astype(np.float32),
        "bias": np.zeros(units, np.float32),
        "output": (chance.normal(size=units) / np.sqrt(units)).astype(np.float32),
        "direct": np.zeros(width, np.float32),
    }
    adam, starts = _Adam(), np.cumsum(lessons.size) - lessons.size
    whole = epochs * (len(lessons.size) // ROWS_A_STEP + 1)
    for _ in range(epochs):
        order = chance.permutation(len(lessons.size))
        for at in range(0, len(order), ROWS_A_STEP):
            some = order[at : at + ROWS_A_STEP]
            slopes = _slopes(weights, lessons, some, starts[some], spread)
            pace = STEP * (0.5 * (1 + np.cos(np.pi * (adam.steps + 1) / whole)) + 0.02)
            adam.move(weights, slopes, float(pace))
    return Blend(
        weights["hidden"] / spread[:, None],
        weights["bias"],
        weights["output"],
        weights["direct"] / spread,
    )


def _slopes(
    weights: dict[str, Floats],
    lessons: Lessons,
    some: NDArray[np.intp],
    starts: NDArray[np.intp],
    spread: Floats,
) -> dict[str, Floats]:
    """Gradient of the weighted log loss over some transactions."""
    size = lessons.size[some]
    firsts = np.cumsum(size) - size
    at = np.repeat(starts - firsts, size) + np.arange(size.sum())
    figures = lessons.figures[at] / spread
    units = np.maximum(figures @ weights["hidden"] + weights["bias"], 0)
    scores = units @ weights["output"] + figures @ weights["direct"]
    errors = np.exp(scores - np.repeat(np.maximum.reduceat(scores, firsts), size))
    errors /= np.repeat(np.add.reduceat(errors, firsts), size)
    errors[firsts + lessons.right[some]] -= 1
    errors *= np.repeat(lessons.weight[some], size) / len(some)
    inner = np.outer(errors, weights["output"]) * (units > 0)
    return {
        "hidden": figures.T @ inner + SHRINK * weights["hidden"],
        "bias": inner.sum(axis=0),
        "output": units.T @ errors,
        "direct": figures.T @ errors + SHRINK * weights["direct"],
    }
