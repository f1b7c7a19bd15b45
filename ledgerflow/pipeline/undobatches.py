"""The batch that undoes another: one at a time, and opened once.

Here: holding and opening it, in the caller's transaction. Not here: taking things back (undo.py,
deciding.py).
"""

from django.db import connection

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import batch_open


def undo_hold(batch: Batch) -> None:
    """Two undos of one batch come one after the other: hold it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('ledgerflow undo', %s))", [batch.pk]
        )


def undo_open(batch: Batch) -> tuple[Batch, bool]:
    """The batch's undo, and whether it was opened just now."""
    known = Batch.objects.filter(undoes=batch).first()
    if known is not None:
        return known, False
    opened = batch_open(
        firm_id=batch.firm_id,
        business_id=batch.business_id,
        kind=Batch.Kind.UNDO,
        title=f"Undo of {batch.title}",
        undoes=batch,
    )
    return opened, True
