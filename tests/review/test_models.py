"""How decisions call themselves, and whose they are."""

from ledgerflow.review.models import Decision


def test_a_decision_says_what_it_is():
    assert str(Decision(kind="undo", transaction_id=3, version=2)) == "undo for 3 (version 2)"


def test_without_a_policy_it_is_a_persons():
    assert Decision(policy="").is_person
    assert not Decision(policy="auto-accept/1").is_person
