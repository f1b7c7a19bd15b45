"""The journal of a business: its entries, newest first, a page at a time.

Here: entries by day and number from any place back, in a firm's scope, and which of them fit a
question. Not here: the entries behind a figure (drilldown.py) or the lines of one account
(register.py).

Days and an account are sought in an index. What no index answers (a text, an amount, a kind, a
source) is looked for among a bounded number of entries at a time: a page says how far back it
looked, and the next one goes on from there. So no question costs more because the books are large.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from ledgerflow.ledger.drilldown import EntryPlace

ENTRIES_A_PAGE = 50
SCANNED_MAX = 5_000
"""How many entries one page looks at where no index answers."""

DECISION, MANUAL, IMPORT, CLOSE = "decision", "manual", "import", "close"
SOURCES = (DECISION, MANUAL, IMPORT, CLOSE)
"""Where entries come from: a decided bank transaction, a person, moved-in books, a closing."""

# Who posts an entry says so in its key; what many post at once has a batch instead.
_SOURCE = """CASE WHEN e.kind = 'closing' THEN 'close'
            WHEN starts_with(e.idempotency_key, 'decision:') THEN 'decision'
            WHEN b.kind = 'journal' THEN 'import'
            WHEN o.idempotency_key LIKE 'decision:%%' THEN 'decision'
            ELSE 'manual' END"""

_BY_DAY = """
    SELECT id, date, number FROM "ledger_journalentry" e
     WHERE business_id = %(business)s AND date BETWEEN %(start)s AND %(end)s
       AND (date < %(day)s OR number < %(number)s)
     ORDER BY date DESC, number DESC LIMIT %(scanned)s"""
_BY_ACCOUNT = """
    SELECT DISTINCT e.id, l.date, e.number
      FROM "ledger_journalline" l JOIN "ledger_journalentry" e ON e.id = l.entry_id
     WHERE l.account_id = %(account)s AND l.business_id = %(business)s
       AND l.date BETWEEN %(start)s AND %(end)s AND (l.date < %(day)s OR e.number < %(number)s)
     ORDER BY l.date DESC, e.number DESC LIMIT %(scanned)s"""

# The amount is looked up entry by entry: a join of all lines with it takes seconds.
_PAGE = """
WITH scanned AS MATERIALIZED ({scanned}),
last AS (
    SELECT count(*) AS looked_at, min(date) AS back_to,
           (SELECT number FROM scanned ORDER BY date, number LIMIT 1) AS number FROM scanned),
found AS (
    SELECT e.id, e.number, e.date, e.kind, e.description, {source} AS source
      FROM scanned s JOIN "ledger_journalentry" e ON e.id = s.id
      LEFT JOIN "audit_batch" b ON b.id = e.batch_id
      LEFT JOIN "ledger_journalentry" o ON o.id = e.reverses_id
     WHERE (%(text)s = '' OR strpos(lower(e.description), %(text)s) > 0
            OR e.number::text = %(text)s)
       AND (%(kind)s = '' OR e.kind = %(kind)s)
       AND (%(source)s = '' OR {source} = %(source)s)
       AND (%(amount)s::numeric IS NULL OR (
            SELECT count(*) FROM "ledger_journalline" l
             WHERE l.entry_id = e.id AND abs(l.amount) = %(amount)s) > 0)
     ORDER BY s.date DESC, s.number DESC LIMIT %(limit)s)
SELECT last.looked_at, last.back_to, last.number, found.*
  FROM last LEFT JOIN found ON true ORDER BY found.date DESC, found.number DESC"""

_LINES = """
SELECT l.entry_id, a.code, a.name, l.amount, l.currency
  FROM "ledger_journalline" l JOIN "ledger_account" a ON a.id = l.account_id
 WHERE l.entry_id = ANY (%s) ORDER BY l.entry_id, l.position"""


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which entries are asked for; what is empty asks nothing.

    `text` is in the description or is the entry's number; `amount` (any sign) is one of its
    lines'; both days are included; `kind` is a JournalEntry.Kind, `source` one of SOURCES.
    """

    text: str = ""
    account_id: int | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    amount: Decimal | None = None
    kind: str = ""
    source: str = ""

    @property
    def is_scan(self) -> bool:
        """True where entries must be looked at one by one."""
        return bool(self.text or self.kind or self.source or self.amount is not None)


class JournalLineShown(NamedTuple):
    """A line of an entry: its account and its amount, debit positive."""

    code: str
    name: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class JournalRow:
    """An entry with its lines in order. `source` is one of SOURCES."""

    entry_id: int
    number: int
    date: dt.date
    kind: str
    description: str
    source: str
    lines: tuple[JournalLineShown, ...]

    @property
    def place(self) -> EntryPlace:
        """Where the entry stands among the others."""
        return EntryPlace(self.date, self.number)

    @property
    def debits(self) -> tuple[JournalLineShown, ...]:
        """The lines on the debit side."""
        return tuple(line for line in self.lines if line.amount > 0)

    @property
    def credits(self) -> tuple[JournalLineShown, ...]:
        """The lines on the credit side."""
        return tuple(line for line in self.lines if line.amount < 0)

    @property
    def sums(self) -> tuple[tuple[Decimal, str], ...]:
        """What the debits come to, by currency."""
        found: dict[str, Decimal] = {}
        for line in self.debits:
            found[line.currency] = found.get(line.currency, Decimal(0)) + line.amount
        return tuple((amount, currency) for currency, amount in found.items())


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Some entries, newest first. `after` is the place to go on from, None at the end.

    `looked_back_to`: the day of the oldest entry that was looked at, where that was not the last
    of the journal and the page is not full; None otherwise.
    """

    rows: tuple[JournalRow, ...]
    after: EntryPlace | None
    looked_back_to: dt.date | None = None


def journal_page(
    business_id: int,
    wanted: JournalFilter,
    *,
    after: EntryPlace | None = None,
    limit: int = ENTRIES_A_PAGE,
    scanned: int = SCANNED_MAX,
) -> JournalPage:
    """The next `limit` entries that fit, older than the place `after`; two queries.

    Where entries are looked at one by one, at most `scanned` of them are. Call in the firm's
    scope.
    """
    reach = scanned if wanted.is_scan else limit + 1
    answered = _answered(business_id, wanted, after, limit + 1, reach)
    looked_at, back_to, number = answered[0][:3]
    found = [row[3:] for row in answered if row[3] is not None]
    shown = found[:limit]
    rows = tuple(_rows(shown))
    if len(found) > limit:
        return JournalPage(rows, rows[-1].place)
    if looked_at == reach and wanted.is_scan:
        return JournalPage(rows, EntryPlace(back_to, number), back_to)
    return JournalPage(rows, None)


def _answered(
    business_id: int, wanted: JournalFilter, after: EntryPlace | None, limit: int, reach: int
) -> list[Any]:
    place = after or EntryPlace(dt.date.max, 0)
    end = min(wanted.end or dt.date.max, place.date)
    sql = _PAGE.format(
        scanned=_BY_ACCOUNT if wanted.account_id is not None else _BY_DAY, source=_SOURCE
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            {
                "business": business_id,
                "account": wanted.account_id,
                "start": wanted.start or dt.date.min,
                "end": end,
                "day": place.date,
                "number": place.number,
                "scanned": reach,
                "text": wanted.text.strip().lower(),
                "kind": wanted.kind,
                "source": wanted.source,
                "amount": None if wanted.amount is None else abs(wanted.amount),
                "limit": limit,
            },
        )
        return list(cursor.fetchall())


def _rows(found: Sequence[tuple[Any, ...]]) -> Iterable[JournalRow]:
    """Entries with their lines, which are read together."""
    lines: dict[int, list[JournalLineShown]] = {row[0]: [] for row in found}
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [list(lines)])
        for entry_id, *line in cursor.fetchall():
            lines[entry_id].append(JournalLineShown(*line))
    return [
        JournalRow(pk, number, date, kind, description, source, tuple(lines[pk]))
        for pk, number, date, kind, description, source in found
    ]
