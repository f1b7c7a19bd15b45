"""The same bytes are known until every entry of their batch is taken back."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import ConflictError
from ledgerflow.interchange.repeats import digest_of, import_record, refuse_repeated
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import Account, JournalEntry
from ledgerflow.ledger.services import entries_post, entry_reverse


def draft(business, day):
    ids = [Account.objects.get(business=business, key=key).pk for key in ("supplies", "sales")]
    lines = tuple(LineDraft(pk, Decimal(n), "USD") for pk, n in zip(ids, (5, -5), strict=True))
    return EntryDraft(dt.date(2024, 1, day), "Moved in", lines, "")


def test_a_file_is_known_in_its_own_business_until_all_its_entries_are_reversed(books, make_books):
    other = make_books(name="Second Studio")
    digest = digest_of(b"journal")
    with books.scope():
        business, batch = books.business, books.batch("journal")
        refuse_repeated(business=business, name="a", digest=digest)
        drafts = [draft(business, day) for day in (1, 2)]
        entries_post(business=business, drafts=drafts, batch=batch)
        import_record(business=business, batch=batch, digest=digest, entries=2)
        first, second = JournalEntry.objects.filter(batch=batch)
        for entry in (first, second):
            with pytest.raises(ConflictError, match=f"same file was imported in batch {batch.pk}"):
                refuse_repeated(business=business, name="a", digest=digest)
            entry_reverse(entry=entry, reason="undone")
        refuse_repeated(business=business, name="a", digest=digest)
        refuse_repeated(business=business, name="a", digest=digest_of(b"another"))
    with other.scope():
        refuse_repeated(business=other.business, name="a", digest=digest)
