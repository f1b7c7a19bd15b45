"""What decisions taught, as answers."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from ledgerflow.classification.classifiers.learned import LearnedClassifier
from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.learning.records import Ranked, Ranking
from ledgerflow.classification.memory import MemoryCount, MemoryIndex
from ledgerflow.classification.payees import normalise

DAY = dt.date(2025, 3, 2)
ROW = TransactionFacts(1, 7, "card", DAY, Decimal(-8), "USD", "TST* BLUE DOOR BAKERY 0041")
PAYEE = normalise(ROW.description)


def said(kind: str = "payee", *ranked: Ranked) -> ClassifyContext:
    memory = MemoryIndex.of([MemoryCount(7, PAYEE.key, 5, Decimal(60), 4, DAY)])
    ranked = ranked or (Ranked(5, 0.9, 0.87654321, 0.8, ("4 of 4 times",)),)
    return ClassifyContext(memory=memory, learned={1: Ranking(ranked, kind)})


@pytest.mark.parametrize(
    ("kind", "source"),
    [("account+payee", "memory"), ("payee", "memory"), ("words", "learned"), ("linear", "learned"),
     ("firm", "firm"), ("knowledge", "knowledge")],
)  # fmt: skip
def test_an_answer_says_what_kind_of_evidence_it_comes_from(kind: str, source: str) -> None:
    (answer,) = LearnedClassifier().answers(ROW, PAYEE, said(kind))
    assert (answer.source, answer.kind, answer.account_id) == (source, kind, 5)


def test_measured_figures_and_the_usual_share_go_along() -> None:
    first, second = LearnedClassifier().answers(
        ROW, PAYEE, said("payee", Ranked(5, 0.9, 0.87654321, 0.8, ("a",)),
                         Ranked(6, 0.1, 1.00001, -0.1, ("b",))),
    )  # fmt: skip
    assert (first.confidence, first.hit_rate) == (Decimal("0.80000"), Decimal("0.87654"))
    assert (first.business_percent, second.business_percent) == (60, 100)
    assert (second.confidence, second.hit_rate, second.reasons) == (0, 1, ("b",))


def test_what_hardly_ever_comes_true_is_not_suggested() -> None:
    context = said("linear", Ranked(5, 0.1, 0.34, 0.01, ("a",)))
    assert LearnedClassifier().answers(ROW, PAYEE, context) == ()


def test_nothing_learned_no_answer() -> None:
    assert LearnedClassifier().answers(ROW, PAYEE, ClassifyContext()) == ()


def test_what_is_known_everywhere_is_told_in_its_own_words() -> None:
    row = replace(ROW, description="OFFICE DEPOT 0617")
    context = replace(said("knowledge"), account_ids={"office_expense": 5})
    (answer,) = LearnedClassifier().answers(row, normalise(row.description), context)
    assert "known as an office supplies store" in answer.reasons[0]
