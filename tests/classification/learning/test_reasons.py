"""Reasons in words."""

from ledgerflow.classification.learning.learner import Learner, SharedCounts
from tests.classification.learning.paid_rows import CHART, FUEL, MEALS, paid


def reasons(learner: Learner, description: str, account: int, **options: object) -> list[str]:
    ranking = learner.suggest(*paid(description, day=200, **options))
    return list(next(a.reasons for a in ranking.answers if a.account_id == account))


def taught(times: int = 3, **options: object) -> Learner:
    learner = Learner.new(CHART, **options)
    for day in range(1, times + 1):
        learner.learn(*paid("ROSE LANE DINER", day=day), MEALS)
    return learner


def test_on_the_same_card():
    assert reasons(taught(12), "ROSE LANE DINER", MEALS) == [
        "12 of 12 times Rose Lane Diner on this card",
        "last on 2025-01-12",
    ]


def test_on_another_account_of_the_business():
    found = reasons(taught(), "ROSE LANE DINER", MEALS, card=2, kind="checking")
    assert found[0] == "3 of 3 times Rose Lane Diner in this business"


def test_by_the_name_s_beginning():
    assert reasons(taught(), "ROSE LANE BAKERY", MEALS) == [
        "3 of 3 times payees that begin with “rose lane”"
    ]
    assert reasons(taught(), "ROSE GARDEN", MEALS) == ["3 of 3 times payees that begin with “rose”"]


def test_from_other_businesses_of_the_firm():
    shared = SharedCounts(live=False)
    shared.add("kestrel fuel", CHART[FUEL].key, 7)
    learner = taught(shared=shared)
    assert reasons(learner, "KESTREL FUEL", FUEL) == [
        "7 of 7 times Kestrel Fuel in other businesses of the firm"
    ]
    fresh = Learner.new(CHART, shared=shared)
    assert fresh.suggest(*paid("KESTREL FUEL")).kind == "firm"
    assert reasons(learner, "KESTREL FUEL STOP", FUEL) == [
        "payees with such words in other businesses of the firm"
    ]


def test_by_resemblance_only():
    assert reasons(taught(), "THE OLD MILL", MEALS) == ["resembles what was decided here before"]
    assert taught().suggest(*paid("THE OLD MILL")).kind == "linear"


def test_a_text_without_letters_is_named_as_the_bank_wrote_it():
    learner = Learner.new(CHART)
    for day in (1, 2):
        learner.learn(*paid("0000 1234", day=day), MEALS)
    assert reasons(learner, "0000 1234", MEALS)[0] == "2 of 2 times “0000 1234” on this card"
    assert reasons(learner, "0000 9876", MEALS) == ["2 of 2 times payees that begin with “0000”"]
