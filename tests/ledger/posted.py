"""Entries for tests of reading: posted in one line each.

Here: posting by standard keys. Not here: anything that is read.
"""

import datetime as dt
from decimal import Decimal

from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import entry_post


def post(books, day, *sides, kind="normal", text="Invented"):
    """Post an entry on an ISO day; sides are (key, amount). Call inside the scope."""
    lines = tuple(
        LineDraft(account_by_key(books.business, key).pk, Decimal(amount), "USD")
        for key, amount in sides
    )
    key = f"{day}:{text}:{JournalEntry.objects.count()}"
    draft = EntryDraft(dt.date.fromisoformat(day), text, lines, key, kind)
    return entry_post(business=books.business, draft=draft)


def meal(books, day, amount, **how):
    """The owner pays for a meal."""
    return post(books, day, ("meals", amount), ("owner_draw", -Decimal(amount)), **how)
