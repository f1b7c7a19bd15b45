"""Finding the account a person means."""

import pytest

from ledgerflow.core.errors import ClosedAccount, InputError
from ledgerflow.ledger.lookup import account_find
from ledgerflow.ledger.models import Account


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("6110", "6110"),
        ("meals", "6190"),
        ("Meals", "6190"),
        ("  office expense ", "6110"),
        ("Postage", "6270"),
    ],
)
def test_an_account_is_found_by_code_key_name_or_a_telling_part(books, said, code):
    with books.scope():
        assert account_find(books.business, said).code == code


def test_close_names_are_offered_for_a_misspelt_one(books):
    with books.scope(), pytest.raises(InputError, match="6180 Travel"):
        account_find(books.business, "travle")


def test_a_part_that_fits_several_is_refused_with_them(books):
    with books.scope(), pytest.raises(InputError, match=r"more than one.*Rent"):
        account_find(books.business, "rent:")


@pytest.mark.parametrize("said", ["", "5000", "cost_of_goods_sold", "bank_accounts"])
def test_nothing_and_headings_are_no_account_to_book_to(books, said):
    with books.scope(), pytest.raises(InputError, match="no account"):
        account_find(books.business, said)


@pytest.mark.parametrize("said", ["6190", "meals", "MEALS"])
def test_a_closed_account_is_named_as_closed(books, said):
    with books.scope():
        Account.objects.filter(code="6190").update(is_active=False)
        with pytest.raises(ClosedAccount, match=r"6190 Meals of .* is closed"):
            account_find(books.business, said)
