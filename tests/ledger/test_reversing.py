"""Reversing a batch's entries at once: standing, taken before, kept, blocked."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from ledgerflow.audit.models import AuditEvent, Batch
from ledgerflow.audit.services import batch_open
from ledgerflow.ledger import reversing
from ledgerflow.ledger.content import entry_hash
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import Account, JournalEntry
from ledgerflow.ledger.periods import period_lock, period_unlock
from ledgerflow.ledger.posting import entries_post
from ledgerflow.ledger.reversing import entries_reverse, entries_reversible, entries_standing
from ledgerflow.ledger.selectors import account_balances, account_by_key
from ledgerflow.ledger.services import entry_reverse

MARCH, APRIL = dt.date(2025, 3, 9), dt.date(2025, 4, 9)
WORDS = 'Tabs\tand "quotes", \\ and\nlines — ü'


def batch(books, kind="journal", undoes=None):
    return batch_open(
        firm_id=books.place.firm_id,
        business_id=books.place.business_id,
        kind=kind,
        title="Moved in",
        undoes=undoes,
    )


def posted(books, days, *, kind="normal", debit="supplies", into=None):
    """A batch with one entry of 10.0001 a day."""
    made = into or batch(books)
    one, other = (account_by_key(books.business, key).pk for key in (debit, "owner_draw"))
    amount = Decimal("10.0001")
    drafts = [
        EntryDraft(
            date=day,
            description=WORDS,
            lines=(LineDraft(one, amount, "USD", WORDS), LineDraft(other, -amount, "USD")),
            idempotency_key="",
            kind=kind,
        )
        for day in days
    ]
    entries_post(business=books.business, drafts=drafts, batch=made)
    return made


def reverse(books, made, undo=None, reason="the wrong file"):
    undo = undo or batch(books, "undo", made)
    done = entries_reverse(business=books.business, batch=made, undo=undo, reason=reason)
    connection.check_constraints()
    return done, undo


def entries_of(made):
    return list(JournalEntry.objects.filter(batch=made).order_by("number"))


def moved(books):
    return {b.key for b in account_balances(books.business) if b.amount}


def test_every_entry_of_a_batch_gets_its_opposite_on_its_own_day(books):
    with books.scope():
        made = posted(books, [MARCH, APRIL])
        done, undo = reverse(books, made)
        assert (done.reversed, done.taken, done.kept, done.blocked) == (2, 0, 0, [])
        assert moved(books) == set()
        for entry, opposite in zip(entries_of(made), entries_of(undo), strict=True):
            assert (opposite.reverses_id, opposite.date) == (entry.pk, entry.date)
            assert opposite.kind == "reversal"
            assert opposite.description == f"Reversal of {entry.number}: the wrong file"
            lines = [list(e.lines.order_by("position")) for e in (entry, opposite)]
            for line, back in zip(*lines, strict=True):
                assert (back.account_id, back.amount) == (line.account_id, -line.amount)
                assert (back.position, back.note) == (line.position, line.note)


def test_the_hash_of_an_opposite_entry_is_that_of_its_content(books):
    with books.scope():
        _, undo = reverse(books, posted(books, [MARCH]), reason=WORDS)
        (entry,) = entries_of(undo)
        lines = [
            (x.account_id, x.amount, x.currency, x.note) for x in entry.lines.order_by("position")
        ]
        made = entry_hash(entry.date, entry.kind, entry.reverses_id, entry.description, lines)
        assert bytes(entry.request_hash) == made


def test_an_entry_that_somebody_reversed_is_kept_as_it_is(books):
    with books.scope():
        made = posted(books, [MARCH, MARCH, MARCH])
        first = entries_of(made)[0]
        entry_reverse(entry=first, reason="by hand")
        assert entries_standing(made) == 2
        done, _ = reverse(books, made)
        assert (done.reversed, done.kept, done.kept_numbers) == (2, 1, (first.number,))
        assert moved(books) == set()
        assert entries_standing(made) == 0


def test_a_locked_month_blocks_and_a_later_run_takes_the_rest(books):
    with books.scope():
        made = posted(books, [MARCH, APRIL, APRIL])
        period_lock(business=books.business, month=APRIL, reason="agreed")
        done, undo = reverse(books, made)
        (blocked,) = done.blocked
        assert (done.reversed, blocked.month, blocked.count) == (1, dt.date(2025, 4, 1), 2)
        assert blocked.numbers == tuple(e.number for e in entries_of(made)[1:])
        again, _ = reverse(books, made, undo)
        assert (again.reversed, again.taken, again.blocked_count) == (0, 1, 2)
        period_unlock(business=books.business, month=APRIL, reason="moved in twice")
        rest, _ = reverse(books, made, undo)
        assert (rest.reversed, rest.taken, rest.blocked_count) == (2, 1, 0)
        assert moved(books) == set()
        events = AuditEvent.objects.filter(action="entries_reverse").order_by("pk")
        assert [e.detail["entries"] for e in events] == [1, 2]


def test_asking_gives_the_same_answer_and_posts_nothing(books):
    with books.scope():
        made = posted(books, [MARCH, APRIL])
        undo = batch(books, "undo", made)
        period_lock(business=books.business, month=APRIL, reason="agreed")
        asked = entries_reversible(business=books.business, batch=made, undo=undo)
        assert (asked.reversed, asked.blocked_count, entries_standing(made)) == (1, 1, 2)
        assert asked == reverse(books, made, undo)[0]


def test_an_account_that_takes_no_entries_blocks_its_own_only(books):
    with books.scope():
        made = posted(books, [MARCH])
        posted(books, [MARCH], debit="travel", into=made)
        Account.objects.filter(key="travel").update(is_active=False)
        done, _ = reverse(books, made)
        (blocked,) = done.blocked
        assert (done.reversed, blocked.month, blocked.count) == (1, None, 1)
        assert moved(books) == {"travel", "owner_draw"}


def test_a_closing_entry_is_reversed_by_one_of_its_kind(books):
    with books.scope():
        _, undo = reverse(books, posted(books, [MARCH], kind="closing"))
        assert [e.kind for e in entries_of(undo)] == ["closing"]


def test_a_reversal_is_not_reversed(books):
    with books.scope():
        made = posted(books, [MARCH])
        _, undo = reverse(books, made)
        done, _ = reverse(books, Batch.objects.get(pk=undo.pk))
        assert (done.reversed, done.kept) == (0, 1)


def test_more_than_one_chunk_loses_and_doubles_nothing(books, monkeypatch):
    monkeypatch.setattr(reversing, "CHUNK", 3)
    with books.scope():
        made = posted(books, [MARCH] * 7)
        done, undo = reverse(books, made)
        assert done.reversed == 7
        assert {e.reverses_id for e in entries_of(undo)} == {e.pk for e in entries_of(made)}


def test_another_batch_and_another_business_stay(books, make_books):
    other = make_books()
    with other.scope():
        theirs = posted(other, [MARCH])
    with books.scope():
        made, stays = posted(books, [MARCH]), posted(books, [MARCH])
        reverse(books, made)
        assert entries_standing(stays) == 1
    with other.scope():
        assert entries_standing(theirs) == 1


@pytest.mark.parametrize("count", [0, 1])
def test_an_empty_batch_reverses_nothing_and_tells_nothing(books, count):
    with books.scope():
        made = posted(books, [MARCH] * count)
        done, _ = reverse(books, made)
        assert done.reversed == count
        assert AuditEvent.objects.filter(action="entries_reverse").count() == count
