"""The journal: newest day first, page by page, and what narrows it."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.ledger.journal import JournalFilter, journal_page
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import entry_reverse
from tests.ledger.posted import meal, post
from tests.published import decide, publish


def numbers(books, *, wanted=None, **how):
    page = journal_page(books.place.business_id, wanted or JournalFilter(), **how)
    return [row.number for row in page.rows], page


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def lunches(books):
    """Seven lunches on four days, posted in another order than they were eaten in."""
    with books.scope():
        for date, amount, text in (
            ("2025-01-03", 10, "Soup"),
            ("2025-01-05", 20, "Bread"),
            ("2025-01-01", 30, "Soup"),
            ("2025-01-05", 40, "Cake"),
            ("2025-01-04", 50, "Soup"),
            ("2025-01-03", 60, "Tea"),
            ("2025-01-05", 70, "Soup"),
        ):
            meal(books, date, amount, text=text)
    return books


def test_the_newest_day_comes_first_and_within_it_the_newest_entry(lunches):
    with lunches.scope():
        assert numbers(lunches)[0] == [7, 4, 2, 5, 6, 1, 3]


@pytest.mark.parametrize("wanted", [JournalFilter(), JournalFilter(text="o")])
def test_pages_follow_each_other_without_a_gap_or_a_repeat(lunches, wanted):
    with lunches.scope():
        whole, _ = numbers(lunches, wanted=wanted)
        found, after = [], None
        while True:
            some, page = numbers(lunches, wanted=wanted, limit=2, after=after)
            found += some
            after = page.after
            if after is None:
                break
        assert found == whole


def test_an_account_that_stands_on_two_lines_gives_its_entry_once(lunches):
    with lunches.scope():
        meals = account_by_key(lunches.business, "meals").pk
        post(lunches, "2025-01-06", ("meals", 3), ("meals", 4), ("owner_draw", -7), text="Both")
        post(lunches, "2025-01-06", ("travel", 3), ("owner_draw", -3), text="No meal")
        found, _ = numbers(lunches, wanted=JournalFilter(account_id=meals))
        assert found == [8, 7, 4, 2, 5, 6, 1, 3]
        of_day = JournalFilter(account_id=meals, start=day("2025-01-04"), end=day("2025-01-05"))
        assert numbers(lunches, wanted=of_day, limit=3)[0] == [7, 4, 2]


def test_days_text_amount_and_number_narrow_it(lunches):
    with lunches.scope():
        for wanted, found in (
            (JournalFilter(start=day("2025-01-04")), [7, 4, 2, 5]),
            (JournalFilter(end=day("2025-01-03")), [6, 1, 3]),
            (JournalFilter(text="SOUP"), [7, 5, 1, 3]),
            (JournalFilter(text="6"), [6]),
            (JournalFilter(text="100 %_"), []),
            (JournalFilter(amount=Decimal(-40)), [4]),
            (JournalFilter(text="soup", amount=Decimal(30)), [3]),
        ):
            assert numbers(lunches, wanted=wanted)[0] == found, wanted


def test_what_no_index_answers_is_looked_for_a_bounded_way_back(lunches):
    with lunches.scope():
        wanted = JournalFilter(amount=Decimal(30))
        found, page = numbers(lunches, wanted=wanted, scanned=3)
        assert (found, page.looked_back_to) == ([], day("2025-01-05"))
        found, page = numbers(lunches, wanted=wanted, scanned=4, after=page.after)
        assert (found, page.looked_back_to) == ([3], day("2025-01-01"))
        assert numbers(lunches, wanted=wanted, scanned=4, after=page.after)[1].after is None


def test_an_entry_shows_its_sides_and_what_its_debits_come_to(books):
    with books.scope():
        post(books, "2025-01-06", ("meals", 3), ("travel", "4.50"), ("owner_draw", "-7.50"))
        (row,) = journal_page(books.place.business_id, JournalFilter()).rows
        assert [line.name for line in row.debits] == ["Meals", "Travel"]
        assert [line.name for line in row.credits] == ["Owner's draw"]
        assert row.sums == ((Decimal("7.5"), "USD"),)


def test_it_says_where_an_entry_came_from_also_of_a_decision_taken_back(books):
    with books.scope():
        publish(books, [("2025-01-02", "-4.00", "NIGHT TRAIN")])
        decided = decide(books, "NIGHT TRAIN", "travel")
        meal(books, "2025-01-03", 10)
        entry_reverse(entry=decided.entry, reason="a test")
        post(books, "2025-01-31", ("meals", -10), ("owner_equity", 10), kind="closing")
        found = {
            row.number: row.source
            for row in journal_page(books.place.business_id, JournalFilter()).rows
        }
        assert found == {1: "decision", 2: "manual", 3: "decision", 4: "close"}
        assert numbers(books, wanted=JournalFilter(source="decision"))[0] == [3, 1]
        assert numbers(books, wanted=JournalFilter(kind="reversal"))[0] == [3]


def test_another_business_has_a_journal_of_its_own(lunches, make_books):
    other = make_books(name="Other Books")
    with other.scope():
        assert numbers(lunches)[0] == []
