"""Evidence of many transactions as arrays."""

import numpy as np
import pytest

from ledgerflow.classification.learning.evidence import Evidence
from ledgerflow.classification.learning.features import LEVELS
from ledgerflow.classification.learning.gathering import (
    entries_of,
    gather_cells,
    gather_scores,
    gather_words,
)
from ledgerflow.classification.learning.linear import OnlineLinear
from tests.classification.learning.paid_rows import seen

PAYEE = LEVELS.index("payee")


def taught() -> Evidence:
    evidence = Evidence()
    for label in (1, 1, 2):
        evidence.observe(seen("ROSE LANE DINER"), label)
    return evidence


def test_each_context_tells_counts_shares_and_the_newest():
    cells = gather_cells([entries_of(taught(), seen("ROSE LANE DINER", day=2))])
    of_payee = cells.level == PAYEE
    assert cells.place[of_payee].tolist() == [1, 2]
    assert cells.count[of_payee].tolist() == [2, 1]
    assert cells.is_newest[of_payee].tolist() == [False, True]
    assert cells.is_first[of_payee].tolist() == [True, False]
    assert cells.share[of_payee].sum() < 1


def test_of_equals_one_is_first():
    evidence = Evidence()
    evidence.observe(seen("ROSE LANE DINER"), 1)
    cells = gather_cells([entries_of(evidence, seen("ROSE LANE DINER"))] * 2)
    assert cells.is_first.sum() == len(cells.level)
    assert cells.row.max() == 1


def test_unknown_transactions_have_no_elements():
    cells = gather_cells([entries_of(Evidence(), seen("QUILL"))])
    assert len(cells.row) == 0
    words = gather_words(Evidence(), [seen("QUILL")])
    assert words.known.tolist() == [0]
    assert gather_scores(OnlineLinear(), [seen("QUILL")]).score.shape == (1, 0)


def test_words_count_each_word_of_each_transaction():
    words = gather_words(taught(), [seen("ROSE GARDEN"), seen("QUILL"), seen("LANE ROSE")])
    assert words.known.tolist() == [1, 0, 2]
    assert words.count[words.row == 0].tolist() == [2, 1]
    assert words.log_tries[2] == pytest.approx(2 * np.log(4), rel=1e-6)


def test_linear_chances_add_up_to_one():
    linear = OnlineLinear()
    for label, text in ((0, "ROSE LANE DINER"), (1, "KESTREL FUEL")):
        row = seen(text)
        linear.learn(row.grams, row.scales, label)
    scores = gather_scores(linear, [seen("ROSE LANE DINER"), seen("QUILL")])
    assert scores.chance.sum(axis=1) == pytest.approx([1, 1], rel=1e-6)
    assert scores.score.max(axis=1).tolist() == [0, 0]
