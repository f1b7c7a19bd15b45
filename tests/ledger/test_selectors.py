"""Sums by account, with the entries behind them."""

import datetime as dt
from decimal import Decimal

from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.selectors import account_balances, account_by_key, month_amounts
from ledgerflow.ledger.services import entry_post


def post(books, day, debit, credit, amount):
    business = books.business
    sides = ((account_by_key(business, debit), 1), (account_by_key(business, credit), -1))
    lines = tuple(LineDraft(a.pk, amount * sign, a.currency) for a, sign in sides)
    draft = EntryDraft(day, "an entry", lines, f"{day}:{debit}:{credit}")
    return entry_post(business=business, draft=draft).number


def test_a_balance_knows_its_heading_and_its_entries(books):
    with books.scope():
        first = post(books, dt.date(2025, 1, 2), "purchases", "owner_contribution", Decimal(7))
        second = post(books, dt.date(2025, 2, 2), "purchases", "suspense", Decimal(3))
        found = {b.key: b for b in account_balances(books.business)}
    assert found["purchases"].parent_key == "cost_of_goods_sold"
    assert found["owner_contribution"].parent_key == ""
    assert found["purchases"].amount == Decimal(10)
    assert found["purchases"].entries == (first, second)


def test_balances_of_named_keys_and_months_of_named_types_only(books):
    with books.scope():
        post(books, dt.date(2025, 1, 31), "purchases", "owner_contribution", Decimal(7))
        post(books, dt.date(2025, 2, 1), "meals", "suspense", Decimal(3))
        named = account_balances(books.business, keys=("suspense",))
        months = month_amounts(
            books.business,
            start=dt.date(2025, 1, 1),
            end=dt.date(2025, 12, 31),
            types=("income", "expense"),
        )
    assert [b.key for b in named] == ["suspense"]
    assert [(b.key, b.month, b.amount) for b in months] == [
        ("purchases", dt.date(2025, 1, 1), Decimal(7)),
        ("meals", dt.date(2025, 2, 1), Decimal(3)),
    ]
