"""What repeated decisions point to."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.classification.proposing import Proposal, Repeat, proposals_of

RENT, MEALS = 1, 2


def decided(places: list[int], key: str = "old mill", users: int = 1) -> list[Repeat]:
    return [
        Repeat(
            number, key, key.title(), place, Decimal(100), number % users + 1,
            dt.date(2025, 1, 1) + dt.timedelta(number),
        )
        for number, place in enumerate(places, 1)
    ]  # fmt: skip


def proposed(places: list[int], users: int = 1, covered: bool = False) -> tuple[Proposal, ...]:
    return proposals_of(decided(places, users=users), lambda _key: covered)


@pytest.mark.parametrize(
    "places",
    [[RENT] * 4, [MEALS, *[RENT] * 5], [*[RENT] * 9, MEALS], [*[RENT] * 10, MEALS, *[RENT] * 19]],
)
def test_too_few_or_not_alike_propose_nothing(places: list[int]) -> None:
    assert proposed(places) == ()


@pytest.mark.parametrize("places", [[RENT] * 5, [MEALS, *[RENT] * 20], [RENT] * 200])
def test_enough_that_agree_do(places: list[int]) -> None:
    (found,) = proposed(places)
    assert (found.account_id, found.count) == (RENT, places.count(RENT))
    assert len(found.ids) == min(50, found.count)


def test_a_rule_that_is_there_needs_no_proposal() -> None:
    assert proposed([RENT] * 9, covered=True) == ()


def test_it_is_said_when_one_person_decided_all_of_it() -> None:
    (found,) = proposed([RENT] * 200)
    assert "200 times Old Mill was decided alike, all by one person" in found.reason
    (shared,) = proposed([RENT] * 200, users=3)
    assert "by 3 people" in shared.reason
    assert shared.as_dict()["users"] == [1, 2, 3]


def test_payees_come_in_a_fixed_order_and_nobody_is_no_payee() -> None:
    rows = decided([RENT] * 5, "b") + decided([RENT] * 5, "a") + decided([RENT] * 5, "")
    assert [p.payee_key for p in proposals_of(rows, lambda _: False)] == ["a", "b"]
