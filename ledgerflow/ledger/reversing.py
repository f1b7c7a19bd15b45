"""Reversing all entries of a batch at once: 100,000 of them take seconds.

Here: which of them can be reversed, asked as one set, and their opposite entries, posted as many
entries are (posting/many.py), so that every rule runs. Not here: one entry (services.py), or what
a batch is to a person (pipeline/undo.py).

An entry is reversed on its own day; its lines keep their accounts, order and notes.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection, transaction

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import event_record
from ledgerflow.firms.models import Business
from ledgerflow.ledger.content import head_row, line_row
from ledgerflow.ledger.drafts import DESCRIPTION_MAX
from ledgerflow.ledger.models import Account, JournalEntry, Period
from ledgerflow.ledger.posting.many import staged_post
from ledgerflow.ledger.posting.stage import Staged, chunks_of

CHUNK = 20_000
NUMBERS_SHOWN = 20

CLOSING, REVERSAL = JournalEntry.Kind.CLOSING.value, JournalEntry.Kind.REVERSAL.value

# What becomes of each entry of the batch. `taken`: an earlier run of the same undo reversed it;
# `kept`: somebody reversed it otherwise, or it is a reversal itself; `locked`: its month is;
# `shut`: an account of it takes no entries any more. Whether an entry is reversed is looked up one
# by one, in an index: a join of both sets takes minutes where statistics are old, as they are right
# after a large import or a preview.
FATES = """
WITH of_batch AS (
    SELECT e.id, e.number, e.date - (extract(day FROM e.date)::integer - 1) AS month,
           CASE WHEN e.reversed_in = %(undo)s THEN 'taken'
                WHEN e.reversed_in IS NOT NULL OR e.reverses_id IS NOT NULL THEN 'kept'
                WHEN e.date - (extract(day FROM e.date)::integer - 1) = ANY (%(locked)s::date[])
                THEN 'locked'
                WHEN cardinality(%(shut)s::bigint[]) > 0 AND EXISTS (
                    SELECT FROM "ledger_journalline" l
                     WHERE l.entry_id = e.id AND l.account_id = ANY (%(shut)s::bigint[]))
                THEN 'shut' ELSE 'standing' END AS fate
      FROM (SELECT id, number, date, reverses_id,
                   (SELECT coalesce(r.batch_id, 0) FROM "ledger_journalentry" r
                     WHERE r.firm_id = %(firm)s AND r.reverses_id = o.id) AS reversed_in
              FROM "ledger_journalentry" o
             WHERE firm_id = %(firm)s AND business_id = %(business)s AND batch_id = %(batch)s) e
)"""
COUNTS = (
    FATES
    + """
SELECT fate, CASE WHEN fate = 'locked' THEN month END, count(*),
       (array_agg(number ORDER BY number))[1:%(shown)s]
  FROM of_batch GROUP BY 1, 2 ORDER BY 1, 2"""
)

ENTRIES = (
    FATES
    + """
SELECT e.id, e.number, e.date, e.kind FROM of_batch JOIN "ledger_journalentry" e USING (id)
 WHERE fate = 'standing' AND id > %(after)s ORDER BY id LIMIT %(limit)s"""
)
LINES = """
SELECT entry_id, account_id, -amount, currency, note FROM "ledger_journalline"
 WHERE entry_id = ANY (%s) ORDER BY entry_id, position"""


@dataclass(frozen=True, slots=True)
class Blocked:
    """Entries that cannot be reversed now, with the month that is locked (None: an account is
    closed) and the first few numbers.
    """

    month: dt.date | None
    count: int
    numbers: tuple[int, ...]


@dataclass(slots=True)
class BatchReversal:
    """What became of a batch's entries. `taken`: reversed by an earlier run; `kept`: changed by
    somebody since, with the first few numbers.
    """

    reversed: int = 0
    taken: int = 0
    kept: int = 0
    kept_numbers: tuple[int, ...] = ()
    blocked: list[Blocked] = field(default_factory=list)

    @property
    def blocked_count(self) -> int:
        """How many entries are blocked in all."""
        return sum(one.count for one in self.blocked)


@transaction.atomic
def entries_reverse(*, business: Business, batch: Batch, undo: Batch, reason: str) -> BatchReversal:
    """Reverse the entries of a batch that still stand, in an undo batch; say what did not go.

    Call again with the same `undo` once months are open: it takes the rest. Months are held until
    the transaction ends, so what is counted as locked cannot change meanwhile.
    """
    values = _values(business, batch, undo)
    done = _fates(values)
    chunks = chunks_of(_opposites(values, reason), CHUNK)
    done.reversed = staged_post(business=business, chunks=chunks, batch=undo).count
    if done.reversed:
        event_record(
            firm_id=business.firm_id,
            business_id=business.pk,
            action="entries_reverse",
            subject="batch",
            subject_id=batch.pk,
            batch_id=undo.pk,
            reason=reason,
            detail={"entries": done.reversed},
        )
    return done


@transaction.atomic
def entries_reversible(*, business: Business, batch: Batch, undo: Batch) -> BatchReversal:
    """What `entries_reverse` would answer now; posts nothing."""
    return _fates(_values(business, batch, undo))


def entries_standing(batch: Batch) -> int:
    """How many entries of a batch nobody has reversed yet. Call in the firm's scope."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM "ledger_journalentry" e
                WHERE e.firm_id = %(firm)s AND e.batch_id = %(batch)s AND (
                      SELECT r.id FROM "ledger_journalentry" r
                       WHERE r.firm_id = %(firm)s AND r.reverses_id = e.id) IS NULL""",
            {"firm": batch.firm_id, "batch": batch.pk},
        )
        return int(cursor.fetchone()[0])


def _values(business: Business, batch: Batch, undo: Batch) -> dict[str, Any]:
    # FOR SHARE, as posting takes them: a lock that comes now waits for the end of this undo.
    periods = Period.objects.raw(
        """SELECT * FROM "ledger_period" WHERE business_id = %(business)s AND start IN (
               SELECT DISTINCT date - (extract(day FROM date)::integer - 1)
                 FROM "ledger_journalentry" WHERE firm_id = %(firm)s AND batch_id = %(batch)s)
            ORDER BY start FOR SHARE""",
        {"business": business.pk, "firm": business.firm_id, "batch": batch.pk},
    )
    of_business = Account.objects.filter(business=business)
    shut = of_business.filter(is_active=False) | of_business.filter(is_heading=True)
    return {
        "firm": business.firm_id,
        "business": business.pk,
        "batch": batch.pk,
        "undo": undo.pk,
        "locked": [period.start for period in periods if period.is_locked],
        "shut": list(shut.values_list("pk", flat=True)),
        "shown": NUMBERS_SHOWN,
        "limit": CHUNK,
    }


def _fates(values: dict[str, Any]) -> BatchReversal:
    done = BatchReversal()
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, values)
        for fate, month, count, numbers in cursor.fetchall():
            if fate == "taken":
                done.taken = count
            elif fate == "kept":
                done.kept, done.kept_numbers = count, tuple(numbers)
            elif fate == "standing":
                done.reversed = count
            else:
                done.blocked.append(Blocked(month, count, tuple(numbers)))
    return done


def _opposites(values: dict[str, Any], reason: str) -> Iterator[Staged]:
    """The opposite of each standing entry, read a chunk at a time."""
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(ENTRIES, {**values, "after": after})
            entries = cursor.fetchall()
            if not entries:
                return
            after = entries[-1][0]
            cursor.execute(LINES, [[entry[0] for entry in entries]])
            lines = groupby(cursor.fetchall(), key=itemgetter(0))
        for (pk, number, date, kind), (_, own) in zip(entries, lines, strict=True):
            words = f"Reversal of {number}: {reason}"[:DESCRIPTION_MAX]
            head = head_row(date, CLOSING if kind == CLOSING else REVERSAL, pk, words)
            rows = [line_row(position, *line[1:]) for position, line in enumerate(own, 1)]
            yield head, "\n".join(rows), ""
