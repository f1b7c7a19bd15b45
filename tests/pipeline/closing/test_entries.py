"""The drafts that close a year: each account to zero, one entry a currency, nothing else."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.ledger.drafts import LINES_MAX
from ledgerflow.ledger.selectors import Balance
from ledgerflow.pipeline.closing.entries import closing_drafts, result_of, to_be_closed

DAY = dt.date(2025, 12, 31)


def balance(number, kind, amount, *, key="", currency="USD", parent=""):
    return Balance(
        number, str(number), f"Account {number}", kind, key, currency, Decimal(amount), 1,
        parent_key=parent,
    )  # fmt: skip


SALES = balance(1, "income", "-900.0000", key="sales")
RENT = balance(2, "expense", "400.5000")
BANK = balance(3, "asset", "300.0000")
DRAW = balance(4, "equity", "200.0000", key="owner_draw")
PUT_IN = balance(5, "equity", "-0.5000", key="owner_contribution")
EQUITY = balance(6, "equity", "-100.0000", key="owner_equity")


def drafts(balances, equity):
    return list(closing_drafts(balances, equity, day=DAY, label="2025", key="close:2025:1"))


def test_income_and_costs_go_to_equity_in_one_balanced_entry():
    (draft,) = drafts([SALES, RENT], {"USD": 6})
    assert [(x.account_id, x.amount) for x in draft.lines] == [
        (1, Decimal(900)),
        (2, Decimal("-400.5")),
        (6, Decimal("-499.5")),
    ]
    assert (draft.date, draft.kind, draft.idempotency_key) == (DAY, "closing", "close:2025:1:USD")


def test_a_loss_is_a_debit_of_equity():
    (draft,) = drafts([RENT], {"USD": 6})
    assert [x.amount for x in draft.lines] == [Decimal("-400.5"), Decimal("400.5")]
    assert result_of([RENT]) == {"USD": Decimal("-400.5")}


def test_the_owners_own_accounts_are_closed_with_a_sole_proprietors_year_only():
    everything = [SALES, RENT, BANK, DRAW, PUT_IN, EQUITY]
    alone = to_be_closed(everything, with_owners_own=True)
    assert [b.account_id for b in alone] == [1, 2, 4, 5]
    company = to_be_closed(everything, with_owners_own=False)
    assert [b.account_id for b in company] == [1, 2]


@pytest.mark.parametrize(("key", "parent"), [("owner_draw_eur", ""), ("", "owner_draw")])
def test_draws_of_another_currency_and_below_the_draws_belong_to_them(key, parent):
    own = balance(9, "equity", "5", key=key, parent=parent)
    assert to_be_closed([own], with_owners_own=True) == [own]


def test_a_draw_is_no_part_of_the_result():
    assert result_of([SALES, RENT, DRAW]) == {"USD": Decimal("499.5")}


def test_each_currency_has_its_own_entry_and_equity():
    euro = balance(7, "income", "-10", currency="EUR")
    first, second = drafts([SALES, euro], {"USD": 6, "EUR": 8})
    assert (first.idempotency_key, first.lines[-1].account_id) == ("close:2025:1:EUR", 8)
    assert (second.idempotency_key, second.lines[-1].account_id) == ("close:2025:1:USD", 6)


def test_what_comes_to_nothing_needs_no_equity():
    other = balance(7, "expense", "900.0000")
    (draft,) = drafts([SALES, other], {"USD": 6})
    assert [x.account_id for x in draft.lines] == [1, 7]


def test_nothing_moved_is_no_entry():
    assert drafts([], {}) == []
    assert to_be_closed([balance(1, "income", "0")], with_owners_own=True) == []


def test_more_accounts_than_an_entry_has_lines_take_another_entry():
    many = [balance(number, "expense", "1") for number in range(1, LINES_MAX + 5)]
    found = drafts(many, {"USD": 5000})
    assert [d.idempotency_key for d in found] == ["close:2025:1:USD", "close:2025:1:USD:2"]
    closed = {x.account_id for d in found for x in d.lines} - {5000}
    assert closed == {b.account_id for b in many}
