"""A person's rule as an answer."""

import datetime as dt
from decimal import Decimal

from ledgerflow.classification.classifiers.rule import RuleClassifier
from ledgerflow.classification.conditions import Condition
from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.rules import RuleBook, RuleSpec

FACTS = TransactionFacts(
    1, 7, "card", dt.date(2025, 3, 2), Decimal(-86), "USD", "SQ *BLUE DOOR BAKERY"
)


def test_a_rule_is_sure_and_names_itself() -> None:
    rule = RuleSpec(
        3, "Bakery", 1, "all", (Condition("payee", "contains", "bakery"),), account_id=9,
        payee_name="Blue Door", version="4",
    )  # fmt: skip
    payee = normalise(FACTS.description)
    (answer,) = RuleClassifier().answers(FACTS, payee, ClassifyContext(rules=RuleBook.of([rule])))
    assert (answer.confidence, answer.source, answer.source_ref) == (1, "rule", "3")
    assert (answer.version, answer.reasons) == ("4", ("rule “Bakery”",))
    assert (answer.payee_key, answer.payee_name) == ("blue door", "Blue Door")


def test_no_rule_no_answer() -> None:
    assert RuleClassifier().answers(FACTS, normalise("X"), ClassifyContext()) == ()
