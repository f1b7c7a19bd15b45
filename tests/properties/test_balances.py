"""Whatever is posted in whatever order: kept figures and registers are those of the bare lines."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from itertools import accumulate

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import Account, JournalLine
from ledgerflow.ledger.selectors import (
    account_balances,
    account_register,
    balances_recomputed,
    general_ledger,
    month_amounts,
)
from ledgerflow.ledger.services import entries_post, entry_post

FIRST = dt.date(2024, 11, 20)
ACCOUNTS = 4
quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

day_numbers = st.integers(0, 110)
days = day_numbers.map(lambda n: FIRST + dt.timedelta(days=n))
cents = st.integers(-99_999, 99_999).filter(bool)


@st.composite
def entries(draw):
    """(day, kind, [(account number, amount)]) that adds up to zero."""
    sides = draw(st.lists(st.tuples(st.integers(0, ACCOUNTS - 1), cents), min_size=1, max_size=3))
    gap = -sum(amount for _, amount in sides)
    if gap:
        sides.append((draw(st.integers(0, ACCOUNTS - 1)), gap))
    else:
        sides += [(0, 5), (1, -5)]
    kind = draw(st.sampled_from(["normal"] * 4 + ["closing"]))
    return draw(days), kind, [(account, Decimal(amount) / 100) for account, amount in sides]


books_of_entries = st.lists(entries(), min_size=1, max_size=14)


@pytest.fixture
def accounts(books):
    with books.scope():
        usable = Account.objects.filter(business=books.business, is_heading=False)
        some = [usable.filter(type=kind).order_by("code")[0] for kind in ("asset", "income")]
        return some + list(usable.filter(type="expense").order_by("code")[:2])


def draft(number, entry, accounts):
    day, kind, sides = entry
    lines = tuple(LineDraft(accounts[n].pk, amount, "USD") for n, amount in sides)
    return EntryDraft(day, "Invented", lines, f"key {number}", kind)


def post_all(business, given_entries, at_once, accounts):
    """The first ones one by one, the others together; then all lines, bare."""
    drafts = [draft(n, entry, accounts) for n, entry in enumerate(given_entries)]
    for one in drafts[at_once:]:
        entry_post(business=business, draft=one)
    entries_post(business=business, drafts=drafts[:at_once])
    columns = ("account_id", "date", "entry_id", "position", "amount", "entry__kind")
    return sorted(JournalLine.objects.filter(business=business).values_list(*columns))


def summed(lines, key):
    found = defaultdict(lambda: [Decimal(0), 0])
    for line in lines:
        found[key(line)][0] += line[4]
        found[key(line)][1] += 1
    return {where: tuple(figures) for where, figures in found.items()}


@quick
@given(books_of_entries, st.integers(0, 14), st.data())
def test_balances_of_any_days_are_those_of_the_bare_lines(
    books, accounts, given_entries, at_once, data
):
    with books.scope(), transaction.atomic():
        business = books.business
        lines = post_all(business, given_entries, at_once, accounts)
        start, end = data.draw(st.none() | days), data.draw(st.none() | days)
        inside = [x for x in lines if (start or x[1]) <= x[1] <= (end or x[1])]
        for without in (False, True):
            counted = [x for x in inside if not (without and x[5] == "closing")]
            found = account_balances(business, start=start, end=end, without_closing=without)
            assert {b.account_id: (b.amount, b.lines) for b in found} == summed(
                counted, lambda x: x[0]
            )
            if start and end:
                months = month_amounts(business, start=start, end=end, without_closing=without)
                assert {(b.account_id, b.month): (b.amount, b.lines) for b in months} == summed(
                    counted, lambda x: (x[0], x[1].replace(day=1))
                )
        assert balances_recomputed(business) == account_balances(business)
        transaction.set_rollback(True)


def walked(business, account, how, limit, until):
    """All lines by pages: from the first on, or from the newest back."""
    if how == "back":
        pages = [account_register(business, account, limit=limit, until=until)]
        while place := pages[-1].previous:
            pages.append(
                account_register(business, account, before=place, limit=limit, until=until)
            )
        return pages[::-1]
    pages = [account_register(business, account, on=FIRST, limit=limit, until=until)]
    while place := pages[-1].next:
        pages.append(account_register(business, account, after=place, limit=limit, until=until))
    return pages


@quick
@given(
    books_of_entries, st.integers(0, 14), st.integers(1, 5), st.none() | days, days, st.booleans()
)
def test_registers_meet_every_line_once_with_its_balance(
    books, accounts, given_entries, at_once, limit, until, on, is_limited
):
    until = until if is_limited else None
    with books.scope(), transaction.atomic():
        business = books.business
        lines = post_all(business, given_entries, at_once, accounts)
        for account in accounts:
            own = [x[1:5] for x in lines if x[0] == account.pk and (not until or x[1] <= until)]
            expected = list(zip(own, accumulate(x[3] for x in own), strict=True))
            for how in ("on", "back"):
                pages = walked(business, account, how, limit, until)
                shown = [
                    ((r.date, r.entry_id, r.position, r.amount), r.balance)
                    for page in pages
                    for r in page.rows
                ]
                assert shown == expected
                assert {page.total_lines for page in pages} == {len(own)}
            page = account_register(business, account, on=on, limit=limit)
            assert page.opening == sum(x[4] for x in lines if x[0] == account.pk and x[1] < on)
        transaction.set_rollback(True)


@quick
@given(books_of_entries, st.integers(0, 14), days, days)
def test_a_general_ledger_of_any_period_holds_its_lines(
    books, accounts, given_entries, at_once, start, end
):
    with books.scope(), transaction.atomic():
        business = books.business
        lines = post_all(business, given_entries, at_once, accounts)
        for one in general_ledger(business, start=start, end=end):
            own = [x for x in lines if x[0] == one.account_id]
            inside = [x for x in own if start <= x[1] <= end]
            rows = list(one.lines)
            assert [(r.date, r.entry_id, r.position) for r in rows] == [x[1:4] for x in inside]
            assert one.opening == sum(x[4] for x in own if x[1] < start)
            assert one.line_count == len(rows)
            assert (rows[-1].balance if rows else one.opening) == one.closing
        transaction.set_rollback(True)
