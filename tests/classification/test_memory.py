"""What a business decided before, and how sure that makes us."""

import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.classification.facts import HUNDRED, TransactionFacts
from ledgerflow.classification.memory import (
    MemoryCount,
    MemoryIndex,
    recall,
    wilson_lower_bound,
)
from ledgerflow.classification.payees import normalise

REPAIRS, SUPPLIES, DRAW, MEALS = 1, 2, 3, 4
CARD, CHECKING = 10, 11
DEPOT = normalise("THE HOME DEPOT #7114")


def facts(bank_account_id: int = CARD, kind: str = "card") -> TransactionFacts:
    return TransactionFacts(
        1, bank_account_id, kind, dt.date(2025, 3, 2), Decimal(-86), "USD", "THE HOME DEPOT #7114"
    )


def decided(
    account_id: int,
    count: int,
    bank_account_id: int | None = CARD,
    day: int = 1,
    percent: Decimal = HUNDRED,
) -> MemoryCount:
    return MemoryCount(
        bank_account_id, DEPOT.key, account_id, percent, count, dt.date(2025, 2, day)
    )


def test_twelve_of_twelve_on_this_card() -> None:
    (answer,) = recall(facts(), DEPOT, MemoryIndex.of([decided(REPAIRS, 12)]))
    assert answer.account_id == REPAIRS
    assert answer.reasons[0] == "12 of 12 times Home Depot on this card"
    assert Decimal("0.85") < answer.confidence < Decimal("0.90")


def test_one_decision_is_not_sure() -> None:
    (answer,) = recall(facts(), DEPOT, MemoryIndex.of([decided(REPAIRS, 1)]))
    assert answer.confidence < Decimal("0.5")


def test_the_card_goes_before_the_business() -> None:
    memory = MemoryIndex.of([decided(SUPPLIES, 4), decided(REPAIRS, 40, CHECKING)])
    assert recall(facts(), DEPOT, memory)[0].account_id == SUPPLIES
    assert recall(facts(CHECKING, "checking"), DEPOT, memory)[0].reasons[0] == (
        "40 of 40 times Home Depot on this account"
    )


def test_one_odd_decision_on_the_card_does_not_hide_the_business() -> None:
    memory = MemoryIndex.of([decided(SUPPLIES, 1), decided(REPAIRS, 40, CHECKING)])
    best, other = recall(facts(), DEPOT, memory)
    assert (best.account_id, other.account_id) == (REPAIRS, SUPPLIES)
    assert best.reasons[0] == "40 of 41 times Home Depot in this business"


def test_a_new_card_backs_off_to_the_business() -> None:
    memory = MemoryIndex.of([decided(REPAIRS, 5, CHECKING), decided(REPAIRS, 2, None)])
    assert recall(facts(99), DEPOT, memory)[0].reasons[0] == (
        "7 of 7 times Home Depot in this business"
    )


def test_three_best_in_order_and_one_answer_per_account() -> None:
    memory = MemoryIndex.of(
        [
            decided(REPAIRS, 6),
            decided(REPAIRS, 2, percent=Decimal(50)),
            decided(SUPPLIES, 3),
            decided(DRAW, 2),
            decided(MEALS, 1),
        ]
    )
    answers = recall(facts(), DEPOT, memory)
    assert [a.account_id for a in answers] == [REPAIRS, SUPPLIES, DRAW]
    assert answers[0].business_percent == HUNDRED


def test_of_equally_frequent_outcomes_the_newest_is_first() -> None:
    memory = MemoryIndex.of([decided(REPAIRS, 3, day=1), decided(SUPPLIES, 3, day=20)])
    assert recall(facts(), DEPOT, memory)[0].account_id == SUPPLIES


def test_a_nameless_transaction_remembers_nothing() -> None:
    memory = MemoryIndex.of([MemoryCount(CARD, "", REPAIRS, HUNDRED, 9, dt.date(2025, 1, 1))])
    assert recall(facts(), normalise("747457"), memory) == ()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.integers(0, 500), st.integers(0, 500))
def test_the_bound_is_below_the_rate_and_grows_with_evidence(hits: int, misses: int) -> None:
    bound = wilson_lower_bound(hits, hits + misses)
    assert 0 <= bound < 1
    assert bound <= Decimal(hits) / max(1, hits + misses) + Decimal("0.0001")
    assert wilson_lower_bound(2 * hits, 2 * (hits + misses)) >= bound
