"""Entries that came into a month after it was first closed, with the word that opened it again.

Here: one query over the locks and openings that the audit keeps, in a firm's scope. Not here: how
they are shown (reports/changed_after_close.py). The entries that close a fiscal year, and their
reversals, are no change of what was closed: they are left out.
"""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import connection

from ledgerflow.firms.models import Business

ENTRIES_MAX = 2_000

# The opening that let an entry in is the newest one before it; a posting that waited for the
# opening began a moment before it, so the nearest one is taken where none came first.
LATE = """
WITH closed AS (
    SELECT p.id, p.start, (p.start + interval '1 month')::date AS following, min(a.at) AS first_at
      FROM "audit_auditevent" a
      JOIN "ledger_period" p ON p.firm_id = a.firm_id AND p.id = a.subject_id
     WHERE a.firm_id = %(firm)s AND a.subject = 'period' AND a.action = 'period_lock'
       AND p.business_id = %(business)s AND p.start BETWEEN %(start)s AND %(end)s
     GROUP BY p.id, p.start
)
SELECT count(*) OVER (), c.start, c.first_at, e.number, e.date, e.posted_at,
       coalesce(nullif(u.name, ''), u.email, ''), e.description, opened.at,
       coalesce(opened.reason, ''), moved.amounts
  FROM closed c
  JOIN "ledger_journalentry" e
    ON e.firm_id = %(firm)s AND e.business_id = %(business)s AND e.date >= c.start
   AND e.date < c.following AND e.posted_at > c.first_at AND e.kind <> 'closing'
  LEFT JOIN "audit_batch" b ON b.firm_id = e.firm_id AND b.id = e.batch_id
  LEFT JOIN "firms_user" u ON u.id = coalesce(e.posted_by_id, b.created_by_id)
  LEFT JOIN LATERAL (
    SELECT a.at, a.reason FROM "audit_auditevent" a
     WHERE a.firm_id = %(firm)s AND a.subject = 'period' AND a.subject_id = c.id
       AND a.action = 'period_unlock'
     ORDER BY a.at > e.posted_at, abs(extract(epoch FROM e.posted_at - a.at)) LIMIT 1) opened
    ON true
 CROSS JOIN LATERAL (
    SELECT array_agg(ARRAY[s.currency, s.amount::text] ORDER BY s.currency) AS amounts
      FROM (SELECT l.currency, sum(l.amount) FILTER (WHERE l.amount > 0) AS amount
              FROM "ledger_journalline" l WHERE l.entry_id = e.id GROUP BY l.currency) s) moved
 ORDER BY c.start, e.posted_at, e.number
 LIMIT %(limit)s"""


@dataclass(frozen=True, slots=True)
class LateEntry:
    """An entry posted into a month after its first close.

    `amounts`: what it moves, the debits of each currency. `by` is empty where no person is
    named, `opened_at` where the audit names no opening.
    """

    month: dt.date
    closed_at: dt.datetime
    number: int
    date: dt.date
    posted_at: dt.datetime
    by: str
    description: str
    opened_at: dt.datetime | None
    reason: str
    amounts: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class LateEntries:
    """The first of them by month and time of posting; `count` is how many there are in all."""

    entries: tuple[LateEntry, ...]
    count: int


def entries_after_close(
    business: Business, *, start: dt.date, end: dt.date, limit: int = ENTRIES_MAX
) -> LateEntries:
    """Late entries of the months that begin between two days, both included."""
    values: dict[str, int | dt.date] = {
        "firm": business.firm_id,
        "business": business.pk,
        "start": start.replace(day=1),
        "end": end,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(LATE, values)
        rows = cursor.fetchall()
    found = tuple(
        replace(LateEntry(*row[1:]), amounts=tuple((c, Decimal(text)) for c, text in row[-1]))
        for row in rows
    )
    return LateEntries(found, rows[0][0] if rows else 0)
