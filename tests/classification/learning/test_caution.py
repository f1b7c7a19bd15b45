"""Few decisions promise little, whatever was measured elsewhere."""

import pytest

from ledgerflow.classification.learning.calibration import Said, Sure
from ledgerflow.classification.learning.caution import cautious, unseen_chance


def said(kind: str, lag_days: float = 0.0) -> Said:
    return Said(kind, 0.9, lag_days=lag_days)


SURE = Sure(0.99, 0.97, 1000.0, "shipped")


@pytest.mark.parametrize(
    ("counts", "chance"),
    [([], 0.5), ([1], 2 / 3), ([1, 1, 1], 0.8), ([30, 1], 2 / 33), ([200, 100], 1 / 302)],
)
def test_accounts_used_once_foretell_accounts_never_used(counts, chance):
    assert unseen_chance(counts) == pytest.approx(chance)


def test_after_one_decision_words_promise_next_to_nothing():
    told = cautious(SURE, said("words"), [1])
    assert told.hit_rate == pytest.approx(1 / 3)
    assert told.lower_bound <= told.hit_rate


@pytest.mark.parametrize(("decisions", "most"), [(1, 0.875), (9, 0.975), (24, 0.99)])
def test_the_same_payee_again_promises_what_the_history_carries(decisions, most):
    assert cautious(SURE, said("account+payee"), [decisions]).hit_rate == pytest.approx(
        min(0.99, most)
    )


def test_a_long_history_changes_nothing():
    assert cautious(SURE, said("account+payee"), [300, 200, 2]) == SURE
    assert cautious(SURE, said("words"), [400, 300, 2]) == SURE


def test_only_among_the_surest_the_bound_speaks_for_those_above_too():
    assert cautious(Sure(0.4, 0.8, 5.0, "shipped"), said("linear"), [300, 200]).lower_bound == 0.4
    assert cautious(Sure(0.97, 0.99, 5.0, "shipped"), said("payee"), [300, 200]).lower_bound == 0.99
    assert cautious(Sure(0.97, 0.99, 5.0, "shipped"), said("payee"), [2, 2]).lower_bound == 0.95


def test_without_decisions_the_bound_ages_and_the_rate_stays():
    counts = [300, 200]
    fresh = cautious(Sure(0.99, 0.99, 5.0, "business"), said("payee"), counts)
    aged = cautious(Sure(0.99, 0.99, 5.0, "business"), said("payee", 90.0), counts)
    assert (fresh.lower_bound, aged.lower_bound) == (0.99, pytest.approx(0.98))
    assert aged.hit_rate == fresh.hit_rate
    ancient = cautious(Sure(0.99, 0.5, 5.0, "business"), said("payee", 9_000.0), counts)
    assert ancient.lower_bound == 0
