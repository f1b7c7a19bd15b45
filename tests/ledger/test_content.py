"""The canonical text of an entry, written twice: here and in PostgreSQL."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from ledgerflow.ledger.content import entry_hash, head_row, line_row
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.posting import entry_post
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import entry_reverse

RECOMPUTED = """SELECT lf_entry_content(id, date, kind, description, reverses_id)
                  FROM "ledger_journalentry" WHERE id = %s"""


def test_rows_have_one_spelling():
    assert (
        head_row(dt.date(2025, 1, 2), "normal", None, "A\tB\\") == "2025-01-02\tnormal\t\tA\\tB\\\\"
    )
    assert line_row(1, 7, Decimal("-1E+1"), "USD", "x\ny") == "1\t7\t-10.0000\tUSD\tx\\ny"
    lines = [(7, Decimal(1), "USD", ""), (8, Decimal(-1), "USD", "")]
    hashes = {
        entry_hash(dt.date(2025, 1, 2), "normal", None, "A", lines),
        entry_hash(dt.date(2025, 1, 2), "normal", None, "A", lines[::-1]),
        entry_hash(dt.date(2025, 1, 2), "reversal", 5, "A", lines),
        entry_hash(dt.date(2025, 1, 3), "normal", None, "A", lines),
    }
    assert len(hashes) == 4
    assert {len(h) for h in hashes} == {32}


@pytest.mark.parametrize("text", ["Paint", "Tab\tand\nline\rend \\ ☕", "", "x" * 400])
def test_postgresql_recomputes_the_hash_that_was_posted(books, text):
    with books.scope():
        accounts = [account_by_key(books.business, k).pk for k in ("supplies", "owner_draw")]
        amounts = (Decimal("0.0001"), Decimal("-0.0001"))
        lines = tuple(LineDraft(a, x, "USD", text) for a, x in zip(accounts, amounts, strict=True))
        entry = entry_post(
            business=books.business, draft=EntryDraft(dt.date(2025, 1, 2), text, lines, "k")
        )
        for one in (entry, entry_reverse(entry=entry, reason=text)):
            with connection.cursor() as cursor:
                cursor.execute(RECOMPUTED, [one.pk])
                assert bytes(cursor.fetchone()[0]) == bytes(
                    JournalEntry.objects.get(pk=one.pk).request_hash
                )
