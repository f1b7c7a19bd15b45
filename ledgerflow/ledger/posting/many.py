"""Posting many entries: streamed through COPY inside one transaction, all or nothing.

Here: the stream into stage tables and from there into the books, and naming the entry that is
refused. Not here: the rows (stage.py), or the rules, which PostgreSQL runs once a chunk.
COPY cannot write into tables with row-level security, hence the stage, which is the session's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import DatabaseError, connection, transaction

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import event_record
from ledgerflow.core.constraints import constraint_of, error_of
from ledgerflow.core.errors import KeyConflict, LedgerFlowError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.drafts import EntryDraft
from ledgerflow.ledger.posting.ahead import made_ahead
from ledgerflow.ledger.posting.one import scope_user
from ledgerflow.ledger.posting.stage import Chunk, Staged, chunk_of, chunks_of, staged_of

STAGE = """
CREATE TEMP TABLE IF NOT EXISTS lf_stage_entry (
    ordinal integer, date date, kind text, reverses_id bigint, description text, key text,
    hash bytea, line_count smallint) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS lf_stage_line (
    ordinal integer, position smallint, account_id bigint, amount numeric, currency text,
    note text) ON COMMIT DELETE ROWS;
TRUNCATE lf_stage_entry, lf_stage_line"""
COPY_ENTRIES = "COPY lf_stage_entry FROM STDIN WITH (NULL '')"
COPY_LINES = "COPY lf_stage_line FROM STDIN WITH (NULL '')"

# The index holds entries with a key only: the query must say so for it to be used.
OTHER_CONTENT = """
SELECT s.key, e.number
  FROM lf_stage_entry s JOIN "ledger_journalentry" e
    ON e.firm_id = %(firm)s AND e.business_id = %(business)s AND e.idempotency_key = s.key
 WHERE s.key <> '' AND e.idempotency_key <> '' AND e.request_hash <> s.hash
 ORDER BY s.ordinal LIMIT 1"""

# One statement, so that every rule sees entries and lines together and runs once. Ids, numbers and
# days are looked up by place in an array, which costs less than joins of the two stages.
INSERT = """
WITH given AS MATERIALIZED (
    SELECT ARRAY(SELECT nextval('ledger_journalentry_id_seq') FROM lf_stage_entry) AS ids,
           ARRAY(SELECT lf_entry_numbers(%(firm)s, %(business)s,
                                         (SELECT count(*) FROM lf_stage_entry))) AS numbers,
           ARRAY(SELECT date FROM lf_stage_entry ORDER BY ordinal) AS days
), entry AS (
    INSERT INTO "ledger_journalentry"
           (id, firm_id, business_id, number, date, kind, description, reverses_id,
            idempotency_key, request_hash, posted_by_id, batch_id, line_count)
    SELECT given.ids[ordinal + 1], %(firm)s, %(business)s, given.numbers[ordinal + 1], date, kind,
           coalesce(description, ''), reverses_id, coalesce(key, ''), hash, %(user)s, %(batch)s,
           line_count
      FROM lf_stage_entry, given{skip}
    RETURNING id, number
), line AS (
    INSERT INTO "ledger_journalline"
           (entry_id, account_id, firm_id, business_id, date, position, amount, currency, note)
    SELECT given.ids[ordinal + 1], account_id, %(firm)s, %(business)s, given.days[ordinal + 1],
           position, amount, currency, coalesce(note, '')
      FROM lf_stage_line, given{only_new}
)
SELECT count(*), min(number), max(number) FROM entry"""
INSERT_ALL = INSERT.format(skip="", only_new="")
INSERT_NEW = INSERT.format(
    skip="""
    ON CONFLICT (firm_id, business_id, idempotency_key) WHERE idempotency_key <> '' DO NOTHING""",
    only_new="""
     WHERE given.ids[ordinal + 1] IN (SELECT id FROM entry)""",
)
SAME_KEY = "journalentry_idempotency_key"

MANY = 10_000
"""From so many entries on the planner's statistics are renewed at once."""

# An id that a writer holds must not come into a range that is sealed meanwhile.
SHARE_SEAL = "SELECT pg_advisory_xact_lock_shared(lf_seal_key(%(firm)s))"


@dataclass(frozen=True, slots=True)
class Posted:
    """What a call posted: how many entries, their lowest and highest number, and how many were
    posted before under the same keys. Numbers are 0 where nothing was new.
    """

    count: int = 0
    first_number: int = 0
    last_number: int = 0
    repeated: int = 0

    def with_more(self, count: int, first: int | None, last: int | None, known: int) -> "Posted":
        """This and another chunk."""
        return replace(
            self,
            count=self.count + count,
            first_number=self.first_number or first or 0,
            last_number=last or self.last_number,
            repeated=self.repeated + known,
        )


def entries_post(
    *, business: Business, drafts: Iterable[EntryDraft], batch: Batch | None = None
) -> Posted:
    """Post any number of drafts in the firm's scope, all or none.

    Memory does not grow with their number. Keys work as in `entry_post`; in a batch an entry may
    have none. Raises what `entry_post` raises, naming the first entry that is refused.
    """
    return staged_post(business=business, chunks=chunks_of(staged_of(drafts)), batch=batch)


def rows_post(*, business: Business, staged: Iterable[Staged], batch: Batch | None) -> Posted:
    """Post rows that a pure reader stages; they are made in a thread beside the database's work."""
    with made_ahead(chunks_of(staged)) as chunks:
        return staged_post(business=business, chunks=chunks, batch=batch)


@transaction.atomic
def staged_post(*, business: Business, chunks: Iterable[Chunk], batch: Batch | None) -> Posted:
    """Post chunks in one transaction; entries of a batch leave the person to the batch."""
    values = {
        "firm": business.firm_id,
        "business": business.pk,
        "user": scope_user(business) if batch is None else None,
        "batch": batch.pk if batch else None,
    }
    posted = Posted()
    with connection.cursor() as cursor:
        cursor.execute(SHARE_SEAL, values)
        for chunk in chunks:
            posted = _chunk_post(cursor, chunk, values, posted)
        if posted.count >= MANY:
            cursor.execute("SELECT lf_journal_analyze()")
    if batch is not None:
        event_record(
            firm_id=business.firm_id,
            business_id=business.pk,
            action="entries_post",
            subject="batch",
            subject_id=batch.pk,
            batch_id=batch.pk,
            detail={
                "entries": posted.count,
                "first_number": posted.first_number,
                "last_number": posted.last_number,
            },
        )
    return posted


def _chunk_post(cursor: Any, chunk: Chunk, values: dict[str, Any], posted: Posted) -> Posted:
    try:
        return posted.with_more(*_insert(cursor, chunk, values))
    except DatabaseError as error:
        known = error_of(error)
        if known is None:
            raise
        raise _first_refusal(cursor, chunk, values, known) from error


def _insert(
    cursor: Any, chunk: Chunk, values: dict[str, Any]
) -> tuple[int, int | None, int | None, int]:
    """Most keys are new: only where one is not, the entries are taken one by one."""
    try:
        with transaction.atomic():
            _stage(cursor, chunk)
            cursor.execute(INSERT_ALL, values)
            return (*cursor.fetchone(), 0)
    except DatabaseError as error:
        if constraint_of(error) != SAME_KEY:
            raise
    with transaction.atomic():
        _stage(cursor, chunk)
        cursor.execute(INSERT_NEW, values)
        count, first, last = cursor.fetchone()
        _refuse_other_content(cursor, values)
        return count, first, last, len(chunk.staged) - count


def _stage(cursor: Any, chunk: Chunk) -> None:
    cursor.execute(STAGE)
    for statement, rows in ((COPY_ENTRIES, chunk.entries), (COPY_LINES, chunk.lines)):
        with cursor.copy(statement) as copy:
            copy.write(rows)


def _refuse_other_content(cursor: Any, values: dict[str, Any]) -> None:
    """Some keys were there already: each must stand for the same content."""
    cursor.execute(OTHER_CONTENT, values)
    row = cursor.fetchone()
    if row is not None:
        key, number = row
        raise KeyConflict(
            f"The key {key!r} was used for entry {number} with other content.",
            hint="Reverse that entry first, or use another key.",
        )


def _first_refusal(
    cursor: Any, chunk: Chunk, values: dict[str, Any], known: LedgerFlowError
) -> LedgerFlowError:
    """The refusal of the first entry that the database does not take: found by halves."""
    good, bad = 0, len(chunk.staged)
    while bad - good > 1:
        middle = (good + bad) // 2
        refusal = _refusal(cursor, chunk.staged[:middle], values)
        if refusal is None:
            good = middle
        else:
            bad, known = middle, refusal
    date, _, _, description = chunk.staged[bad - 1].head.split("\t")
    said = str(known)
    return type(known)(
        f"The entry of {date} ({description[:60]!r}): {said}",
        code=known.code,
        hint=known.hint,
        extra=known.extra,
    )


def _refusal(
    cursor: Any, staged: tuple[Staged, ...], values: dict[str, Any]
) -> LedgerFlowError | None:
    try:
        with transaction.atomic():
            _insert(cursor, chunk_of(staged), values)
            # It was a question only: nothing of it stays.
            transaction.set_rollback(True)
    except DatabaseError as error:
        return error_of(error)
    return None
