"""The online linear model."""

import numpy as np

from ledgerflow.classification.learning.features import row_features
from ledgerflow.classification.learning.linear import GRAIN, OnlineLinear
from tests.classification.learning.paid_rows import a_year, seen


def best(linear: OnlineLinear, description: str, card: int = 1) -> int:
    row = seen(description, card=card)
    return linear.labels[int(linear.scores(row.grams, row.scales).argmax())]


def taught() -> OnlineLinear:
    linear = OnlineLinear()
    for row, account in a_year():
        features = row_features(*row)
        linear.learn(features.grams, features.scales, account)
    return linear


def test_it_says_nothing_before_the_first_decision():
    row = seen("ROSE LANE DINER")
    assert len(OnlineLinear().scores(row.grams, row.scales)) == 0


def test_it_learns_words_and_knows_them_in_a_new_payee():
    linear = taught()
    assert best(linear, "ROSE LANE DINER") == 13
    assert best(linear, "MERLIN FUEL STOP") == 11
    assert best(linear, "CLOUDPAD ANNUAL PLAN", card=2) == 14


def test_one_correction_changes_its_mind():
    linear = taught()
    row = seen("MERLIN FUEL STOP")
    for _ in range(3):
        linear.learn(row.grams, row.scales, 13)
    assert best(linear, "MERLIN FUEL STOP") == 13
    assert best(linear, "KESTREL FUEL 4") == 11


def test_what_was_never_seen_weighs_nothing():
    linear = taught()
    row = seen("ZZZZ")
    unknown = [gram for gram in row.grams if gram not in linear.rows]
    assert unknown
    assert not linear.scores(unknown, [1.0] * len(unknown)).any()


def test_weights_are_whole_grains():
    linear = taught()
    grains = linear.weights * GRAIN
    assert np.array_equal(grains, np.rint(grains))


def test_a_merged_label_hands_its_words_over():
    linear = taught()
    linear.merge(11, 13)
    assert best(linear, "KESTREL FUEL 4") == 13
    assert best(linear, "ROSE LANE DINER") == 13
    linear.merge(12, 99)
    assert best(linear, "HAMMER & NAIL #1", card=2) == 99
    linear.merge(12, 99)  # nothing is left to hand over


def test_restored_weights_score_the_same():
    linear = taught()
    again = OnlineLinear()
    height = len(linear.rows)
    again.restore(
        list(linear.rows)[1:],
        linear.labels,
        linear.weights[1:height, : len(linear.labels)],
        linear.squares[1:height],
    )
    row = seen("KESTREL FUEL 4")
    assert np.array_equal(again.scores(row.grams, row.scales), linear.scores(row.grams, row.scales))
    for model in (linear, again):
        model.learn(row.grams, row.scales, 14)
    assert np.array_equal(again.scores(row.grams, row.scales), linear.scores(row.grams, row.scales))
