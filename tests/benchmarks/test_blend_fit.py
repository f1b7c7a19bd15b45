"""The fit of the blend finds what is there to find."""

import numpy as np

from benchmarks.blend_fit import fit
from benchmarks.blend_streams import Lessons


def lessons(count: int = 600) -> Lessons:
    """Three candidates each; figure 1 is large for the right one, the others are noise."""
    chance = np.random.default_rng(3)
    right = chance.integers(0, 3, count)
    figures = chance.random((count * 3, 4)).astype(np.float32)
    figures[np.arange(count) * 3 + right, 1] += 2
    size = np.full(count, 3, np.intp)
    return Lessons(figures, size, right.astype(np.intp), np.ones(count, np.float32))


def test_the_telling_figure_decides():
    taught = lessons()
    chances = fit(taught, units=4, epochs=30).chances(taught.figures, taught.size)
    right = chances.reshape(-1, 3).argmax(axis=1) == taught.right
    assert right.mean() > 0.95


def test_the_same_seed_gives_the_same_weights():
    one, other = (fit(lessons(60), units=4, epochs=2, seed=5) for _ in range(2))
    assert np.array_equal(one.hidden, other.hidden)
    assert np.array_equal(one.direct, other.direct)


def test_lessons_of_no_weight_teach_nothing():
    taught = lessons(60)
    taught.weight[:] = 0
    blend = fit(taught, units=4, epochs=3)
    assert np.abs(blend.direct).max() < 1e-6
