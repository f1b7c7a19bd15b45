"""A refund as an answer: the purchase's account, its share, and which purchase it was."""

import datetime as dt
from decimal import Decimal

from ledgerflow.classification.cascade import classify
from ledgerflow.classification.classifiers.refund import RefundClassifier
from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import Answer, TransactionFacts
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.refunds import RefundMatch, RefundOption

ROW = TransactionFacts(
    9, 2, "card", dt.date(2025, 3, 9), Decimal("54.20"), "USD", "HOME DEPOT #7114 RETURN"
)


def option(account: int | None, number: int = 1, confidence: str = "0.95") -> RefundOption:
    return RefundOption(number, account, Decimal(60), Decimal(confidence), "54.20 of 2025-03-02")


def answers(match: RefundMatch) -> tuple[Answer, ...]:
    context = ClassifyContext(refunds={9: match})
    return RefundClassifier().answers(ROW, normalise(ROW.description), context)


def test_the_purchases_account_and_share_are_suggested() -> None:
    (answer,) = answers(RefundMatch(9, True, (option(11),), ("“return” in the text",)))
    assert (answer.account_id, answer.business_percent, answer.source_ref) == (11, 60, "1")
    assert answer.reasons == ("refund of 54.20 of 2025-03-02", "“return” in the text")


def test_several_places_are_alternatives_and_no_purchase_is_named() -> None:
    match = RefundMatch(9, False, (option(11, 1, "0.4"), option(12, 2, "0.4")), ("2 fit",))
    found = answers(match)
    assert [a.account_id for a in found] == [11, 12]
    assert {a.source_ref for a in found} == {""}
    assert found[0].reasons[0] == "refund, perhaps of 54.20 of 2025-03-02"


def test_an_undecided_purchase_only_lends_its_reason() -> None:
    match = RefundMatch(9, True, (option(None),), ())
    (answer,) = answers(match)
    assert not answer.settles
    best = classify(ROW, ClassifyContext(refunds={9: match})).best
    assert best is not None
    assert "which is not decided yet" in best.reasons


def test_without_a_match_it_knows_nothing() -> None:
    assert RefundClassifier().answers(ROW, normalise(ROW.description), ClassifyContext()) == ()
