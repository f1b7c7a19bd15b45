"""Many entries in one transaction: all or none, the refused one named, keys as for one."""

import datetime as dt

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import (
    AccessError,
    ClosedAccount,
    CurrencyMismatch,
    KeyConflict,
    LockedPeriod,
    RuleError,
)
from ledgerflow.ledger.models import Account, JournalEntry, JournalLine, MonthBalance
from ledgerflow.ledger.posting import Posted, entries_post
from ledgerflow.ledger.posting import many as many_module
from ledgerflow.ledger.posting.many import rows_post
from ledgerflow.ledger.posting.stage import chunks_of, staged_of
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import period_lock


def days(count):
    return [dt.date(2025, 1, 1) + dt.timedelta(days=n) for n in range(count)]


def test_entries_are_posted_in_order_with_consecutive_numbers(books, draft):
    with books.scope():
        drafts = [draft(f"k{n}", date=day, text=f"Day {n}") for n, day in enumerate(days(70))]
        posted = entries_post(business=books.business, drafts=iter(drafts))
        assert (posted.count, posted.repeated) == (70, 0)
        assert posted.last_number - posted.first_number == 69
        stored = JournalEntry.objects.order_by("number")
        assert [e.description for e in stored] == [d.description for d in drafts]
        assert [bytes(e.request_hash) for e in stored] == [d.request_hash for d in drafts]
        assert {e.line_count for e in stored} == {2}
        assert {e.posted_by_id for e in stored} == {books.user.pk}
        assert JournalLine.objects.count() == 140
        assert sum(m.lines for m in MonthBalance.objects.all()) == 140


def test_many_chunks_are_one_transaction(books, draft, monkeypatch):
    with books.scope():
        monkeypatch.setattr(many_module, "chunks_of", lambda staged: chunks_of(staged, 3))
        drafts = [draft(f"k{n}", date=day) for n, day in enumerate(days(40))]
        assert entries_post(business=books.business, drafts=drafts[:10]).count == 10
        period_lock(business=books.business, month=dt.date(2025, 2, 1), reason="closed")
        with pytest.raises(LockedPeriod, match=r"entry of 2025-02-01 \('Paint'\)"):
            entries_post(business=books.business, drafts=drafts[10:])
        assert JournalEntry.objects.count() == 10


def test_text_comes_through_as_it_is(books, draft):
    texts = ["Tab\there", "Two\nlines", "Back\\slash \\N \\.", "Café ☕ 'quoted' \"x\"", "", "\\."]
    with books.scope():
        drafts = [draft(f"k{n}\\", text=text) for n, text in enumerate(texts)]
        entries_post(business=books.business, drafts=drafts)
        stored = JournalEntry.objects.order_by("number")
        assert [e.description for e in stored] == texts
        assert [e.idempotency_key for e in stored] == [d.idempotency_key for d in drafts]


def test_entries_posted_before_under_their_keys_are_left_out(books, draft):
    with books.scope():
        drafts = [draft(f"k{n}") for n in range(6)]
        first = entries_post(business=books.business, drafts=drafts[:4])
        again = entries_post(business=books.business, drafts=drafts)
        assert (first.count, again.count, again.repeated) == (4, 2, 4)
        assert entries_post(business=books.business, drafts=drafts) == Posted(repeated=6)
        assert JournalEntry.objects.count() == 6
        assert sum(m.lines for m in MonthBalance.objects.all()) == 12


def test_a_key_for_another_content_refuses_all_and_names_the_entry(books, draft):
    with books.scope():
        entries_post(business=books.business, drafts=[draft("k1")])
        with pytest.raises(KeyConflict, match="'k1' was used for entry"):
            entries_post(business=books.business, drafts=[draft("k0"), draft("k1", "11.00")])
        with pytest.raises(KeyConflict, match="'k5'"):
            entries_post(business=books.business, drafts=[draft("k5"), draft("k5", "11.00")])
        assert JournalEntry.objects.count() == 1


def test_what_an_earlier_chunk_brought_refuses_a_later_one_and_nothing_stays(
    books, draft, monkeypatch
):
    monkeypatch.setattr(many_module, "chunks_of", lambda staged: chunks_of(staged, 1))
    with books.scope():
        with pytest.raises(KeyConflict, match=r"^the key 'k5' was used for entry"):
            entries_post(business=books.business, drafts=[draft("k5"), draft("k5", "11.00")])
        assert JournalEntry.objects.count() == 0


def test_the_first_entry_that_is_refused_is_named_with_the_rule_and_the_remedy(books, draft):
    with books.scope():
        Account.objects.filter(key="meals").update(is_active=False)
        good = [draft(f"k{n}", date=day, text=f"Good {n}") for n, day in enumerate(days(9))]
        bad = {
            ClosedAccount: draft("b", debit="meals", text="Lunch"),
            CurrencyMismatch: draft("b", currency="EUR", text="Lunch"),
            RuleError: draft("b", date=dt.date(2999, 1, 1), text="Lunch"),
        }
        for kind, one in bad.items():
            with pytest.raises(kind, match="'Lunch'") as caught:
                entries_post(business=books.business, drafts=[*good[:5], one, *good[5:]])
            assert caught.value.hint
        assert JournalEntry.objects.count() == 0


def test_another_business_account_is_refused(books, draft, make_books):
    other = make_books(name="Other")
    with other.scope():
        foreign = account_by_key(other.business, "supplies").pk
    with books.scope():
        one = draft()
        line = one.lines[0]
        stolen = type(line)(foreign, line.amount, line.currency)
        wrong = type(one)(one.date, one.description, (stolen, one.lines[1]), "k")
        with pytest.raises(AccessError):
            entries_post(business=books.business, drafts=[one, wrong])
        assert JournalEntry.objects.count() == 0


def test_a_batch_stands_for_person_and_key_and_is_recorded(books, draft):
    with books.scope():
        batch = books.batch("journal")
        posted = entries_post(
            business=books.business, drafts=[draft("") for _ in range(3)], batch=batch
        )
        entries = JournalEntry.objects.filter(batch=batch)
        assert [(e.posted_by_id, e.idempotency_key) for e in entries] == [(None, "")] * 3
        event = AuditEvent.objects.get(action="entries_post")
        assert event.batch_id == batch.pk
        assert event.detail["entries"] == 3
        assert event.detail["last_number"] == posted.last_number


def test_rows_of_a_pure_reader_are_made_ahead_and_posted(books, draft):
    with books.scope():
        staged = list(staged_of(draft(f"k{n}") for n in range(5)))
        posted = rows_post(business=books.business, staged=iter(staged), batch=None)
        assert posted.count == 5


def test_what_a_reader_raises_posts_nothing(books, draft):
    def failing(staged):
        yield from staged
        raise RuleError("row 7 is no good")

    with books.scope():
        staged = list(staged_of(draft(f"k{n}") for n in range(5)))
        with pytest.raises(RuleError, match="row 7"):
            rows_post(business=books.business, staged=failing(staged), batch=None)
        assert JournalEntry.objects.count() == 0


def test_nothing_to_post_is_no_fault(books):
    with books.scope():
        assert entries_post(business=books.business, drafts=[]) == Posted()
