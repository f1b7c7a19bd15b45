"""A file that waits is read again: of another account, or with a reading that a person gave.

Here: the two writes, each with its event or none, in a firm's scope. Not here: reading it again
(pipeline/rereading.py), a password (unlocking.py), repairs and overrides (services.py).
"""

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import AccessError, ConflictError
from ledgerflow.statements.models import BankAccount, StatementFile

REREADABLE = (
    StatementFile.State.NEEDS_ACCOUNT,
    StatementFile.State.NOT_PROVED,
    StatementFile.State.FAILED,
)
STAGE = "stage"
"""Where the outcome names the stage that a job is in; of a file that is done it is not there."""


@transaction.atomic
def statement_file_reread(
    *,
    business_id: int,
    file_id: int,
    bank_account: BankAccount | None = None,
    profile: Mapping[str, Any] | None = None,
) -> StatementFile:
    """The file is as if just received, of this account and with this table reading.

    Accepted repairs are forgotten where the reading changes: they were of other lines. Raises
    AccessError for an unknown file, ConflictError where it does not wait.
    """
    files = StatementFile.objects.select_for_update().filter(business_id=business_id)
    file = files.filter(pk=file_id).first()
    if file is None:
        raise AccessError(
            "There is no such statement file in these books.",
            code="unknown_file",
            hint="Choose one from the list of statements.",
        )
    if file.state not in REREADABLE:
        raise ConflictError(
            f"{file.name} is {file.get_state_display().lower()}; it does not wait to be read.",
            code="not_waiting",
            hint="See the file's page. To read a published file anew, undo its import first.",
        )
    kept = {"profile": file.outcome["profile"]} if "profile" in file.outcome else {}
    if bank_account is not None and bank_account.pk != file.bank_account_id:
        file.bank_account, kept = bank_account, {}
    if profile is not None:
        kept, file.repairs = {"profile": dict(profile)}, []
    file.outcome = kept
    file.state = StatementFile.State.RECEIVED
    file.save(update_fields=["state", "outcome", "repairs", "bank_account"])
    event_record(
        firm_id=file.firm_id,
        business_id=file.business_id,
        action="statement_reread",
        subject="statement_file",
        subject_id=file.pk,
        batch_id=file.batch_id,
        detail={"bank_account": file.bank_account_id, "reading": profile is not None},
    )
    return file


def statement_file_stage(*, file_id: int, stage: str) -> None:
    """Tell whoever looks at the file which stage its job is in; "": none any more."""
    shown = (StatementFile.State.RECEIVED, StatementFile.State.PUBLISHED)
    with connection.cursor() as cursor:
        cursor.execute(
            'UPDATE "statements_statementfile" SET outcome = (outcome - %s) || %s::jsonb'
            " WHERE id = %s AND state = ANY(%s)",
            [STAGE, json.dumps({STAGE: stage} if stage else {}), file_id, [str(s) for s in shown]],
        )
