"""One entry, one call: posted, repeated, refused; inside a transaction and without one."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import DataError, connection, transaction
from django.db.models import Sum

from ledgerflow.core.errors import FirmNotSet, KeyConflict, LockedPeriod, RuleError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import DayBalance, JournalEntry, MonthBalance
from ledgerflow.ledger.posting import entry_post
from ledgerflow.ledger.services import period_lock


def test_an_entry_is_posted_with_one_query_inside_a_transaction(
    books, draft, django_assert_num_queries
):
    with books.scope():
        business, one = books.business, draft()
        with django_assert_num_queries(3):  # the call, and the savepoint around it
            entry = entry_post(business=business, draft=one)
        stored = JournalEntry.objects.get(pk=entry.pk)
        for name in ("number", "date", "description", "posted_at", "posted_by_id", "line_count"):
            assert getattr(stored, name) == getattr(entry, name)
        assert bytes(stored.request_hash) == one.request_hash
        assert stored.posted_by_id == books.user.pk


def test_kept_balances_follow(books, draft):
    with books.scope():
        for key, date in (("a", dt.date(2025, 1, 15)), ("b", dt.date(2025, 1, 31))):
            entry_post(business=books.business, draft=draft(key, date=date))
        assert MonthBalance.objects.filter(amount__gt=0).values_list(
            "month", "amount", "lines"
        ).get() == (dt.date(2025, 1, 1), 20, 2)
        assert DayBalance.objects.filter(amount__gt=0).count() == 2
        for kept in (MonthBalance, DayBalance):
            assert kept.objects.aggregate(total=Sum("amount"))["total"] == 0


def test_the_same_request_again_is_answered_with_the_first_entry(books, draft):
    with books.scope():
        first = entry_post(business=books.business, draft=draft())
        again = entry_post(business=books.business, draft=draft())
        assert (again, again.number, again.posted_at) == (first, first.number, first.posted_at)
        assert JournalEntry.objects.count() == 1
        assert MonthBalance.objects.filter(amount__gt=0).get().lines == 1


def test_the_same_key_for_another_content_is_a_conflict_and_nothing_changes(books, draft):
    with books.scope():
        first = entry_post(business=books.business, draft=draft())
        with pytest.raises(KeyConflict, match=f"entry {first.number} with other content") as caught:
            entry_post(business=books.business, draft=draft(amount="10.01"))
        assert caught.value.code == "idempotency_conflict"
        assert JournalEntry.objects.count() == 1


@pytest.mark.parametrize(
    "said",
    ["", "NULL", 'a "b" c', "back\\slash", "{1,2}", "tab\tline\n", "Größe ¥ 茶", "'; --", " "],
)
def test_words_arrive_as_they_were_written(books, draft, said):
    with books.scope():
        plain = draft(text=said)
        lines = tuple(replace(line, note=said) for line in plain.lines)
        entry = entry_post(business=books.business, draft=replace(plain, lines=lines))
        stored = JournalEntry.objects.get(pk=entry.pk)
        assert stored.description == said
        assert {line.note for line in stored.lines.all()} == {said}


@pytest.mark.parametrize("field", ["description", "note", "key"])
def test_a_zero_byte_is_refused_and_cuts_nothing_short(books, draft, field):
    with books.scope():
        plain = draft(text="a\0b" if field == "description" else "Paint")
        if field == "note":
            lines = tuple(replace(line, note="a\0b") for line in plain.lines)
            plain = replace(plain, lines=lines)
        if field == "key":
            plain = replace(plain, idempotency_key="a\0b")
        with pytest.raises(DataError):
            entry_post(business=books.business, draft=plain)
        assert JournalEntry.objects.count() == 0


def test_an_entry_without_a_key_is_refused_outside_a_batch(books, draft):
    with books.scope():
        with pytest.raises(RuleError, match="journalentry_has_key"):
            entry_post(business=books.business, draft=draft(""))
        batch = books.batch()
        entry = entry_post(business=books.business, draft=draft(""), batch_id=batch.pk)
        assert JournalEntry.objects.get(pk=entry.pk).batch_id == batch.pk


def test_a_refused_entry_leaves_the_transaction_usable_and_nothing_behind(books, draft):
    with books.scope():
        period_lock(business=books.business, month=dt.date(2025, 1, 1), reason="closed")
        with pytest.raises(LockedPeriod, match=r"'Paint'.*2025-01 is locked"):
            entry_post(business=books.business, draft=draft())
        assert JournalEntry.objects.count() == 0
        entry_post(business=books.business, draft=draft(date=dt.date(2025, 2, 1)))
        assert MonthBalance.objects.filter(amount__gt=0).get().month == dt.date(2025, 2, 1)


@pytest.mark.parametrize("scope", [None, (999_999, None)])
def test_posting_for_another_firm_than_the_scopes_is_loud(books, draft, scope):
    with books.scope():
        business, one = books.business, draft()
    if scope is None:
        with pytest.raises(FirmNotSet, match="outside its firm's scope"):
            entry_post(business=business, draft=one)
    else:
        with firm_scope(*scope), transaction.atomic(), pytest.raises(FirmNotSet):
            entry_post(business=business, draft=one)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_a_call_is_one_and_leaves_no_firm_behind(make_books):
    books = make_books()
    with books.scope():
        business = Business.objects.get()
        one = _draft_of(business)
    with firm_scope(books.place.firm_id, books.user.pk):
        assert not connection.in_atomic_block
        entry = entry_post(business=business, draft=one)
        again = entry_post(business=business, draft=one)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('app.firm_id', true)")
            assert cursor.fetchone()[0] in {None, ""}
    assert again.pk == entry.pk
    with books.scope():
        assert JournalEntry.objects.get().posted_by_id == books.user.pk


def _draft_of(business):
    from decimal import Decimal

    from ledgerflow.ledger.drafts import EntryDraft, LineDraft
    from ledgerflow.ledger.selectors import account_by_key

    accounts = [account_by_key(business, key).pk for key in ("supplies", "owner_draw")]
    lines = tuple(
        LineDraft(account, amount, "USD")
        for account, amount in zip(accounts, (Decimal(4), Decimal(-4)), strict=True)
    )
    return EntryDraft(dt.date(2025, 3, 4), "Alone", lines, "alone")
