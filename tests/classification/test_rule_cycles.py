"""Rules that name each other's payees in a circle are refused by name."""

from typing import Any

import pytest

from ledgerflow.classification.conditions import Condition
from ledgerflow.classification.rule_cycles import cycle_of, cycle_refuse
from ledgerflow.classification.rules import RuleSpec
from ledgerflow.core.errors import RuleError


def naming(rule_id: int, asks: str, names: str, **more: Any) -> RuleSpec:
    conditions = (Condition("payee", more.pop("op", "equals"), asks),)
    return RuleSpec(rule_id, f"r{rule_id}", 10, more.pop("match", "all"), conditions,
                    payee_name=names, **more)  # fmt: skip


def test_a_circle_of_two_is_named() -> None:
    with pytest.raises(RuleError, match="“r1” → “r2” → “r1”") as caught:
        cycle_refuse([naming(1, "bistro", "Cafe"), naming(2, "cafe", "Bistro")])
    assert caught.value.code == "rule_cycle"


def test_a_circle_of_three_is_found_whatever_is_beside_it() -> None:
    rules = [
        naming(9, "elsewhere", "Nowhere"),
        naming(1, "a shop", "B Shop"),
        naming(2, "b shop", "C Shop"),
        naming(3, "c shop", "A Shop"),
    ]
    assert [rule.id for rule in cycle_of(rules)] == [1, 2, 3]


@pytest.mark.parametrize(
    "rules",
    [
        [naming(1, "bistro", "Cafe"), naming(2, "cafe", "Tea Room")],
        [naming(1, "depot", "Home Depot", op="contains")],
        [naming(1, "depot", "Home Depot", op="contains"), naming(2, "home", "Home Depot",
                                                                op="starts")],
        [naming(1, "bistro", "Cafe"), naming(2, "cafe", "Bistro", match="none")],
        [],
    ],
)  # fmt: skip
def test_a_chain_a_repeat_and_the_same_name_are_no_circle(rules: list[RuleSpec]) -> None:
    cycle_refuse(rules)
    assert cycle_of(rules) == ()
