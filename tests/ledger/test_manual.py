"""Entries that a person writes: posted once, with their event, refused in words."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import ConflictError, InputError, LockedPeriod, UnbalancedEntry
from ledgerflow.ledger.manual import WrittenEntry, WrittenLine, entry_write, gaps_of
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import period_lock

TODAY = dt.date(2025, 6, 1)


def written(books, *, amount=12, day=dt.date(2025, 5, 3), token="a" * 32, credit=None):
    lines = (
        WrittenLine(account_by_key(books.business, "travel"), Decimal(amount), "by train"),
        WrittenLine(account_by_key(books.business, "owner_draw"), Decimal(credit or -amount)),
    )
    return WrittenEntry(day, "A ride", lines, token)


def write(books, **how):
    return entry_write(business=books.business, written=written(books, **how), today=TODAY)


def test_what_is_written_is_posted_with_its_notes_and_its_event(books):
    with books.scope():
        entry = write(books)
        assert [(line.amount, line.note) for line in entry.lines.order_by("position")] == [
            (Decimal(12), "by train"),
            (Decimal(-12), ""),
        ]
        event = AuditEvent.objects.get(action="entry_write")
        assert (event.subject_id, event.user_id) == (entry.pk, books.user.pk)


def test_a_form_that_is_sent_twice_posts_once(books):
    with books.scope():
        assert write(books).pk == write(books).pk
        assert JournalEntry.objects.count() == 1
        assert AuditEvent.objects.filter(action="entry_write").count() == 1
        assert write(books, token="b" * 32).pk != write(books).pk


def test_a_form_that_was_changed_after_it_was_sent_is_refused(books):
    with books.scope():
        write(books)
        with pytest.raises(ConflictError):
            write(books, amount=13)


@pytest.mark.parametrize("day", [dt.date(202, 5, 3), dt.date(1969, 12, 31), dt.date(2026, 6, 3)])
def test_a_slip_in_the_year_is_no_day_to_book_on(books, day):
    with books.scope(), pytest.raises(InputError, match="is no day to book on"):
        write(books, day=day)


def test_a_locked_month_and_sides_that_differ_are_refused(books):
    with books.scope():
        with pytest.raises(UnbalancedEntry):
            write(books, credit=-11)
        period_lock(business=books.business, month=dt.date(2025, 5, 1), reason="agreed")
        with pytest.raises(LockedPeriod):
            write(books)
        assert JournalEntry.objects.count() == 0


def test_a_gap_is_named_by_currency(books):
    with books.scope():
        assert gaps_of(written(books).lines) == {}
        assert gaps_of(written(books, credit=-10).lines) == {"USD": Decimal(2)}
