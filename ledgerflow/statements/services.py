"""Writes of statement files: receiving one, stopping it, repairing or overriding its proof.

Here: one short transaction each, in a firm's scope. Not here: publishing and withdrawing
(publishing.py), reading and proving (pure), the order of stages (pipeline/stages.py).
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import event_record
from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import DuplicateFile, FileTooLarge, InputError
from ledgerflow.core.scope import current_user_id
from ledgerflow.firms.models import Business
from ledgerflow.statements.accepting import amendment_of
from ledgerflow.statements.formats import FILE_BYTES_MAX
from ledgerflow.statements.models import BankAccount, StatementFile
from ledgerflow.statements.parsed import ParsedFile
from ledgerflow.statements.storage import original_name, original_store


@transaction.atomic
def statement_file_receive(
    *,
    business: Business,
    batch: Batch,
    name: str,
    data: bytes,
    bank_account: BankAccount | None = None,
    profile: Mapping[str, Any] | None = None,
) -> StatementFile:
    """Store an original. Raises DuplicateFile when the business has these bytes already.

    `profile` is the table reading that it is to be read with now and ever after.
    """
    if len(data) > FILE_BYTES_MAX:
        raise FileTooLarge(
            f"{name}: {len(data):,} bytes; at most {FILE_BYTES_MAX:,}.",
            hint="Export a shorter period.",
        )
    digest = hashlib.sha256(data).hexdigest()
    _one_at_a_time(business, digest)
    refuse_duplicate(business=business, sha256=digest, name=name)
    stored_as = original_name(business.pk, digest)
    original_store(business.firm_id, stored_as, data)
    with kind_errors(where=name):
        return StatementFile.objects.create(
            firm_id=business.firm_id,
            business=business,
            batch=batch,
            name=clean_name(name),
            sha256=digest,
            size_bytes=len(data),
            stored_as=stored_as,
            bank_account=bank_account,
            outcome={"profile": dict(profile)} if profile else {},
            received_by_id=current_user_id(),
        )


def _one_at_a_time(business: Business, digest: str) -> None:
    """Whoever brings the same bytes at the same moment waits, and then finds them there."""
    with connection.cursor() as cursor:
        key = f"statement_file:{business.pk}:{digest}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def clean_name(name: str) -> str:
    """A file's name as data: control characters removed, at most 255 characters."""
    return "".join(c for c in name if c.isprintable())[-255:] or "unnamed"


def refuse_duplicate(*, business: Business, sha256: str, name: str) -> None:
    """DuplicateFile when a file with these bytes is there and not undone."""
    known = (
        StatementFile.objects.filter(business=business, sha256=sha256)
        .exclude(state=StatementFile.State.WITHDRAWN)
        .first()
    )
    if known is not None:
        raise DuplicateFile(
            f"{name}: the same file came on {known.received_at:%Y-%m-%d} as {known.name!r}"
            f" (file {known.pk}, {known.get_state_display().lower()}).",
            hint="Nothing to do; undo its import first if you want to import it again.",
            extra={"file": known.pk},
        )


@transaction.atomic
def statement_file_stop(
    *, file: StatementFile, state: str, parsed: ParsedFile | None, outcome: dict[str, Any]
) -> StatementFile:
    """Record why a file does not go on: not readable, not proved, or of which account."""
    file.state = state
    file.format = parsed.format if parsed else ""
    file.outcome = outcome
    file.save(update_fields=["state", "format", "outcome"])
    event_record(
        firm_id=file.firm_id,
        business_id=file.business_id,
        action=f"statement_{state}",
        subject="statement_file",
        subject_id=file.pk,
        batch_id=file.batch_id,
    )
    return file


@transaction.atomic
def statement_file_override(*, file: StatementFile, reason: str) -> StatementFile:
    """A named person takes an unproved file into the waiting room, with a reason."""
    _refuse_unless_not_proved(file, "override")
    if not reason.strip() or current_user_id() is None:
        raise InputError(
            f"{file.name}: an override needs a person and a reason.",
            code="override_needs_reason",
            hint="Say who you are (--user) and why the file may be used (--reason).",
        )
    file.override_reason = reason.strip()[:500]
    file.override_by_id = current_user_id()
    file.state = StatementFile.State.RECEIVED
    file.save(update_fields=["override_reason", "override_by", "state"])
    event_record(
        firm_id=file.firm_id,
        business_id=file.business_id,
        action="statement_override",
        subject="statement_file",
        subject_id=file.pk,
        batch_id=file.batch_id,
        reason=reason,
    )
    return file


@transaction.atomic
def statement_file_repair(
    *,
    file: StatementFile,
    number: int,
    reason: str,
    date: dt.date | None = None,
    description: str = "",
) -> StatementFile:
    """A named person accepts the proposed repair with this number; the file is read anew.

    Numbers count through all statements of the file, as its outcome lists them. `date` and
    `description` are a missing line's. The original stays as it came.
    """
    _refuse_unless_not_proved(file, "repair")
    person = current_user_id()
    if not reason.strip() or person is None:
        raise InputError(
            f"{file.name}: a repair needs a person and a reason.",
            code="repair_needs_reason",
            hint="Say who you are (--user) and how you know that it is right (--reason).",
        )
    amendment = amendment_of(file.outcome, number, date=date, description=description)
    accepted = {
        **amendment.as_dict(),
        "reason": reason.strip()[:500],
        "by": person,
        "at": timezone.now().isoformat(),
    }
    file.repairs = [*file.repairs, accepted]
    file.state = StatementFile.State.RECEIVED
    file.save(update_fields=["repairs", "state"])
    event_record(
        firm_id=file.firm_id,
        business_id=file.business_id,
        action="statement_repair",
        subject="statement_file",
        subject_id=file.pk,
        batch_id=file.batch_id,
        reason=reason,
        detail={"kind": amendment.kind, "statement": amendment.statement, "row": amendment.row},
    )
    return file


def _refuse_unless_not_proved(file: StatementFile, what: str) -> None:
    if file.state != StatementFile.State.NOT_PROVED:
        raise InputError(
            f"{file.name} is {file.get_state_display().lower()}; there is nothing to {what}.",
            hint=f"Only a file whose proof failed takes {'an' if what == 'override' else 'a'}"
            f" {what}.",
        )
