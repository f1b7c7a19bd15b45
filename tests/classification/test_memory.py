"""Which share of a payee's money people counted as business."""

import datetime as dt
from decimal import Decimal

from ledgerflow.classification.memory import EMPTY_MEMORY, MemoryCount, MemoryIndex

FUEL, DRAW = 1, 2
CARD, CHECKING = 10, 11


def decided(percent: int, count: int = 1, bank_account_id: int | None = CARD, day: int = 1,
            account_id: int = FUEL) -> MemoryCount:  # fmt: skip
    return MemoryCount(
        bank_account_id, "shell", account_id, Decimal(percent), count, dt.date(2025, 2, day)
    )


def share(*rows: MemoryCount, bank_account_id: int = CARD, account_id: int = FUEL) -> Decimal:
    return MemoryIndex.of(rows).share(bank_account_id, "shell", account_id)


def test_the_usual_share_of_this_card_comes_first() -> None:
    rows = decided(60, 2), decided(80, 9, CHECKING)
    assert share(*rows) == 60
    assert share(*rows, bank_account_id=99) == 80


def test_the_more_frequent_then_the_newer_share_is_the_usual_one() -> None:
    assert share(decided(60, 2), decided(80, 3)) == 80
    assert share(decided(60, 2, day=5), decided(80, 2, day=4)) == 60
    assert share(decided(60, 2), decided(80, 2)) == 60


def test_a_private_share_of_nothing_is_one_too() -> None:
    assert share(decided(0, 3)) == 0


def test_unknown_payees_accounts_and_taken_back_decisions_are_business_wholly() -> None:
    assert EMPTY_MEMORY.share(CARD, "shell", FUEL) == 100
    assert share(decided(60), account_id=DRAW) == 100
    assert share(decided(60, 0)) == 100
