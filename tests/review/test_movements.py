"""Of decided money only what a refund may belong to is read."""

import pytest

from ledgerflow.review import movements
from ledgerflow.review.movements import movements_of
from ledgerflow.review.selectors import undecided
from tests.published import checking, decide, publish, transaction

BOUGHT = [
    ("2025-03-02", "-54.20", "QQXZ HARDWARE 12"),
    ("2025-03-03", "-8.00", "JOE'S PIZZA BROOKLYN NY"),
    ("2025-03-04", "-31.00", "AMZN MKTP CA*M04QX17B1"),
    ("2025-03-05", "-12.00", "Bäckerei Krüger"),
]


@pytest.fixture
def shop(books):
    """Four purchases that are decided, on a card."""
    with books.scope():
        card = checking(books, "Card", kind="card")
        publish(books, BOUGHT, account=card)
        for _, _, text in BOUGHT:
            decide(books, text, "travel")
    return books, card


def decided_texts(books):
    found = movements_of(books.business, list(undecided(books.business)))
    return {m.text for m in found if m.is_decided}


@pytest.mark.parametrize(
    ("came", "bought"),
    [
        ("QQXZ HARDWARE 12 REFUND", "qqxz hardware 12"),
        ("JOES PIZZA", "joes pizza brooklyn ny"),
        ("AMAZON MARKETPLACE", "amzn mktp ca*m04qx17b1"),
        ("BACKEREI KRUGER", ""),
    ],
)
def test_the_purchases_of_the_refunds_payee_are_read(shop, came, bought):
    books, card = shop
    with books.scope():
        publish(books, [("2025-03-09", "8.00", came)], account=card)
        # Texts with letters beyond ASCII are folded here, not in the database.
        assert decided_texts(books) == {"backerei kruger", bought} - {""}


def test_with_refunds_of_very_many_payees_all_are_read(shop, monkeypatch):
    books, card = shop
    monkeypatch.setattr(movements, "WORDS_MAX", 2)
    with books.scope():
        publish(books, [("2025-03-09", "8.00", "JOES PIZZA")], account=card)
        assert len(decided_texts(books)) == len(BOUGHT)


def test_without_money_that_came_back_none_is_read(shop):
    books, card = shop
    with books.scope():
        publish(books, [("2025-03-09", "-8.00", "JOES PIZZA")], account=card)
        assert movements_of(books.business, list(undecided(books.business))) == ()


def test_a_movement_says_what_was_decided(shop):
    books, card = shop
    with books.scope():
        publish(books, [("2025-03-09", "54.20", "QQXZ HARDWARE 12 REFUND")], account=card)
        found = movements_of(books.business, list(undecided(books.business)))
        (one,) = [m for m in found if m.payee_key == "qqxz hardware" and m.is_decided]
        assert (one.id, one.account_kind, one.account_id is not None, one.refund_of) == (
            transaction("QQXZ HARDWARE 12").pk,
            "card",
            True,
            None,
        )
