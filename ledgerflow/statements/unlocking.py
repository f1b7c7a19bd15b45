"""A file that waited for its password goes on.

Here: the one write, with its event. Not here: the password, which nothing written ever sees
(passwords.py, pipeline/unlocking.py).
"""

from django.db import transaction

from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import AccessError, ConflictError
from ledgerflow.statements.models import StatementFile


def require_locked(file: StatementFile | None) -> StatementFile:
    """The file; AccessError where there is none, ConflictError where it waits for no password."""
    if file is None:
        raise AccessError(
            "There is no such statement file in these books.",
            code="unknown_file",
            hint="`ledgerflow prove` lists the files with their numbers.",
        )
    if file.state != StatementFile.State.NEEDS_PASSWORD:
        raise ConflictError(
            f"{file.name} is {file.get_state_display().lower()}; it waits for no password.",
            code="no_password_wanted",
            hint="Nothing to do: see the file's page, or `ledgerflow prove`.",
        )
    return file


@transaction.atomic
def statement_file_unlock(*, file_id: int) -> StatementFile:
    """The file has been opened: it is as if just received.

    Raises ConflictError where it is not waiting any more.
    """
    file = require_locked(StatementFile.objects.select_for_update().filter(pk=file_id).first())
    file.state = StatementFile.State.RECEIVED
    file.save(update_fields=["state"])
    event_record(
        firm_id=file.firm_id,
        business_id=file.business_id,
        action="statement_unlock",
        subject="statement_file",
        subject_id=file.pk,
        batch_id=file.batch_id,
    )
    return file
