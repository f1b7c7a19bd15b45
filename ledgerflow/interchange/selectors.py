"""A business's books as a stream of plain records.

Here: reading in the firm's scope, some thousand entries at a time. Not here: formats (exports/,
archive/), or the transaction (exporting.py): a stream is used up inside the one that it was asked
for in.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Min

from ledgerflow.firms.models import Business
from ledgerflow.interchange.book import Book, BookAccount, BookEntry, BookLine
from ledgerflow.ledger.models import Account, JournalEntry, JournalLine

ENTRIES_AT_ONCE = 2_000

_ACCOUNT_COLUMNS = (
    *("code", "name", "type", "currency", "key", "parent__code", "is_heading", "is_active"),
    "description",
)
_ENTRY_COLUMNS = (
    *("pk", "number", "date", "kind", "description", "reverses_id", "reverses__number"),
    *("posted_at", "posted_by__email", "batch__created_by__email", "batch_id", "posted_by_id"),
    *("idempotency_key", "request_hash"),
)

LineRow = tuple[int, Decimal, str, str]
"""Account id, amount, currency, note: a line in the order that entry_hash takes them."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as it is stored, with the ids that its hash covers; lines in order."""

    id: int
    number: int
    date: dt.date
    kind: str
    description: str
    reverses_id: int | None
    reverses: int | None
    posted_at: dt.datetime
    posted_by: str
    posted_by_id: int | None
    batch_id: int | None
    idempotency_key: str
    request_hash: bytes
    lines: list[LineRow]


def book_of(business: Business, *, at_once: int = ENTRIES_AT_ONCE) -> Book:
    """The books of a business; entries are read `at_once` at a time while they are used.

    `entries` can be gone through once. The queries see one moment of the books only inside
    `core.snapshot.one_picture`.
    """
    entries = JournalEntry.objects.filter(firm_id=business.firm_id, business=business)
    return Book(
        business=business.name,
        base_currency=business.base_currency,
        accounts=tuple(_accounts(business)),
        entries=_book_entries(business, at_once),
        first_day=entries.aggregate(first=Min("date"))["first"],
    )


def account_codes(business: Business) -> dict[int, str]:
    """Account id -> code, of every account of the business."""
    accounts = Account.objects.filter(firm_id=business.firm_id, business=business)
    return dict(accounts.values_list("pk", "code"))


def entry_rows(business: Business, *, at_once: int = ENTRIES_AT_ONCE) -> Iterator[EntryRow]:
    """Every entry with its lines, by number, `at_once` at a time: two queries each time."""
    books = JournalEntry.objects.filter(firm_id=business.firm_id, business=business)
    ordered = books.order_by("number").values_list(*_ENTRY_COLUMNS)
    heads = list(ordered[:at_once])
    while heads:
        lines = _lines(business.firm_id, [head[0] for head in heads])
        for key, number, day, kind, text, undone_id, undone, at, by, for_all, *rest in heads:
            batch, by_id, name, digest = rest
            yield EntryRow(
                *(key, number, day, kind, text, undone_id, undone, at),
                # An entry of a batch leaves the person to the batch.
                by or for_all or "",
                *(by_id, batch, name, bytes(digest)),
                lines.get(key, []),
            )
        heads = list(ordered.filter(number__gt=heads[-1][1])[:at_once])


def _accounts(business: Business) -> Iterator[BookAccount]:
    accounts = Account.objects.filter(firm_id=business.firm_id, business=business)
    for row in accounts.order_by("code").values_list(*_ACCOUNT_COLUMNS):
        code, name, kind, currency, key, parent, heading, active, text = row
        yield BookAccount(code, name, kind, currency, key, parent or "", heading, active, text)


def _book_entries(business: Business, at_once: int) -> Iterator[BookEntry]:
    codes = account_codes(business)
    for row in entry_rows(business, at_once=at_once):
        yield BookEntry(
            number=row.number,
            date=row.date,
            kind=row.kind,
            description=row.description,
            lines=tuple(BookLine(codes[line[0]], *line[1:]) for line in row.lines),
            reverses=row.reverses,
            posted_at=row.posted_at,
            posted_by=row.posted_by,
        )


def _lines(firm_id: int, entries: list[int]) -> dict[int, list[LineRow]]:
    """The lines of these entries, in order, by the entry's id."""
    found: dict[int, list[LineRow]] = defaultdict(list)
    rows = JournalLine.objects.filter(firm_id=firm_id, entry_id__in=entries)
    ordered = rows.order_by("entry_id", "position")
    columns = ("entry_id", "account_id", "amount", "currency", "note")
    for entry, *line in ordered.values_list(*columns):
        found[entry].append(tuple(line))
    return found
