"""From a choice to what is booked: what cannot be booked is refused with what to do."""

from decimal import Decimal

import pytest

from ledgerflow.classification.facts import SplitShare
from ledgerflow.core.errors import RuleError
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.review.booking import plan_of
from ledgerflow.review.choices import Choice
from tests.published import checking, publish, transaction
from tests.review.test_services import SHOP


def shares(books, *keys):
    """Equal shares; the last takes the rest."""
    ids = [account_by_key(books.business, key).pk for key in keys]
    each = Decimal(100 // len(keys))
    return (*(SplitShare(pk, each) for pk in ids[:-1]), SplitShare(ids[-1]))


def test_a_plan_has_parts_with_the_banks_sign_and_a_booking_of_them(books):
    with books.scope():
        publish(books, [SHOP])
        shop = transaction("SHOP")
        choice = Choice(kind="split", splits=shares(books, "supplies", "meals"))
        plan = plan_of(shop, choice, "SHOP")
        assert [str(part.amount) for part in plan.parts] == ["-50.01", "-50.0000"]
        booking = plan.booking(shop, choice, 1)
        assert booking.account_id is None
        assert sum(part.amount for part in booking.parts) == shop.amount


def test_the_bank_account_itself_is_no_place_to_book_to(books):
    with books.scope():
        publish(books, [SHOP])
        bank = checking(books).ledger_account
        with pytest.raises(RuleError, match="moved already") as caught:
            plan_of(transaction("SHOP"), Choice(account=bank), "SHOP")
        assert caught.value.code == "same_account"
        parts = (SplitShare(bank.pk, Decimal(10)), *shares(books, "supplies"))
        with pytest.raises(RuleError, match="moved already"):
            plan_of(transaction("SHOP"), Choice(kind="split", splits=parts), "SHOP")


def test_an_account_of_other_books_is_no_part(books, make_books):
    other = make_books("Other Studio")
    with other.scope():
        theirs = account_by_key(other.business, "supplies").pk
    with books.scope():
        publish(books, [SHOP])
        parts = (*shares(books, "supplies")[:0], SplitShare(theirs, Decimal(10)))
        parts = (*parts, *shares(books, "meals"))
        with pytest.raises(RuleError, match="part 1 goes to an account that") as caught:
            plan_of(transaction("SHOP"), Choice(kind="split", splits=parts), "SHOP")
        assert caught.value.code == "no_account"
