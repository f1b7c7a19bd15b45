"""The opposite of an entry, as a draft: one, or those of many entries read at once.

Here: reads in a firm's scope and drafts. Not here: posting them (services.py), or all entries of a
batch of a million (reversing.py). An entry is reversed on its own day unless another is given; its
lines keep their accounts, order and notes.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

from ledgerflow.ledger.drafts import DESCRIPTION_MAX, EntryDraft, LineDraft
from ledgerflow.ledger.models import JournalEntry, JournalLine


def opposite_draft(
    entry: JournalEntry, lines: Iterable[JournalLine], reason: str, date: dt.date | None = None
) -> EntryDraft:
    """The draft that takes an entry back; `lines` are its own, in their order."""
    return EntryDraft(
        date=date or entry.date,
        description=f"Reversal of {entry.number}: {reason}"[:DESCRIPTION_MAX],
        lines=tuple(LineDraft(x.account_id, -x.amount, x.currency, x.note) for x in lines),
        idempotency_key=f"reverse:{entry.pk}",
        kind=_kind(entry),
        reverses_id=entry.pk,
    )


def _kind(entry: JournalEntry) -> str:
    """A closing entry and its reversal are both left out of the year's profit."""
    is_closing = entry.kind == JournalEntry.Kind.CLOSING
    return JournalEntry.Kind.CLOSING if is_closing else JournalEntry.Kind.REVERSAL


def opposite_drafts(entries: Sequence[JournalEntry], reason: str) -> list[EntryDraft]:
    """The drafts that take these entries back, in their order; two queries.

    Entries that are reversed already, or are reversals themselves, have none.
    """
    by_id = {entry.pk: entry for entry in entries if entry.reverses_id is None}
    reversed_ones = JournalEntry.objects.filter(reverses__in=list(by_id))
    for pk in reversed_ones.values_list("reverses_id", flat=True):
        if pk is not None:
            del by_id[pk]
    rows = JournalLine.objects.filter(entry__in=list(by_id)).order_by("entry_id", "position")
    lines = {pk: list(own) for pk, own in groupby(rows, key=lambda line: line.entry_id)}
    return [opposite_draft(entry, lines[pk], reason) for pk, entry in by_id.items()]
