"""The learner as the product uses it."""

import pytest

from ledgerflow.classification.facts import AccountFacts
from ledgerflow.classification.learning.learner import Learner, SharedCounts
from ledgerflow.core.errors import InputError
from tests.classification.learning.paid_rows import (
    CHART,
    FUEL,
    MEALS,
    REPAIRS,
    SOFTWARE,
    a_year,
    paid,
)

NEW = 15


def taught(rows: int = 120) -> Learner:
    learner = Learner.new(CHART)
    for (facts, payee), account in a_year()[:rows]:
        learner.learn(facts, payee, account)
    return learner


def best(learner: Learner, description: str, **options: object) -> int:
    return learner.suggest(*paid(description, day=200, **options)).answers[0].account_id


def test_nothing_is_said_where_nothing_is_known():
    ranking = Learner.new({}).suggest(*paid("QUILL"))
    assert ranking.answers == ()
    assert ranking.kind == ""


def test_one_decision_is_enough_to_answer():
    learner = Learner.new(CHART)
    learner.learn(*paid("ROSE LANE DINER"), MEALS)
    ranking = learner.suggest(*paid("ROSE LANE DINER", day=2))
    assert ranking.answers[0].account_id == MEALS
    assert ranking.kind == "account+payee"


def test_a_year_of_decisions_is_remembered():
    learner = taught()
    answers = learner.suggest_many([row for row, _ in a_year()])
    assert [a.answers[0].account_id for a in answers] == [account for _, account in a_year()]


def test_a_correction_counts_at_once():
    learner = taught()
    for day in (201, 202):
        learner.learn(*paid("CLOUDPAD.IO", day=day, card=2), REPAIRS)
    assert best(learner, "CLOUDPAD.IO", card=2) == REPAIRS


def test_the_card_decides_where_cards_differ():
    learner = Learner.new(CHART)
    for day in range(1, 9):
        learner.learn(*paid("HAMMER & NAIL", day=day, card=1), REPAIRS)
        learner.learn(*paid("HAMMER & NAIL", day=day, card=2), MEALS)
    assert best(learner, "HAMMER & NAIL", card=1) == REPAIRS
    assert best(learner, "HAMMER & NAIL", card=2) == MEALS


def test_a_new_payee_is_judged_by_its_words():
    assert best(taught(), "MERLIN FUEL STOP") == FUEL


def test_at_most_three_answers_and_rates_that_fit_together():
    for ranking in taught().suggest_many([paid("ROSE FUEL & NAIL"), paid("QUILL")]):
        assert 1 <= len(ranking.answers) <= 3
        chances = [answer.probability for answer in ranking.answers]
        assert chances == sorted(chances, reverse=True)
        assert sum(answer.hit_rate for answer in ranking.answers) <= 1 + 1e-6
        assert all(0 <= answer.confidence <= 1 for answer in ranking.answers)
        assert all(answer.reasons for answer in ranking.answers)


def test_a_transaction_gets_the_same_answer_alone_and_among_many():
    learner = taught(90)
    rows = [row for row, _ in a_year()] + [paid("MERLIN FUEL STOP"), paid("QUILL")]
    assert learner.suggest_many(rows) == [learner.suggest(*row) for row in rows]


def test_asking_teaches_nothing():
    learner = taught(40)
    before = learner.dump()
    learner.suggest_many([row for row, _ in a_year()])
    assert learner.dump() == before


def test_the_same_decisions_in_the_same_order_give_the_same_bytes():
    assert taught().dump() == taught().dump()


def test_without_an_undone_decision_it_is_as_if_it_never_was():
    """200 wrong approvals by one person, undone: the fold without them is what was before."""
    before = taught()
    poisoned = taught()
    for day in range(130, 330):
        poisoned.learn(*paid("ROSE LANE DINER", day=day), SOFTWARE)
    row = paid("ROSE LANE DINER", day=400)
    assert poisoned.suggest(*row).answers[0].account_id == SOFTWARE
    assert taught().suggest(*row) == before.suggest(*row)
    assert taught().dump() == before.dump()


def test_a_new_account_can_be_decided_and_proposed():
    learner = taught()
    with pytest.raises(InputError):
        learner.learn(*paid("QUILL"), NEW)
    learner.account_add(AccountFacts(NEW, "", "Stationery", "expense"))
    learner.learn(*paid("QUILL"), NEW)
    assert best(learner, "QUILL") == NEW


def test_a_closed_account_is_not_proposed_but_not_forgotten():
    learner = taught()
    learner.account_closed(MEALS)
    said = learner.suggest(*paid("ROSE LANE DINER", day=200)).answers
    assert MEALS not in {answer.account_id for answer in said}
    learner.account_add(CHART[MEALS])
    assert best(learner, "ROSE LANE DINER") == MEALS


def test_a_merged_account_keeps_its_decisions():
    learner = taught()
    learner.account_merged(MEALS, SOFTWARE)
    ranking = learner.suggest(*paid("ROSE LANE DINER", day=200))
    assert ranking.answers[0].account_id == SOFTWARE
    assert ranking.answers[0].reasons[0] == "30 of 30 times Rose Lane Diner on this card"
    learner.learn(*paid("ROSE LANE DINER", day=201), MEALS)  # an old id still arrives
    assert best(learner, "ROSE LANE DINER") == SOFTWARE


def test_businesses_that_share_help_each_other_and_only_then():
    shared = SharedCounts()
    one, other = (Learner.new(CHART, shared=shared) for _ in range(2))
    for day in range(1, 5):
        one.learn(*paid("KESTREL FUEL", day=day), FUEL)
        one.learn(*paid("ROSE LANE DINER", day=day), MEALS)
    ranking = other.suggest(*paid("KESTREL FUEL", day=6))
    assert ranking.answers[0].account_id == FUEL
    assert ranking.kind == "firm"
    assert Learner.new(CHART).suggest(*paid("KESTREL FUEL", day=6)).kind != "firm"


def test_a_firm_s_counts_are_not_changed_unless_they_are_live():
    shared = SharedCounts(live=False)
    learner = Learner.new(CHART, shared=shared)
    learner.learn(*paid("KESTREL FUEL"), FUEL)
    assert shared.total == 0


def test_its_figures_can_be_fitted_on():
    accounts, figures = taught().figures(*paid("ROSE LANE DINER", day=200))
    assert MEALS in accounts
    assert len(accounts) == len(figures)
