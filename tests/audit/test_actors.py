"""Who did something, as one text."""

import pytest

from ledgerflow.audit.actors import Actor, actor_read, policy_actor
from ledgerflow.review.policy import POLICY


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("person", ("person", "", "")),
        ("rule:17/3", ("rule", "17", "3")),
        ("model:payees/2026-11", ("model", "payees", "2026-11")),
        ("agent:research", ("agent", "research", "")),
    ],
)
def test_what_is_written_is_read_back(text, parts):
    actor = Actor(*parts)
    assert str(actor) == text
    assert actor_read(text) == actor


@pytest.mark.parametrize("text", ["", "robot", "rule:", "rule:1/", "rule:1/2/3", "rule:a\nb"])
def test_other_texts_name_no_actor(text):
    assert actor_read(text) is None


@pytest.mark.parametrize(
    "parts", [("robot",), ("rule", "", "2"), ("rule", "a/b"), ("rule", "x" * 120)]
)
def test_an_actor_outside_the_grammar_cannot_be_made(parts):
    with pytest.raises(ValueError, match="names no actor"):
        Actor(*parts)


def test_a_policy_acts_with_its_version_and_the_operators_hand_is_the_systems():
    assert policy_actor(POLICY) == "policy:auto-accept/1"
    assert policy_actor("operator") == "system:operator"
    assert policy_actor("") == ""
