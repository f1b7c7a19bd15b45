"""The same file twice: what was imported is known by the SHA-256 of its bytes until it is undone.

Here: asking and recording. Not here: imports (services.py, openings/).
"""

import hashlib
from typing import Any

from django.db import connection

from ledgerflow.audit.models import AuditEvent, Batch
from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import ConflictError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.reversing import entries_standing

EVENT = "journal_import"


def digest_of(data: bytes) -> str:
    """The SHA-256 of a file, in hex."""
    return hashlib.sha256(data).hexdigest()


def refuse_repeated(*, business: Business, name: str, digest: str) -> None:
    """ConflictError where these bytes are in the books, naming the batch.

    Until the transaction ends no other import into this business gets past here.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('ledgerflow journal', %s))",
            [business.pk],
        )
    batches = Batch.objects.filter(business=business, kind=Batch.Kind.JOURNAL)
    events = AuditEvent.objects.filter(
        business=business,
        subject="batch",
        subject_id__in=batches.values("pk"),
        action=EVENT,
        detail__sha256=digest,
    )
    for batch in Batch.objects.filter(pk__in=events.values("batch")).order_by("pk"):
        # An undo may have left entries: then the file is still in the books.
        if entries_standing(batch):
            raise ConflictError(
                f"{name}: the same file was imported in batch {batch.pk}.",
                code="journal_imported",
                hint=f"Nothing to do; `ledgerflow undo {batch.pk}` takes it back.",
            )


def import_record(*, business: Business, batch: Batch, digest: str, **detail: Any) -> None:
    """Record an import, so that the same bytes are known."""
    event_record(
        firm_id=business.firm_id,
        business_id=business.pk,
        action=EVENT,
        subject="batch",
        subject_id=batch.pk,
        batch_id=batch.pk,
        detail={"sha256": digest, **detail},
    )
