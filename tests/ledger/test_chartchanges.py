"""A chart is changed by persons: accounts opened, renamed, closed; never deleted."""

import pytest

from ledgerflow.core.errors import ConflictError, InputError, RuleError
from ledgerflow.ledger.chartchanges import (
    account_close,
    account_open,
    account_rename,
    account_reopen,
)
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import account_by_key
from tests.published import decide, publish


def test_an_account_opens_at_the_top_with_the_next_free_code(books):
    with books.scope():
        known = Account.objects.filter(type="expense", parent=None)
        codes = list(known.values_list("code", flat=True))
        made = account_open(business=books.business, name="  Kiln   firing ", kind="expense")
        assert made.name == "Kiln firing"
        assert int(made.code) == max(map(int, codes)) + 10
        assert (made.key, made.is_heading, made.currency) == ("", False, "USD")


def test_an_account_opens_under_a_heading_of_its_type(books):
    with books.scope():
        made = account_open(
            business=books.business, name="Glaze", kind="expense", parent_code="5000"
        )
        assert (made.parent.code, made.code) == ("5000", "5410")


def test_codes_kept_free_for_banks_and_cards_are_not_taken(books):
    with books.scope():
        made = [
            account_open(business=books.business, name=f"Deposit {n}", kind=kind).code
            for n, kind in enumerate(("asset", "liability"))
        ]
    assert not [c for c in made if 1010 <= int(c) < 1100 or 2010 <= int(c) < 2100]


@pytest.mark.parametrize(
    ("kind", "parent"),
    [
        ("expense", "6160"),  # no heading
        ("income", "5000"),  # a heading of another type
        ("asset", "1000"),  # the banks' own heading
        ("expense", "9999"),
        ("revenue", ""),
    ],
)
def test_a_place_that_does_not_fit_is_refused(books, kind, parent):
    with books.scope(), pytest.raises(InputError) as refused:
        account_open(business=books.business, name="Glaze", kind=kind, parent_code=parent)
    assert refused.value.code == "bad_account"
    assert refused.value.hint


def test_two_open_accounts_have_no_one_name(books):
    with books.scope():
        supplies = account_by_key(books.business, "supplies")
        with pytest.raises(ConflictError, match="6160"):
            account_open(business=books.business, name="SUPPLIES", kind="expense")
        travel = account_by_key(books.business, "travel")
        with pytest.raises(ConflictError):
            account_rename(account=travel, name="supplies")
        assert account_rename(account=supplies, name="Supplies and glaze").name.endswith("glaze")
        assert account_by_key(books.business, "supplies").name == "Supplies and glaze"


def test_a_name_has_letters(books):
    with books.scope(), pytest.raises(InputError):
        account_open(business=books.business, name="   ", kind="expense")


def test_an_unused_expense_account_closes_and_takes_nothing_more(books):
    with books.scope():
        account_close(account=account_by_key(books.business, "travel"))
        assert not account_by_key(books.business, "travel").is_active
        publish(books, [("2025-01-02", "-4.00", "NIGHT TRAIN")])
        with pytest.raises(RuleError):
            decide(books, "NIGHT TRAIN", "travel")


def test_an_account_that_holds_money_stays(books):
    with books.scope():
        publish(books, [("2025-01-02", "-4.00", "NIGHT TRAIN")])
        decide(books, "NIGHT TRAIN", "travel")
        with pytest.raises(RuleError, match=r"4\.0"):
            account_close(account=account_by_key(books.business, "travel"))


@pytest.mark.parametrize("key", ["suspense", "owner_draw", "cost_of_goods_sold", "loan_payable"])
def test_what_the_books_stand_on_is_not_closed(books, key):
    with books.scope(), pytest.raises(RuleError) as refused:
        account_close(account=account_by_key(books.business, key))
    assert refused.value.code == "account_stays"


def test_a_closed_account_opens_again_unless_its_name_is_taken(books):
    with books.scope():
        travel = account_by_key(books.business, "travel")
        account_close(account=travel)
        assert account_reopen(account=travel).is_active
        account_close(account=travel)
        account_open(business=books.business, name="Travel", kind="expense")
        with pytest.raises(ConflictError):
            account_reopen(account=travel)
        assert not account_by_key(books.business, "travel").is_active
