"""The names that an agent's suggestions carry."""

from decimal import Decimal

import pytest

from ledgerflow.classification.looked_up import LookedUp, claim_of, kind_of, version_of


def test_agent_and_prompt_version_are_named() -> None:
    assert kind_of("shop-reader") == "agent:shop-reader"
    assert version_of("shop-reader", 12) == "shop-reader/12"


@pytest.mark.parametrize(
    ("evidence", "claimed"),
    [
        ({"claimed": "0.85"}, "0.85"),
        ({"claimed": 1}, "1"),
        ({"claimed": "7"}, "0"),
        ({"claimed": "NaN"}, "0"),
        ({"claimed": "sure"}, "0"),
        ({"claimed": None}, "0"),
        ({}, "0"),
        ([], "0"),
        (None, "0"),
    ],
)
def test_a_claim_that_cannot_be_read_is_none(evidence: object, claimed: str) -> None:
    assert claim_of(evidence) == Decimal(claimed)


def test_long_names_fit_their_columns_and_stay_apart() -> None:
    first, second = (
        "classification-agent-of-the-restaurants",
        "classification-agent-of-the-restorers",
    )
    for make in (kind_of, lambda name: version_of(name, 1234)):
        names = {make(first), make(second)}
        assert len(names) == 2
        assert max(map(len, names)) <= 40
    assert version_of(first, 1234).endswith("/1234")


def test_the_reason_says_who_looked() -> None:
    found = LookedUp("1", "agent:a", "a/1", 7, Decimal("0.9"), evidence={"agent": "a"})
    assert found.reason == "agent a looked it up: it gave no reason"
    assert found.payee_name == ""
