"""How much each kind of evidence is worth: figures of candidates -> chances; numpy.

Here: a small network with one score per candidate and a softmax over the candidates of a
transaction. Its weights are the same for all businesses and accounts and are shipped
(blend_weights.json, made by benchmarks/train_blend.py). Not here: the figures (figures.py).
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from ledgerflow.classification.learning.figures import FIGURES

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Blend:
    """Weights: figures -> hidden units (rectified) -> score, plus a direct share per figure."""

    hidden: Floats
    bias: Floats
    output: Floats
    direct: Floats

    def chances(self, matrix: Floats, sizes: NDArray[np.intp]) -> Floats:
        """One chance per row of `matrix`; the `sizes` rows of a transaction add up to 1."""
        if not len(matrix):
            return np.zeros(0, np.float32)
        # Not `@`: its sums change in the last digit with the number of rows, and one transaction
        # must get the same answer alone and among many.
        units = np.maximum(np.einsum("cf,fu->cu", matrix, self.hidden) + self.bias, 0)
        scores = np.einsum("cu,u->c", units, self.output)
        scores += np.einsum("cf,f->c", matrix, self.direct)
        sizes = sizes[sizes > 0]
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        scores = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        found: Floats = scores / np.repeat(np.add.reduceat(scores, starts), sizes)
        return found


@lru_cache(maxsize=1)
def shipped_blend() -> Blend:
    """The shipped weights, by name of figure; a figure they do not know weighs nothing."""
    folder = files("ledgerflow.classification") / "learning"
    data = json.loads((folder / "blend_weights.json").read_text("utf-8"))
    rows, direct = data["figures"], data["direct"]
    nothing = [0.0] * len(data["bias"])
    return Blend(
        np.asarray([rows.get(name, nothing) for name in FIGURES], np.float32),
        np.asarray(data["bias"], np.float32),
        np.asarray(data["output"], np.float32),
        np.asarray([direct.get(name, 0.0) for name in FIGURES], np.float32),
    )
