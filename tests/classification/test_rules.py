"""How conditions combine into rules, and which rule has the last word."""

import datetime as dt
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
    matches,
)
from ledgerflow.core.errors import RuleError

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
        found = RuleBook.of(rules).outcome(FACTS, PAYEE).placing
        assert found is not None
        assert found.id == 2


def test_no_rule_no_match() -> None:
    assert RuleBook().outcome(FACTS, PAYEE).rules == ()
    assert RuleBook.of([rule(conditions=(LARGE,))]).outcome(FACTS, PAYEE).rules == ()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"conditions": ()}, "every transaction"),
        ({"match": "some"}, "cannot match"),
        ({"account_id": None}, "sets nothing"),
        ({"exclude": True}, "more than one place"),
        ({"business_percent": Decimal(101)}, "business share"),
        ({"business_percent": Decimal(50), "account_id": None, "transfer": True}, "no account"),
        (
            {
                "account_id": None,
                "splits": (SplitShare(5, Decimal(60)), SplitShare(6, Decimal(41))),
            },
            "come to 101 %",
        ),
        ({"conditions": (DEPOT,) * 51}, "more than 50"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(RuleError, match=says):
        rule(**changes)


def test_a_group_comes_before_the_order_within_it() -> None:
    late = rule(1, 1, group="odds", group_order=200)
    early = rule(2, 99, group="rent", group_order=10)
    loose = rule(3, 5)
    book = RuleBook.of([late, loose, early])
    assert [one.id for one in book.rules] == [2, 3, 1]


def test_rules_that_only_name_or_tag_let_later_ones_go_on_with_that_name() -> None:
    depot = Condition("description", "contains", "depot")
    naming = rule(1, 1, conditions=(depot,), account_id=None, payee_name="The Depot")
    tagging = rule(2, 2, conditions=(depot,), account_id=None, tags=("van",))
    placing = rule(3, 3, conditions=(Condition("payee", "equals", "the depot"),), tags=("shop",))
    after = rule(4, 4, conditions=(depot,))
    found = RuleBook.of([after, placing, tagging, naming]).outcome(FACTS, PAYEE)
    assert [one.id for one in found.rules] == [1, 2, 3]
    assert found.placing is placing
    assert (found.payee.display, found.tags) == ("The Depot", ("van", "shop"))


def test_two_rules_that_rename_each_other_end_after_one_pass() -> None:
    there = rule(1, 1, conditions=(DEPOT,), account_id=None, payee_name="Bistro")
    back = rule(
        2, 2, conditions=(Condition("payee", "equals", "bistro"),), account_id=None,
        payee_name="Home Depot",
    )  # fmt: skip
    found = RuleBook.of([there, back]).outcome(FACTS, PAYEE)
    assert ([one.id for one in found.rules], found.payee.display) == ([1, 2], "Home Depot")
