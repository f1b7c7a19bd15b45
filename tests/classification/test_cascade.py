"""Which classifier's answer is suggested."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ledgerflow.classification.cascade import CLASSIFIERS, Classified, classify
from ledgerflow.classification.conditions import Condition
from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.learning.records import Ranked, Ranking
from ledgerflow.classification.rules import RuleBook, RuleSpec
from ledgerflow.classification.transfers import PairProposal

REPAIRS, SUPPLIES, OFFICE = 1, 2, 3
FACTS = TransactionFacts(
    50, 7, "card", dt.date(2025, 3, 2), Decimal("-86.10"), "USD", "THE HOME DEPOT #7114"
)
KEYS = {"repairs_maintenance": REPAIRS, "supplies": SUPPLIES}


def learned(account: int, confidence: float, kind: str = "payee") -> dict[int, Ranking]:
    return {50: Ranking((Ranked(account, 0.9, 0.95, confidence, ("decided before",)),), kind)}


def rules(**changes: Any) -> RuleBook:
    made: dict[str, Any] = {
        "id": 4,
        "name": "Depot",
        "order": 1,
        "match": "all",
        "conditions": (Condition("description", "contains", "home depot"),),
    } | changes
    return RuleBook.of([RuleSpec(**made)])


def test_the_order_is_rules_transfers_refunds_learned_knowledge_agent() -> None:
    order = ["rule", "transfer", "refund", "learned", "knowledge", "agent"]
    assert [c.name for c in CLASSIFIERS] == order


def test_a_rule_wins_over_everything() -> None:
    context = ClassifyContext(
        rules=rules(account_id=OFFICE, business_percent=Decimal(80)),
        learned=learned(REPAIRS, 0.99),
        account_ids=KEYS,
    )
    found = classify(FACTS, context)
    assert found.best is not None
    assert (found.best.source, found.best.account_id, found.best.source_ref) == (
        "rule",
        OFFICE,
        "4",
    )
    assert found.best.business_percent == 80
    assert [a.account_id or a.account_key for a in found.alternatives] == [
        REPAIRS,
        "supplies",
        "purchases",
    ]


def test_decisions_that_reach_the_bar_win_over_knowledge() -> None:
    found = classify(FACTS, ClassifyContext(learned=learned(SUPPLIES, 0.97), account_ids=KEYS))
    assert found.best is not None
    assert (found.best.source, found.best.account_id) == ("memory", SUPPLIES)


def test_below_the_bar_the_surest_answer_is_suggested() -> None:
    weak = learned(SUPPLIES, 0.2, "words")
    found = classify(FACTS, ClassifyContext(learned=weak, account_ids=KEYS))
    assert found.best is not None
    assert (found.best.source, found.best.account_key) == ("knowledge", "repairs_maintenance")
    assert SUPPLIES in [a.account_id or KEYS.get(a.account_key) for a in found.alternatives]


def test_one_decision_of_the_business_overrules_what_is_known_everywhere() -> None:
    once = learned(OFFICE, 0.2)
    found = classify(FACTS, ClassifyContext(learned=once, account_ids=KEYS))
    assert found.best is not None
    assert (found.best.source, found.best.account_id) == ("memory", OFFICE)
    assert found.alternatives[0].account_key == "repairs_maintenance"


def test_an_earlier_answer_at_the_bar_beats_a_surer_later_one() -> None:
    pair = PairProposal(50, 51, Decimal("0.90"), ("equal amounts, the same day",))
    context = ClassifyContext(
        pairs={50: pair}, learned=learned(SUPPLIES, 0.99), target_precision=Decimal("0.90")
    )
    found = classify(FACTS, context)
    assert found.best is not None
    assert (found.best.source, found.best.transfer_with) == ("transfer", 51)
    assert found.alternatives[0].account_id == SUPPLIES


def test_both_sides_of_a_pair_point_at_each_other() -> None:
    pair = PairProposal(50, 51, Decimal("0.97"), ())
    other = classify(
        replace(FACTS, id=51, amount=Decimal("86.10")), ClassifyContext(pairs={51: pair})
    )
    assert other.best is not None
    assert other.best.transfer_with == 50


def test_a_key_and_an_id_of_one_account_are_one_alternative() -> None:
    found = classify(FACTS, ClassifyContext(learned=learned(REPAIRS, 0.9), account_ids=KEYS))
    places = [KEYS.get(a.account_key, a.account_id) for a in found.alternatives]
    assert REPAIRS not in places


def test_a_rule_that_names_the_payee_lets_decisions_place_the_money() -> None:
    context = ClassifyContext(
        rules=rules(payee_name="Depot, Main Street", tags=("shop",)),
        learned=learned(OFFICE, 0.99),
    )
    found = classify(FACTS, context)
    assert found.best is not None
    assert (found.best.source, found.best.account_id) == ("memory", OFFICE)
    assert found.best.tags == ("shop",)
    assert "rule “Depot”" in found.best.reasons


def test_a_rule_may_exclude() -> None:
    found = classify(FACTS, ClassifyContext(rules=rules(exclude=True)))
    assert found.best is not None
    assert found.best.exclude


def test_a_transfer_rule_takes_the_pair_along() -> None:
    pair = PairProposal(50, 51, Decimal("0.80"), ())
    found = classify(FACTS, ClassifyContext(rules=rules(transfer=True), pairs={50: pair}))
    assert found.best is not None
    assert (found.best.account_key, found.best.transfer_with) == ("transfers_clearing", 51)


def test_an_unknown_transaction_has_no_answer() -> None:
    assert classify(replace(FACTS, description="ZQX BLORP"), ClassifyContext()) == Classified(None)
