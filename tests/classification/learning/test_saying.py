"""What calibration is told about an answer."""

from ledgerflow.classification.learning.calibration import Said
from ledgerflow.classification.learning.learner import Learner
from tests.classification.learning.paid_rows import CHART, MEALS, REPAIRS, paid


class Listener:
    """A calibrator that only listens."""

    def __init__(self) -> None:
        self.heard: list[tuple[Said, bool]] = []

    def observe(self, said: Said, hit: bool) -> None:
        self.heard.append((said, hit))


def heard(*decisions: tuple[str, int, int]) -> list[tuple[Said, bool]]:
    learner = Learner.new(CHART)
    learner._calibrator = listener = Listener()
    for day, (description, card, account) in enumerate(decisions, 1):
        learner.learn(*paid(description, day=day, card=card), account)
    return listener.heard


def test_nothing_was_said_before_the_first_decision():
    assert heard(("ROSE LANE DINER", 1, MEALS)) == []


def test_tries_runs_and_days_are_counted():
    decisions = [("ROSE LANE DINER", card, MEALS) for card in (1, 2, 1, 1)]
    said, hit = heard(*decisions)[-1]
    assert hit
    assert said.kind == "account+payee"
    assert (said.tries, said.agree) == (3, 3)
    assert (said.own_tries, said.own_agree) == (2, 2)
    assert (said.streak, said.seen) == (3, 3)
    assert (said.lag_days, said.age_days) == (1, 1)
    assert said.experts == 1
    assert 0 < said.margin <= said.probability <= 1


def test_a_miss_is_held_against_the_kind_that_was_wrong():
    said, hit = heard(("ROSE LANE DINER", 1, MEALS), ("ROSE LANE DINER", 2, REPAIRS))[-1]
    assert not hit
    assert said.kind == "payee"
    assert (said.tries, said.own_tries) == (1, 0)


def test_disagreeing_evidence_shows():
    said, _ = heard(
        *[("ROSE LANE DINER", 1, MEALS)] * 3,
        *[("ROSE LANE DINER", 2, REPAIRS)] * 3,
        ("ROSE LANE DINER", 1, MEALS),
    )[-1]
    assert said.experts < 1
    assert said.agree < said.tries
