"""Taking a file in parts: announced, sent part by part, gone on with after a lost connection.

Here: the writes of UploadSession, in a firm's scope. Not here: the bytes on disk (uploadparts.py),
making a StatementFile of a whole file (pipeline/uploads.py).

A file is told by its sender's fingerprint: its SHA-256, or (where a browser may not compute that)
`weak:` with name, size and time. So the same file, dropped again, goes on where it stopped.
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import (
    AccessError,
    ConflictError,
    FileTooLarge,
    InputError,
    LedgerFlowError,
    LimitError,
)
from ledgerflow.firms.models import Business
from ledgerflow.statements.services import clean_name, refuse_duplicate
from ledgerflow.statements.upload_models import UploadSession
from ledgerflow.statements.uploadparts import part_remove, part_size, part_write, parts_untouched

UPLOAD_BYTES_MAX = 25_000_000
"""The most that a file handed in through the pages has; larger tables go in by command line."""
PART_BYTES_MAX = 4 << 20
OPEN_MAX = 400
"""So many files of one business may be on their way at once: two people's full drops."""
GIVEN_UP = dt.timedelta(minutes=2)
"""So long untouched, another person may go on with the same file."""
KEPT = dt.timedelta(hours=24)

_SHA256 = re.compile(r"[0-9a-f]{64}")
_WEAK = re.compile(r"weak:[0-9A-Za-z:._-]{1,59}")


@dataclass(frozen=True, slots=True)
class Announced:
    """What a sender says before the first byte; `account` as `statement_submit` takes it."""

    name: str
    size: int
    fingerprint: str
    account: str = ""


def is_sha256(fingerprint: str) -> bool:
    """True where the fingerprint binds the bytes."""
    return _SHA256.fullmatch(fingerprint) is not None


def refuse_size(name: str, size: int) -> None:
    """FileTooLarge or InputError for a size that no statement has."""
    if size <= 0:
        raise InputError(
            f"{name}: the file is empty.",
            code="empty_file",
            hint="Download the statement again; nothing was sent.",
        )
    if size > UPLOAD_BYTES_MAX:
        raise FileTooLarge(
            f"{name}: {size:,} bytes; at most {UPLOAD_BYTES_MAX:,} (25 MB) are taken here.",
            hint="Export a shorter period from the bank and drop the parts.",
            extra={"limit": UPLOAD_BYTES_MAX},
        )


@transaction.atomic
def upload_open(*, business: Business, announced: Announced, user_id: int) -> UploadSession:
    """Begin an upload, or find the one of the same file; `received_bytes` is where to go on.

    Raises FileTooLarge, InputError, DuplicateFile (the business has these bytes), ConflictError
    (somebody else sends the file right now), LimitError (too many at once).
    """
    name = clean_name(announced.name)
    refuse_size(name, announced.size)
    if not (is_sha256(announced.fingerprint) or _WEAK.fullmatch(announced.fingerprint)):
        raise InputError(
            f"{name}: the upload names no fingerprint.",
            code="upload_fingerprint",
            hint="Reload the page and drop the file again.",
        )
    if is_sha256(announced.fingerprint):
        refuse_duplicate(business=business, sha256=announced.fingerprint, name=name)
    known = (
        UploadSession.objects.select_for_update()
        .filter(business=business, fingerprint=announced.fingerprint, state="open")
        .first()
    )
    if known is not None:
        return _gone_on_with(known, announced, user_id)
    if UploadSession.objects.filter(business=business, state="open").count() >= OPEN_MAX:
        raise LimitError(
            f"{OPEN_MAX} files are on their way already.",
            code="uploads_open",
            hint="Wait until some have arrived, then drop the rest.",
        )
    with kind_errors(where=name):
        return UploadSession.objects.create(
            firm_id=business.firm_id,
            business=business,
            name=name,
            size_bytes=announced.size,
            fingerprint=announced.fingerprint,
            account=announced.account[:120],
            started_by_id=user_id,
        )


def _gone_on_with(known: UploadSession, announced: Announced, user_id: int) -> UploadSession:
    """The session as it goes on: what the disk really holds, under the newest name and wish."""
    now = timezone.now()
    if known.started_by_id != user_id and now - known.touched_at < GIVEN_UP:
        raise ConflictError(
            f"{known.name}: somebody else is sending the same file right now.",
            code="upload_elsewhere",
            hint="Wait until it has arrived; it then stands in the list.",
        )
    there = part_size(known.firm_id, known.stored_as)
    same = known.size_bytes == announced.size
    known.received_bytes = min(known.received_bytes, there) if same else 0
    known.size_bytes = announced.size
    known.name = clean_name(announced.name)
    known.account = announced.account[:120]
    known.started_by_id = user_id
    known.touched_at = now
    known.save()
    return known


def upload_of(
    *, business_id: int, upload_id: int, user_id: int, lock: bool = False
) -> UploadSession:
    """A person's own upload; one of somebody else is not there: AccessError."""
    rows = UploadSession.objects.select_for_update() if lock else UploadSession.objects.all()
    found = rows.filter(business_id=business_id, pk=upload_id, started_by_id=user_id).first()
    if found is None:
        raise AccessError(
            "There is no such upload, or it was given up.",
            code="unknown_upload",
            hint="Drop the file again; what has arrived of it is kept for a day.",
        )
    return found


@transaction.atomic
def upload_take(
    *, business_id: int, upload_id: int, user_id: int, offset: int, data: bytes
) -> UploadSession:
    """Put the next part where it belongs.

    Raises ConflictError `upload_offset` where the part does not begin at what is there: its
    `extra["received"]` says where to go on.
    """
    session = upload_of(business_id=business_id, upload_id=upload_id, user_id=user_id, lock=True)
    _require_open(session)
    if offset != session.received_bytes:
        raise ConflictError(
            f"{session.name}: {session.received_bytes:,} bytes are there, the part begins at"
            f" {offset:,}.",
            code="upload_offset",
            hint="Go on with the byte that is missing.",
            extra={"received": session.received_bytes},
        )
    if not data or len(data) > PART_BYTES_MAX or offset + len(data) > session.size_bytes:
        raise InputError(
            f"{session.name}: a part of {len(data):,} bytes does not fit a file of"
            f" {session.size_bytes:,}.",
            code="upload_part",
            hint="The file changed meanwhile: drop it again.",
        )
    part_write(session.firm_id, session.stored_as, offset, data)
    session.received_bytes = offset + len(data)
    session.touched_at = timezone.now()
    session.save(update_fields=["received_bytes", "touched_at"])
    return session


def _require_open(session: UploadSession) -> None:
    if session.state != UploadSession.State.OPEN:
        raise ConflictError(
            f"{session.name} is {session.get_state_display().lower()}. {session.refusal}".strip(),
            code="upload_ended",
            hint="See the list of files; drop the file again if it is not there.",
            extra={"file": session.file_id},
        )


def require_whole(session: UploadSession) -> None:
    """ConflictError where bytes are missing, or the upload has ended."""
    _require_open(session)
    if session.received_bytes != session.size_bytes:
        raise ConflictError(
            f"{session.name}: {session.received_bytes:,} of {session.size_bytes:,} bytes are"
            " there.",
            code="upload_incomplete",
            hint="Go on with the byte that is missing.",
            extra={"received": session.received_bytes},
        )


def upload_end(*, session: UploadSession, file_id: int | None, refusal: str = "") -> None:
    """The file became a StatementFile, or was refused as a whole; its part goes with the commit."""
    state = UploadSession.State
    session.state = state.REFUSED if file_id is None else state.DONE
    session.file_id = file_id
    session.refusal = refusal[:500]
    session.touched_at = timezone.now()
    session.save(update_fields=["state", "file", "refusal", "touched_at"])
    firm_id, stored_as = session.firm_id, session.stored_as
    transaction.on_commit(lambda: part_remove(firm_id, stored_as))


def uploads_forget(*, before: dt.datetime) -> int:
    """Forget the firm's uploads that nobody touched since; how many. Their parts go as well."""
    stale = UploadSession.objects.filter(touched_at__lt=before)
    parts = list(stale.values_list("firm_id", "stored_as"))
    stale.delete()
    for firm_id, stored_as in parts:
        part_remove(firm_id, stored_as)
    return len(parts)


def parts_sweep(*, before: dt.datetime) -> int:
    """Remove parts that no living upload can still need; how many. For all firms."""
    left = list(parts_untouched(before.timestamp()))
    for firm_id, stored_as in left:
        part_remove(firm_id, stored_as)
    return len(left)


def as_answer(session: UploadSession) -> dict[str, object]:
    """What a sender is told: where to go on, and what became of the file."""
    return {
        "id": session.pk,
        "received": session.received_bytes,
        "size": session.size_bytes,
        "state": session.state,
        "file": session.file_id,
    }


def refusal_words(error: LedgerFlowError) -> str:
    """Why a file was refused, as the session keeps it."""
    return f"{error.message} {error.hint}".strip()
