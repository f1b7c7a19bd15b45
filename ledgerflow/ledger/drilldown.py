"""From a figure to the entries behind it, a page at a time.

Here: the question that a figure is (accounts, days, kinds) answered from the journal, in a firm's
scope. Not here: the figures themselves (selectors.py) or who decided an entry (review/).

Entries come oldest first, by day and number, as a figure grew; a later posting lands on its day
and moves no page that was read before it. A page costs the same at the start of the books and at
their end: it is sought by its place, never counted off.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import Prefetch

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account, JournalEntry, JournalLine
from ledgerflow.ledger.selectors import Balance, account_balances

ENTRIES_A_PAGE = 50
NUMBER_DIGITS_MAX = 18

# For each account the index on (account, date) is read from the place on, and only as far as one
# page needs; an entry that meets several of the accounts, or one of them twice, counts once.
_PLACES = """
SELECT DISTINCT found.date, found.number, found.id
  FROM unnest(%(accounts)s::bigint[]) AS asked (account_id)
 CROSS JOIN LATERAL (
    SELECT DISTINCT l.date, e.number, e.id
      FROM "ledger_journalline" l
      JOIN "ledger_journalentry" e ON e.id = l.entry_id
     WHERE l.account_id = asked.account_id
       AND l.date BETWEEN %(start)s AND %(end)s
       AND (l.date {beyond} %(date)s OR e.number {beyond} %(number)s)
       AND (e.kind <> 'closing' OR NOT %(without_closing)s)
     ORDER BY l.date {order}, e.number {order}, e.id {order}
     LIMIT %(limit)s
 ) AS found
 ORDER BY found.date {order}, found.number {order}
 LIMIT %(limit)s
"""
_LATER = _PLACES.format(beyond=">", order="ASC")
_EARLIER = _PLACES.format(beyond="<", order="DESC")


@dataclass(frozen=True, slots=True, order=True)
class EntryPlace:
    """Where an entry stands among the others: its day, then its number. Written "2025-03-31.17"."""

    date: dt.date
    number: int

    def __str__(self) -> str:
        return f"{self.date}.{self.number}"

    @classmethod
    def read(cls, text: str) -> "EntryPlace":
        """The place that a text names; InputError where it is none."""
        day, _, number = text.partition(".")
        if number.isascii() and number.isdigit() and len(number) <= NUMBER_DIGITS_MAX:
            try:
                return cls(dt.date.fromisoformat(day), int(number))
            except ValueError:
                pass
        raise InputError(
            f"{text[:40]!r} is no place among entries.",
            code="entry_place",
            hint="It is a day and an entry's number, such as 2025-03-31.17; take it as printed.",
        )


@dataclass(frozen=True, slots=True)
class EntryBehind:
    """An entry behind a figure: its lines on the accounts asked for, and its `others`."""

    entry: JournalEntry
    lines: tuple[JournalLine, ...]
    others: tuple[JournalLine, ...]

    @property
    def place(self) -> EntryPlace:
        """Where the entry stands among the others."""
        return EntryPlace(self.entry.date, self.entry.number)


@dataclass(frozen=True, slots=True)
class FigureSum:
    """What lines in one currency come to, debit positive: those of a page, and all of them."""

    currency: str
    amount: Decimal
    lines: int
    total: Decimal
    total_lines: int


@dataclass(frozen=True, slots=True)
class EntriesPage:
    """Some of the entries behind a figure, and the figure as a whole.

    `sums`: one for each currency that the accounts asked for are kept in. `previous` and `next`
    are the places to go on from, None where nothing is left.
    """

    accounts: tuple[Account, ...]
    entries: tuple[EntryBehind, ...]
    sums: tuple[FigureSum, ...]
    previous: EntryPlace | None
    next: EntryPlace | None

    @property
    def lines(self) -> int:
        """How many of the figure's lines are on this page."""
        return sum(one.lines for one in self.sums)

    @property
    def total_lines(self) -> int:
        """How many lines are behind the figure."""
        return sum(one.total_lines for one in self.sums)

    @property
    def is_whole(self) -> bool:
        """True when every line of the figure is on this page."""
        return self.lines == self.total_lines


def entries_behind(
    business: Business,
    *,
    account_ids: Sequence[int],
    start: dt.date | None,
    end: dt.date | None,
    without_closing: bool = False,
    after: EntryPlace | None = None,
    before: EntryPlace | None = None,
    limit: int = ENTRIES_A_PAGE,
) -> EntriesPage:
    """The entries with lines on these accounts over these days (both included, None is open).

    The first `limit` of them, or those next `after` a place, or those next `before` one.
    `without_closing` leaves out year-end closing entries. Raises AccessError where the business
    has not all of the accounts.
    """
    accounts = _accounts(business, account_ids)
    days = start or dt.date.min, end or dt.date.max
    found = _entry_ids([a.pk for a in accounts], days, without_closing, after, before, limit + 1)
    here = found[:limit] if before is None else found[-limit:]
    entries = _entries(here, {a.pk for a in accounts})
    more = len(found) > limit
    balances = account_balances(
        business,
        start=start,
        end=end,
        account_ids=[a.pk for a in accounts],
        without_closing=without_closing,
    )
    return EntriesPage(
        accounts=accounts,
        entries=entries,
        sums=_sums(accounts, entries, balances),
        previous=entries[0].place if entries and (after or (before and more)) else None,
        next=entries[-1].place if entries and (before or more) else None,
    )


def _accounts(business: Business, account_ids: Sequence[int]) -> tuple[Account, ...]:
    asked = set(account_ids)
    accounts = tuple(Account.objects.filter(business=business, pk__in=asked).order_by("code"))
    if len(accounts) != len(asked):
        raise AccessError(
            f"The books of {business.name} have not all of the accounts that are asked for.",
            hint="Open a figure from a report.",
        )
    return accounts


def _entry_ids(
    account_ids: list[int],
    days: tuple[dt.date, dt.date],
    without_closing: bool,
    after: EntryPlace | None,
    before: EntryPlace | None,
    limit: int,
) -> list[int]:
    """Ids of entries in order: next after a place, or next before one."""
    start, end = days
    place = before or after or EntryPlace(start, 0)
    narrowed = (start, min(end, place.date)) if before else (max(start, place.date), end)
    with connection.cursor() as cursor:
        cursor.execute(
            _EARLIER if before else _LATER,
            {
                "accounts": account_ids,
                "start": narrowed[0],
                "end": narrowed[1],
                "date": place.date,
                "number": place.number,
                "without_closing": without_closing,
                "limit": limit,
            },
        )
        ids = [row[2] for row in cursor.fetchall()]
    return ids[::-1] if before else ids


def _entries(ids: Sequence[int], account_ids: set[int]) -> tuple[EntryBehind, ...]:
    lines = JournalLine.objects.select_related("account").order_by("position")
    rows = JournalEntry.objects.prefetch_related(Prefetch("lines", lines)).in_bulk(ids)
    return tuple(_entry(rows[pk], account_ids) for pk in ids)


def _entry(entry: JournalEntry, account_ids: set[int]) -> EntryBehind:
    lines = tuple(entry.lines.all())
    return EntryBehind(
        entry=entry,
        lines=tuple(x for x in lines if x.account_id in account_ids),
        others=tuple(x for x in lines if x.account_id not in account_ids),
    )


def _sums(
    accounts: Sequence[Account], entries: Sequence[EntryBehind], balances: Sequence[Balance]
) -> tuple[FigureSum, ...]:
    lines = [line for entry in entries for line in entry.lines]
    return tuple(
        FigureSum(
            currency=currency,
            amount=sum((x.amount for x in lines if x.currency == currency), Decimal(0)),
            lines=sum(x.currency == currency for x in lines),
            total=sum((b.amount for b in balances if b.currency == currency), Decimal(0)),
            total_lines=sum(b.lines for b in balances if b.currency == currency),
        )
        for currency in dict.fromkeys(account.currency for account in accounts)
    )
