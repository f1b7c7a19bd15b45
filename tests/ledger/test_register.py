"""An account's register: any page, with balances that are right without reading what was before."""

import datetime as dt
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.register import account_register
from ledgerflow.ledger.registerlines import RegisterPlace
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import entry_reverse
from tests.ledger.posted import meal, post


@pytest.fixture
def studio(books):
    """Eight lines on the owner's account, posted in another order than their days."""
    with books.scope():
        meal(books, "2025-02-03", 7, text="February")
        meal(books, "2025-01-20", 5, text="Late January")
        meal(books, "2024-12-31", 11, text="Last year")
        post(
            books,
            "2025-01-20",
            *(("meals", 6), ("supplies", 1), ("owner_draw", -4), ("owner_draw", -3)),
            text="Both",
        )
        meal(books, "2025-02-03", 2, text="Coffee")
        meal(books, "2025-02-28", 3, text="End of February")
        meal(books, "2025-03-01", 1, text="March")
    return books


def page(books, key="owner_draw", **how):
    return account_register(books.business, account_by_key(books.business, key), **how)


def shown(found):
    return [(f"{row.date:%m-%d}", int(row.amount), int(row.balance)) for row in found.rows]


def test_the_newest_page_ends_with_what_the_account_stands_at(studio):
    with studio.scope():
        found = page(studio, limit=3)
    assert shown(found) == [("02-03", -2, -32), ("02-28", -3, -35), ("03-01", -1, -36)]
    assert (found.opening, found.closing) == (-30, -36)
    assert (found.lines_before, found.total_lines) == (5, 8)
    assert found.next is None
    assert found.previous == found.rows[0].place


def test_a_row_names_its_entry_and_the_other_accounts(studio):
    with studio.scope():
        row = page(studio, on=dt.date(2025, 1, 20)).rows[1]
        assert row.entry_id == JournalEntry.objects.get(number=4).pk
    assert (row.number, row.description, row.position, row.kind) == (4, "Both", 3, "normal")
    assert [other.name for other in row.others] == ["Supplies", "Meals"]


def test_lines_of_a_day_stand_by_entry_and_position(studio):
    with studio.scope():
        found = page(studio, on=dt.date(2025, 1, 20), limit=3)
    assert shown(found) == [("01-20", -5, -16), ("01-20", -4, -20), ("01-20", -3, -23)]


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 8, 9])
def test_pages_forward_and_back_meet_every_line_once(studio, limit):
    with studio.scope():
        whole = page(studio).rows
        pages = [page(studio, on=dt.date(2024, 1, 1), limit=limit)]
        while pages[-1].next:
            pages.append(page(studio, after=pages[-1].next, limit=limit))
        back = [page(studio, limit=limit)]
        while back[-1].previous:
            back.append(page(studio, before=back[-1].previous, limit=limit))
    assert tuple(row for found in pages for row in found.rows) == whole
    assert tuple(row for found in reversed(back) for row in found.rows) == whole
    assert pages[0].previous is None
    assert all(a.closing == b.opening for a, b in pairwise(pages))


@pytest.mark.parametrize(
    ("on", "opening", "first"),
    [
        ("2024-01-01", 0, "12-31"),
        ("2025-01-20", -11, "01-20"),
        ("2025-01-21", -23, "02-03"),
        ("2025-02-28", -32, "02-28"),
    ],
)
def test_a_page_from_a_day_opens_with_what_the_account_stood_at_before_it(
    studio, on, opening, first
):
    with studio.scope():
        found = page(studio, on=dt.date.fromisoformat(on))
    assert found.opening == opening
    assert f"{found.rows[0].date:%m-%d}" == first


def test_a_register_ends_with_the_day_it_is_asked_for(studio):
    until = dt.date(2025, 2, 3)
    with studio.scope():
        newest = page(studio, until=until, limit=2)
        earlier = page(studio, before=newest.previous, until=until, limit=2)
        later = page(studio, after=earlier.next, until=until, limit=5)
    assert shown(newest) == [("02-03", -7, -30), ("02-03", -2, -32)]
    assert (newest.closing, newest.total_lines, newest.next) == (-32, 6, None)
    assert earlier.next == earlier.rows[-1].place
    assert later.rows == newest.rows
    assert later.next is None


def test_beyond_the_last_line_a_page_is_empty_and_leads_back(studio):
    with studio.scope():
        beyond = page(studio, on=dt.date(2030, 1, 1))
        back = page(studio, before=beyond.previous, limit=1)
        nothing = page(studio, "suspense")
        first = page(studio, before=RegisterPlace(dt.date(2020, 1, 1)))
    assert (beyond.rows, beyond.opening, beyond.closing, beyond.next) == ((), -36, -36, None)
    assert shown(back) == [("03-01", -1, -36)]
    assert (nothing.rows, nothing.closing, nothing.previous, nothing.next) == ((), 0, None, None)
    assert (first.rows, first.opening, first.previous) == ((), 0, None)
    assert first.next == RegisterPlace(dt.date(2020, 1, 1))


def test_reversed_and_closed_lines_stay_in_the_register(studio):
    with studio.scope():
        entry = meal(studio, "2025-03-05", 9)
        entry_reverse(entry=entry, reason="typing error")
        post(studio, "2025-12-31", ("meals", -35), ("owner_draw", 35), kind="closing")
        found = page(studio, limit=3)
    assert [row.kind for row in found.rows] == ["normal", "reversal", "closing"]
    assert [int(row.balance) for row in found.rows] == [-45, -36, -1]


def test_another_business_has_no_such_account(studio, make_books):
    other = make_books(name="Other Books")
    with studio.scope():
        account = account_by_key(studio.business, "meals")
    with other.scope(), pytest.raises(AccessError, match="The books of Other Books"):
        account_register(other.business, account)


def test_one_place_is_named_at_a_time(studio):
    place = RegisterPlace(dt.date(2025, 1, 1))
    with studio.scope(), pytest.raises(InputError, match="not several"):
        page(studio, after=place, before=place)


def test_a_page_is_one_query_wherever_it_starts(studio):
    with studio.scope():
        business, account = studio.business, account_by_key(studio.business, "owner_draw")
        middle = page(studio, limit=3).previous
        for how in ({}, {"after": middle}, {"before": middle}, {"on": dt.date(2025, 1, 20)}):
            with CaptureQueriesContext(connection) as caught:
                account_register(business, account, **how)
            assert len(caught) == 1
