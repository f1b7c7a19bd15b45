"""Exports of stored books: the same balances in every program, one picture, a whole file."""

import errno
import hashlib
import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import ConflictError, InputError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.models import Business
from ledgerflow.interchange import exporting
from ledgerflow.interchange.accountnames import account_names
from ledgerflow.interchange.exporting import book_export
from ledgerflow.interchange.exports import EXPORTS
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.services import entry_post
from tests.interchange.foreign import beancount_balances, hledger_balances, ledger_balances
from tests.interchange.invented_books import ACCOUNTS, nasty_book
from tests.interchange.stored_books import balances_stored, nasty_books_stored


@pytest.fixture
def kept(db):
    """The nasty book in the database."""
    return nasty_books_stored()


def export(kept, path, format_id, **more):
    """Export as the keeper of the books."""
    return book_export(
        place=kept.place, user_id=kept.user.pk, format_id=format_id, path=path, **more
    )


@pytest.mark.parametrize(
    ("format_id", "balances_of"),
    [
        ("beancount", beancount_balances),
        ("hledger", hledger_balances),
        ("hledger", ledger_balances),
    ],
    ids=["beancount", "hledger", "ledger"],
)
def test_each_program_has_the_trial_balance_of_the_database(kept, tmp_path, format_id, balances_of):
    done = export(kept, tmp_path / "books", format_id)
    names = account_names(ACCOUNTS)
    with kept.scope():
        stored = balances_stored(kept.business)
    assert balances_of(done.path) == {
        (names[code], currency): total for (code, currency), total in stored.items()
    }
    assert len(stored) > 4


@pytest.mark.parametrize("export_format", EXPORTS, ids=lambda e: e.id)
def test_what_was_written_is_counted_and_the_audit_keeps_it(kept, tmp_path, export_format):
    done = export(kept, tmp_path / f"books.{export_format.suffix}", export_format.id)
    entries = nasty_book().entries
    assert (done.accounts, done.entries) == (len(ACCOUNTS), len(entries))
    assert done.lines == sum(len(e.lines) for e in entries)
    data = done.path.read_bytes()
    assert (done.bytes, done.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    with kept.scope():
        event = AuditEvent.objects.get(action="export")
    assert (event.business_id, event.user_id) == (kept.place.business_id, kept.user.pk)
    assert event.detail == {
        "format": export_format.id, "entries": done.entries, "sha256": done.sha256,
    }  # fmt: skip


def test_a_file_is_never_written_over_unless_asked(kept, tmp_path):
    path = tmp_path / "books.csv"
    path.write_text("mine")
    with pytest.raises(ConflictError, match="exists already"):
        export(kept, path, "csv")
    assert path.read_text() == "mine"
    export(kept, path, "csv", replace_file=True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfentry,")


def test_a_place_that_cannot_be_written_to_is_named(kept, tmp_path):
    with pytest.raises(InputError, match="nowhere") as refused:
        export(kept, tmp_path / "nowhere" / "books.csv", "csv")
    assert refused.value.code == "not_writable"


def test_a_full_disk_leaves_nothing_and_records_nothing(kept, tmp_path, monkeypatch):
    def no_room(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(exporting, "_measures", no_room)
    with pytest.raises(InputError, match="No space left"):
        export(kept, tmp_path / "books.csv", "csv")
    assert list(tmp_path.iterdir()) == []
    with kept.scope():
        assert not AuditEvent.objects.filter(action="export").exists()


def test_an_unknown_format_is_refused_before_a_file_is_made(kept, tmp_path):
    with pytest.raises(InputError, match="gnucash"):
        export(kept, tmp_path / "books", "gnucash")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_entries_posted_while_it_is_written_are_not_in_it(tmp_path, monkeypatch):
    """The export reads one picture: the trial balance is that of the moment it began."""
    kept = nasty_books_stored()
    with kept.scope():
        before = balances_stored(kept.business)
    real = exporting.book_of

    def posting_behind(business):
        book = real(business, at_once=1)
        posted_by_another(kept)
        return book

    monkeypatch.setattr(exporting, "book_of", posting_behind)
    done = export(kept, tmp_path / "books.beancount", "beancount")
    names = account_names(ACCOUNTS)
    wanted = {(names[c], x): total for (c, x), total in before.items()}
    assert beancount_balances(done.path) == wanted
    with kept.scope():
        assert balances_stored(kept.business) != before


def posted_by_another(kept):
    """One more entry, from another connection, committed."""

    def post():
        try:
            with firm_scope(kept.place.firm_id, kept.user.pk), transaction.atomic():
                business = Business.objects.get(pk=kept.place.business_id)
                ids = dict(Account.objects.filter(business=business).values_list("code", "pk"))
                lines = (
                    LineDraft(ids["1010"], Decimal("77.00"), "USD"),
                    LineDraft(ids["4000"], Decimal("-77.00"), "USD"),
                )
                draft = EntryDraft(nasty_book().entries[0].date, "late", lines, "late")
                entry_post(business=business, draft=draft)
        finally:
            connection.close()

    thread = threading.Thread(target=post)
    thread.start()
    thread.join()
