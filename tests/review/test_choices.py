"""What a suggestion turns into when it is taken as it is."""

from decimal import Decimal

import pytest

from ledgerflow.classification.facts import SplitShare
from ledgerflow.core.errors import InputError
from ledgerflow.review.choices import choice_of
from tests.published import publish
from tests.review.test_services import COFFEE, suggest


def test_a_suggestion_is_taken_as_it_is(books):
    with books.scope():
        publish(books, [COFFEE])
        given = suggest(books, "CORNER COFFEE", payee_name="Corner", reasons=["because"],
                        business_percent=Decimal(60))  # fmt: skip
        choice = choice_of(given)
        assert (choice.kind, choice.account.key, choice.business_percent) == (
            "category",
            "meals",
            60,
        )
        assert (choice.reason, choice.policy, choice.suggestion) == ("because", "", given)


def test_a_split_an_exclusion_and_a_transfer_are_told_apart(books):
    with books.scope():
        publish(books, [COFFEE])
        parts = [{"account_id": 7, "percent": "60"}, {"account_id": 8, "note": "private"}]
        split = choice_of(suggest(books, "CORNER COFFEE", None, splits=parts, tags=["van"]))
        assert (split.kind, split.account, split.tags) == ("split", None, ("van",))
        assert split.splits == (SplitShare(7, Decimal(60)), SplitShare(8, note="private"))
        excluded = choice_of(
            suggest(books, "CORNER COFFEE", None, is_exclusion=True, reasons=["private card"])
        )
        assert (excluded.kind, excluded.reason) == ("exclude", "private card")
        assert choice_of(suggest(books, "CORNER COFFEE", None)).kind == "transfer"


def test_parts_that_cannot_be_read_are_refused(books):
    with books.scope():
        publish(books, [COFFEE])
        broken = suggest(books, "CORNER COFFEE", None, splits=[{"percent": "60"}])
        with pytest.raises(InputError, match="names no account"):
            choice_of(broken)
