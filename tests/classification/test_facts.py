"""What the records say about themselves."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.classification.facts import Answer, SplitShare, TransactionFacts


@pytest.mark.parametrize(("amount", "direction"), [("5", "in"), ("-5", "out"), ("0", "out")])
def test_the_sign_is_the_holders_view(amount: str, direction: str) -> None:
    row = TransactionFacts(1, 1, "", dt.date(2025, 1, 1), Decimal(amount), "EUR", "X")
    assert row.direction == direction


def test_an_answer_settles_when_it_places_the_money() -> None:
    def answer(**place: object) -> Answer:
        made = {"payee_key": "x", "payee_name": "X", "confidence": Decimal(1), "source": "rule"}
        return Answer(**(made | place))  # type: ignore[arg-type]

    assert not answer(tags=("a",)).settles
    assert answer(account_id=1).settles
    assert answer(account_key="supplies").settles
    assert answer(exclude=True).settles
    assert answer(splits=(SplitShare(1, Decimal(100)),)).settles
