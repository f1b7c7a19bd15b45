"""The columns that the blend reads."""

import numpy as np
import pytest

from ledgerflow.classification.learning.candidates import batch_of
from ledgerflow.classification.learning.figures import FIGURES, figures_of
from ledgerflow.classification.learning.shared import SharedCounts
from tests.classification.learning.test_candidates import PLACES, asked, known


def figure(matrix, batch, name, place, row=0):
    return matrix[batch.number[row, place], FIGURES.index(name)]


def of(question, **options):
    learned = known(**options)
    batch = batch_of(learned, [question])
    return figures_of(learned, batch), batch


def test_one_row_a_candidate_and_one_column_a_figure():
    matrix, batch = of(asked("ROSE LANE DINER"))
    assert matrix.shape == (len(batch.place), len(FIGURES))
    assert len(set(FIGURES)) == len(FIGURES)
    assert np.isfinite(matrix).all()


def test_the_payee_s_own_decisions_stand_out():
    matrix, batch = of(asked("ROSE LANE DINER"))
    meals = PLACES[13]
    assert figure(matrix, batch, "payee:share", meals) > 0.9
    assert figure(matrix, batch, "payee:count", meals) == pytest.approx(np.log1p(30))
    assert figure(matrix, batch, "payee:is_newest", meals) == 1
    assert figure(matrix, batch, "run:length", meals) == pytest.approx(np.log1p(30))
    assert figure(matrix, batch, "words:chance", meals) > 0.9
    assert figure(matrix, batch, "linear:is_best", meals) == 1


def test_words_speak_for_a_new_payee():
    matrix, batch = of(asked("MERLIN FUEL STOP"))
    fuel = PLACES[11]
    assert figure(matrix, batch, "payee:count", fuel) == 0
    assert figure(matrix, batch, "words:chance", fuel) > 0.9
    assert figure(matrix, batch, "words:odds", fuel) > 0


def test_outside_knowledge_has_its_own_columns():
    shared = SharedCounts()
    shared.add("quill", "post", 3)
    view = shared.view("quill")
    matrix, batch = of(asked("QUILL", firm=view, firm_places=(1,), prior={2: 0.5, 3: 0.1}))
    assert figure(matrix, batch, "firm:payee_share", 1) == pytest.approx(3 / 3.5)
    assert figure(matrix, batch, "firm:count", 1) == pytest.approx(np.log1p(3))
    assert figure(matrix, batch, "knowledge:is_best", 2) == 1
    assert figure(matrix, batch, "knowledge:chance", 3) == pytest.approx(0.1)
    assert figure(matrix, batch, "knowledge:is_best", 3) == 0


def test_a_batch_gives_what_single_questions_give():
    questions = [asked(text) for text in ("ROSE LANE DINER", "QUILL", "KESTREL FUEL 9")]
    learned = known()
    whole = figures_of(learned, batch_of(learned, questions))
    single = [figures_of(learned, batch_of(learned, [question])) for question in questions]
    assert whole == pytest.approx(np.concatenate(single), rel=1e-5, abs=1e-6)
