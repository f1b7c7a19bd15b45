"""Counting decisions at once, forgetting slowly."""

import pytest

from ledgerflow.classification.learning.evidence import (
    FADE,
    MAX_LABELS,
    WIDTH,
    Evidence,
    entry_add,
    entry_count,
    entry_merge,
    faded,
    faded_total,
)
from tests.classification.learning.paid_rows import seen


def entry_of(*labels: int) -> list[float]:
    entry: list[float] = [0]
    for label in labels:
        entry_add(entry, label)
    return entry


def test_counts_are_exact_and_older_decisions_weigh_less():
    entry = entry_of(3, 3, 5)
    assert entry[0] == 3
    assert entry_count(entry, 3) == (2, 3)
    assert entry_count(entry, 5) == (1, 3)
    assert entry_count(entry, 9) == (0, 3)
    assert entry_count(None, 3) == (0, 0)
    assert entry[1:5] == [3, 2, pytest.approx(1 + FADE), 2]


def test_the_weights_of_all_decisions_add_up():
    entry = entry_of(1, 2, 1, 1, 2)
    weights = [
        entry[at + 2] * faded(entry[0] - entry[at + 3]) for at in range(1, len(entry), WIDTH)
    ]
    assert sum(weights) == pytest.approx(faded_total(5))


def test_very_old_decisions_weigh_nothing():
    assert faded(10_000) == 0
    assert faded_total(10_000) == pytest.approx(1 / (1 - FADE))


def test_a_context_of_very_many_accounts_drops_the_oldest():
    entry = entry_of(*range(MAX_LABELS + 5))
    labels = entry[1::WIDTH]
    assert len(labels) <= MAX_LABELS + 1
    assert 0 not in labels
    assert MAX_LABELS + 4 in labels


def test_merging_accounts_is_as_if_it_had_always_been_one():
    entry = entry_of(1, 2, 2, 1, 3)
    entry_merge(entry, 1, 2)
    assert entry_count(entry, 2) == (4, 5)
    assert entry_count(entry, 1) == (0, 5)
    same = entry_of(2, 2, 2, 2, 3)
    assert entry[1:5] == pytest.approx(same[1:5])


def test_merging_into_an_account_that_is_not_there_only_renames():
    entry = entry_of(1, 3)
    entry_merge(entry, 1, 2)
    assert entry_count(entry, 2) == (1, 2)
    before = list(entry)
    entry_merge(entry, 8, 2)
    assert entry == before


def test_one_decision_is_seen_in_all_its_contexts():
    evidence = Evidence()
    row = seen("ROSE LANE DINER", day=3)
    evidence.observe(row, 4)
    assert all(
        entry_count(table[key], 4) == (1, 1)
        for table, key in zip(evidence.levels, row.contexts, strict=True)
    )
    assert evidence.tries_of_payee(row) == 1
    assert evidence.tries_of_payee(seen("CLOUDPAD.IO")) == 0
    assert evidence.newest_day == row.day


def test_the_same_day_is_kept_for_the_newest_day_of_each_card_only():
    evidence = Evidence()
    evidence.observe(seen("ROSE LANE DINER", day=3), 4)
    assert entry_count(evidence.same_day(seen("CLOUDPAD.IO", day=3)), 4) == (1, 1)
    assert evidence.same_day(seen("CLOUDPAD.IO", day=4)) is None
    assert evidence.same_day(seen("CLOUDPAD.IO", day=3, card=2)) is None
    evidence.observe(seen("ROSE LANE DINER", day=5), 4)
    assert evidence.same_day(seen("CLOUDPAD.IO", day=3)) is None


def test_a_run_counts_equal_decisions_in_a_row():
    evidence = Evidence()
    row = seen("ROSE LANE DINER", day=3)
    assert evidence.run_of(row) == (0, -1, 0)
    for label in (4, 4, 6, 6, 6):
        evidence.observe(row, label)
    assert evidence.run_of(row) == (row.day, 6, 3)
    evidence.merge(6, 4)
    assert evidence.run_of(row) == (row.day, 4, 3)
    assert entry_count(evidence.levels[1][row.contexts[1]], 4) == (5, 5)
