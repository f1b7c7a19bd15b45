"""Sums by account, with the number of lines behind them."""

import datetime as dt
from decimal import Decimal

from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.drilldown import entries_behind
from ledgerflow.ledger.selectors import account_balances, account_by_key, month_amounts
from ledgerflow.ledger.services import entry_post


def post(books, day, debit, credit, amount, kind="normal"):
    business = books.business
    sides = ((account_by_key(business, debit), 1), (account_by_key(business, credit), -1))
    lines = tuple(LineDraft(a.pk, amount * sign, a.currency) for a, sign in sides)
    draft = EntryDraft(day, "an entry", lines, f"{day}:{debit}:{credit}", kind)
    return entry_post(business=business, draft=draft).number


def test_a_balance_knows_its_heading_and_how_many_lines_are_behind_it(books):
    with books.scope():
        first = post(books, dt.date(2025, 1, 2), "purchases", "owner_contribution", Decimal(7))
        second = post(books, dt.date(2025, 2, 2), "purchases", "suspense", Decimal(3))
        found = {b.key: b for b in account_balances(books.business)}
        asked = [found["purchases"].account_id]
        page = entries_behind(books.business, account_ids=asked, start=None, end=None)
    assert found["purchases"].parent_key == "cost_of_goods_sold"
    assert found["owner_contribution"].parent_key == ""
    assert found["purchases"].amount == Decimal(10)
    assert found["purchases"].lines == 2
    assert [e.entry.number for e in page.entries] == [first, second]


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


def test_balances_of_the_accounts_asked_for_and_of_none_where_none_is(books):
    with books.scope():
        post(books, dt.date(2025, 1, 2), "meals", "suspense", Decimal(3))
        meals = account_by_key(books.business, "meals").pk
        own = account_balances(books.business, account_ids=[meals])
        none = account_balances(books.business, account_ids=[])
    assert [(b.key, b.amount, b.lines) for b in own] == [("meals", Decimal(3), 1)]
    assert none == []


def test_a_closed_year_keeps_its_profit_where_closing_is_left_out(books):
    year = {"start": dt.date(2025, 1, 1), "end": dt.date(2025, 12, 31)}
    with books.scope():
        post(books, dt.date(2025, 5, 2), "meals", "suspense", Decimal(3))
        post(books, dt.date(2025, 12, 31), "owner_draw", "meals", Decimal(3), "closing")
        closed = {b.key: b for b in account_balances(books.business, **year)}
        kept = account_balances(books.business, without_closing=True, **year)
        months = month_amounts(
            books.business, types=("income", "expense"), without_closing=True, **year
        )
    assert (closed["meals"].amount, closed["meals"].lines) == (0, 2)
    assert [(b.key, b.amount, b.lines) for b in kept] == [("suspense", -3, 1), ("meals", 3, 1)]
    assert [(b.month, b.amount, b.lines) for b in months] == [(dt.date(2025, 5, 1), 3, 1)]
