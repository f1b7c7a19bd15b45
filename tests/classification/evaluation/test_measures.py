"""Counting what was right."""

import pytest

from ledgerflow.classification.evaluation.measures import macro_f1, measures_of
from tests.classification.evaluation.asked import FOOD, FUEL, RENT, outcome


def test_rates_of_a_small_run() -> None:
    found = measures_of([
        outcome(FUEL, FUEL, place=0, new=True),
        outcome(FUEL, RENT, FUEL, place=9, new=True),
        outcome(FOOD, FOOD, place=10),
        outcome(FOOD, place=11),
    ])  # fmt: skip
    assert (found.rows, found.accuracy, found.among_best) == (4, 0.5, 0.75)
    assert (found.first_rows, found.new_payees, found.new_payee_share) == (0.5, 0.5, 0.5)
    assert found.corrections == 500


def test_a_run_without_rows_has_no_rates() -> None:
    found = measures_of([])
    assert (found.rows, found.accuracy, found.new_payees, found.macro_f1) == (0, None, None, None)
    assert found.corrections is None


def test_every_account_weighs_the_same_in_macro_f1() -> None:
    # Fuel: 3 right, 3 of 4 said so: F1 6/7. Food: never said: 0. Mean of both.
    outcomes = [outcome(FUEL, FUEL)] * 3 + [outcome(FOOD, FUEL)]
    assert macro_f1(outcomes) == pytest.approx((6 / 7 + 0) / 2)


def test_an_account_that_is_only_said_counts_against_macro_f1() -> None:
    assert macro_f1([outcome(FUEL, FUEL), outcome(FUEL, RENT)]) == pytest.approx((2 / 3 + 0) / 2)
