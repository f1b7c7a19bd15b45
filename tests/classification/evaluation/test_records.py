"""What one outcome says."""

from tests.classification.evaluation.asked import FOOD, FUEL, RENT, outcome


def test_the_first_answer_hits_and_any_of_those_shown_is_among_the_best() -> None:
    right, second, wrong = outcome(FUEL, FUEL, RENT), outcome(FUEL, RENT, FUEL), outcome(FUEL, RENT)
    assert [one.hit for one in (right, second, wrong)] == [True, False, False]
    assert [one.among_best for one in (right, second, wrong)] == [True, True, False]


def test_saying_nothing_is_no_hit() -> None:
    silent = outcome(FOOD)
    assert (silent.hit, silent.among_best) == (False, False)
