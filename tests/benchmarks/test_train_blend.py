"""The weights are written so that they can be read again."""

import json

import numpy as np

from benchmarks.train_blend import written
from ledgerflow.classification.learning.blend import Blend
from ledgerflow.classification.learning.figures import FIGURES


def test_every_figure_has_its_line_and_four_digits():
    blend = Blend(
        np.full((len(FIGURES), 2), 0.123456, np.float32),
        np.asarray([1.0, -2.0], np.float32),
        np.asarray([0.5, 0.25], np.float32),
        np.arange(len(FIGURES), dtype=np.float32),
    )
    data = json.loads(written(blend, "by hand"))
    assert data["made"] == "by hand"
    assert list(data["figures"]) == list(data["direct"]) == list(FIGURES)
    assert data["figures"][FIGURES[0]] == [0.1235, 0.1235]
    assert data["bias"] == [1.0, -2.0]
