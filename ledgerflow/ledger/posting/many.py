"""Posting many entries: chunk after chunk inside one transaction, all or nothing.

Here: one call of a database function a chunk, and naming the entry that is refused. Not here: the
columns (stage.py), or the rules, which the function asks once over a whole chunk
(migrations/sql/entries_post.sql). One entry alone: one.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import DatabaseError, connection, transaction

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import event_record
from ledgerflow.core.constraints import constraint_of, error_of
from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.drafts import EntryDraft
from ledgerflow.ledger.posting.ahead import made_ahead
from ledgerflow.ledger.posting.one import scope_user
from ledgerflow.ledger.posting.prepared import Prepared
from ledgerflow.ledger.posting.stage import Chunk, Staged, chunk_of, chunks_of, staged_of

_TEXT, _BYTES = False, True
POST = Prepared(
    b"lf_entries_post",
    "SELECT posted, coalesce(first_number, 0), coalesce(last_number, 0) FROM lf_entries_post("
    "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
    (*(_TEXT,) * 10, _BYTES, *(_TEXT,) * 7),
)
SAME_KEY = "journalentry_idempotency_key"

MANY = 10_000
"""From so many entries on the planner's statistics are renewed at once."""

Place = tuple[bytes | None, ...]
"""Firm, user, business and batch, as the function takes them."""
Counted = tuple[int, ...]
"""Entries posted, their lowest and highest number; 0 where nothing was new."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What a call posted: how many entries, their lowest and highest number, and how many were
    posted before under the same keys. Numbers are 0 where nothing was new.
    """

    count: int = 0
    first_number: int = 0
    last_number: int = 0
    repeated: int = 0

    def with_more(self, count: int, first: int, last: int, *, entries: int) -> "Posted":
        """This and another chunk of so many entries."""
        return replace(
            self,
            count=self.count + count,
            first_number=self.first_number or first,
            last_number=last or self.last_number,
            repeated=self.repeated + entries - count,
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


def staged_post(*, business: Business, chunks: Iterable[Chunk], batch: Batch | None) -> Posted:
    """Post chunks in one transaction; entries of a batch leave the person to the batch."""
    user = scope_user(business) if batch is None else None
    ids = (business.firm_id, user, business.pk, batch.pk if batch else None)
    place = tuple(None if one is None else b"%d" % one for one in ids)
    try:
        with transaction.atomic():
            posted = _chunks_post(place, chunks)
            if batch is not None:
                _posting_record(business, batch, posted)
            return posted
    except _RefusedError as refused:
        raise _first_refusal(place, refused) from refused.__cause__


class _RefusedError(Exception):
    """The database refused a chunk; all that was posted before it is taken back first."""

    def __init__(self, chunk: Chunk, meaning: LedgerFlowError) -> None:
        self.chunk, self.meaning = chunk, meaning


def _chunks_post(place: Place, chunks: Iterable[Chunk]) -> Posted:
    posted = Posted()
    for chunk in chunks:
        try:
            posted = posted.with_more(*_posted(place, chunk), entries=len(chunk.staged))
        except DatabaseError as error:
            known = error_of(error)
            if known is None:
                raise
            raise _RefusedError(chunk, known) from error
    if posted.count >= MANY:
        with connection.cursor() as cursor:
            cursor.execute("SELECT lf_journal_analyze(%s)", [posted.count])
    return posted


def _posting_record(business: Business, batch: Batch, posted: Posted) -> None:
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


def _posted(place: Place, chunk: Chunk) -> Counted:
    """Most keys are new: only where one is not, it is looked for which ones are.

    Without keys there is nothing to come back from. A savepoint a chunk would leave megabytes
    with the server until the transaction ends: memory would grow with the entries.
    """
    if not chunk.has_keys:
        return _called(place, chunk, only_new=False)
    try:
        with transaction.atomic():
            return _called(place, chunk, only_new=False)
    except DatabaseError as error:
        if constraint_of(error) != SAME_KEY:
            raise
    return _called(place, chunk, only_new=True)


def _called(place: Place, chunk: Chunk, *, only_new: bool) -> Counted:
    columns = [one if isinstance(one, bytes) else one.encode() for one in chunk.columns]
    row = POST.row([*place, b"t" if only_new else b"f", *columns])
    return tuple(int.from_bytes(value or b"") for value in row)


def _first_refusal(place: Place, refused: _RefusedError) -> LedgerFlowError:
    """The refusal of the first entry that the database does not take: found by halves.

    An entry may be refused for what an earlier chunk posted, which is gone by now: then no entry
    of its chunk is named.
    """
    staged = refused.chunk.staged
    good, bad = 0, len(staged)
    known = _refusal(place, staged)
    if known is None:
        return refused.meaning
    while bad - good > 1:
        middle = (good + bad) // 2
        refusal = _refusal(place, staged[:middle])
        if refusal is None:
            good = middle
        else:
            bad, known = middle, refusal
    date, _, _, description = staged[bad - 1][0].split("\t")
    said = str(known)
    return type(known)(
        f"The entry of {date} ({description[:60]!r}): {said}",
        code=known.code,
        hint=known.hint,
        extra=known.extra,
    )


def _refusal(place: Place, staged: tuple[Staged, ...]) -> LedgerFlowError | None:
    try:
        with transaction.atomic():
            _posted(place, chunk_of(staged))
            # It was a question only: nothing of it stays.
            transaction.set_rollback(True)
    except DatabaseError as error:
        return error_of(error)
    return None
