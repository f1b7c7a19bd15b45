"""Weighing the evidence."""

import numpy as np
import pytest

from ledgerflow.classification.learning.blend import Blend, shipped_blend
from ledgerflow.classification.learning.figures import FIGURES


def test_chances_of_each_question_add_up_to_one():
    matrix = np.random.default_rng(1).random((6, len(FIGURES)), np.float32)
    chances = shipped_blend().chances(matrix, np.asarray([1, 0, 3, 2]))
    assert chances[0] == 1
    assert chances[1:4].sum() == pytest.approx(1, rel=1e-6)
    assert chances[4:].sum() == pytest.approx(1, rel=1e-6)


def test_no_candidates_at_all_are_no_trouble():
    nothing = np.zeros((0, len(FIGURES)), np.float32)
    assert len(shipped_blend().chances(nothing, np.asarray([0, 0]))) == 0


def test_the_shipped_weights_know_every_figure_and_no_other():
    blend = shipped_blend()
    assert blend.hidden.shape == (len(FIGURES), len(blend.bias))
    assert (np.abs(blend.hidden).sum(axis=1) > 0).all()


def test_a_score_is_hidden_units_and_a_direct_share():
    blend = Blend(
        hidden=np.asarray([[1.0], [-1.0]], np.float32),
        bias=np.asarray([0.5], np.float32),
        output=np.asarray([2.0], np.float32),
        direct=np.asarray([0.0, 1.0], np.float32),
    )
    matrix = np.asarray([[1.0, 0.0], [0.0, 3.0]], np.float32)
    # 2 * (1 + 0.5) = 3 against 2 * 0 + 3 = 3
    assert blend.chances(matrix, np.asarray([2])).tolist() == [0.5, 0.5]


def test_more_decisions_for_an_account_make_it_likelier():
    matrix = np.zeros((2, len(FIGURES)), np.float32)
    for name in ("payee:share", "account_payee:share"):
        matrix[0, FIGURES.index(name)] = 0.9
    assert shipped_blend().chances(matrix, np.asarray([2]))[0] > 0.5
