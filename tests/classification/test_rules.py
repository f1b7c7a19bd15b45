"""How conditions combine into rules, which rule comes first, and rules as data."""

import datetime as dt
import json
import random
from decimal import Decimal
from typing import Any

import pytest

from ledgerflow.classification.conditions import Condition
from ledgerflow.classification.facts import SplitShare, TransactionFacts
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.rules import (
    RuleBook,
    RuleSpec,
    first_match,
    matches,
    rule_from_dict,
    rule_to_dict,
)
from ledgerflow.core.errors import InputError, RuleError

FACTS = TransactionFacts(
    1, 7, "card", dt.date(2025, 3, 2), Decimal("-86.10"), "USD", "THE HOME DEPOT #7114"
)
PAYEE = normalise(FACTS.description)
DEPOT = Condition("payee", "equals", "home depot")
LARGE = Condition("amount", "gte", "100")


def rule(rule_id: int = 1, order: int = 10, **changes: Any) -> RuleSpec:
    made: dict[str, Any] = {"match": "all", "conditions": (DEPOT,), "account_id": 5} | changes
    return RuleSpec(id=rule_id, name=f"rule {rule_id}", order=order, **made)


@pytest.mark.parametrize(("match", "holds"), [("all", False), ("any", True), ("none", False)])
def test_all_any_and_none(match: str, holds: bool) -> None:
    assert matches(rule(match=match, conditions=(DEPOT, LARGE)), FACTS, PAYEE) is holds


def test_none_holds_when_no_condition_does() -> None:
    assert matches(rule(match="none", conditions=(LARGE,)), FACTS, PAYEE)


def test_the_lowest_order_wins_then_the_lowest_id_whatever_comes_in() -> None:
    rules = [rule(3, 10), rule(2, 10), rule(1, 20), rule(9, 5, conditions=(LARGE,))]
    for seed in range(5):
        random.Random(seed).shuffle(rules)  # noqa: S311
        found = first_match(rules, FACTS, PAYEE)
        assert found is not None
        assert found.id == 2


def test_no_rule_no_match() -> None:
    assert RuleBook().first_match(FACTS, PAYEE) is None
    assert first_match([rule(conditions=(LARGE,))], FACTS, PAYEE) is None


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"account_id": None, "exclude": True},
        {"account_id": None, "transfer": True},
        {"business_percent": Decimal("62.5"), "payee_name": "Depot", "tags": ("shop", "van")},
        {
            "account_id": None,
            "splits": (SplitShare(5, Decimal(60)), SplitShare(6, Decimal(40), "half")),
        },
        {"match": "any", "conditions": (DEPOT, Condition("amount", "between", ("1", "2")))},
    ],
)
def test_a_rule_survives_json(changes: dict[str, Any]) -> None:
    made = rule(**changes)
    assert rule_from_dict(json.loads(json.dumps(rule_to_dict(made)))) == made


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"conditions": ()}, "every transaction"),
        ({"match": "some"}, "cannot match"),
        ({"account_id": None}, "sets nothing"),
        ({"exclude": True}, "more than one place"),
        ({"business_percent": Decimal(101)}, "business share"),
        ({"account_id": None, "splits": (SplitShare(5, Decimal(60)),)}, "100 %"),
        ({"conditions": (DEPOT,) * 51}, "more than 50"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(RuleError, match=says):
        rule(**changes)


@pytest.mark.parametrize(
    ("part", "value", "says"),
    [
        ("conditions", "payee", "must be a list"),
        ("order", "first", "whole number"),
        ("order", True, "whole number"),
        ("exclude", "yes", "true or false"),
        ("business_percent", "half", "not a percentage"),
        ("business_percent", "NaN", "between 0 and 100"),
        ("splits", [{"percent": "100"}], "account_id and percent"),
    ],
)
def test_stored_rules_that_cannot_be_read_say_why(part: str, value: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        rule_from_dict(rule_to_dict(rule()) | {part: value})


def test_a_stored_rule_without_conditions_names_what_is_missing() -> None:
    stored = rule_to_dict(rule())
    del stored["conditions"]
    with pytest.raises(InputError, match="lacks conditions"):
        rule_from_dict(stored)
