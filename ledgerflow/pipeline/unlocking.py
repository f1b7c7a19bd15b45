"""A person gives the password of an encrypted file that waits for it.

Here: reading it at once, in the caller's own process, so that the password is in no job, no row
and no log. Not here: the stages after that (stages.py).
"""

from django.views.decorators.debug import sensitive_variables

from ledgerflow.core.errors import LedgerFlowError, PasswordNeeded
from ledgerflow.firms.access import Place, working_in
from ledgerflow.pipeline.stages import FileRun, business_settle, statement_file_process
from ledgerflow.statements.containment import read_contained
from ledgerflow.statements.models import StatementFile
from ledgerflow.statements.parsed import SourceFile
from ledgerflow.statements.passwords import Passwords
from ledgerflow.statements.profiles import profile_of_file
from ledgerflow.statements.storage import original_load
from ledgerflow.statements.unlocking import require_locked, statement_file_unlock


@sensitive_variables("passwords", "source")
def statement_unlock(
    place: Place, file_id: int, passwords: Passwords, *, user_id: int | None
) -> FileRun:
    """Open a waiting file and bring it as far as it goes, then settle its business.

    Raises PasswordNeeded where no password opens it (it waits on, nothing is written),
    ConflictError where it waits for none.
    """
    with working_in(place, user_id):
        found = StatementFile.objects.filter(business_id=place.business_id, pk=file_id)
        file = require_locked(found.first())
        profile = profile_of_file(file)
    source = SourceFile(
        file.name, original_load(file.firm_id, file.stored_as, file.sha256), profile
    )
    parsed = failure = None
    try:
        parsed = passwords.opened(source, read_contained, _locked(file))
    except PasswordNeeded:
        raise
    except LedgerFlowError as error:
        failure = error
    with working_in(place, user_id):
        statement_file_unlock(file_id=file_id)
    run = statement_file_process(place, file_id, user_id, parsed=parsed, failure=failure)
    business_settle(place, user_id)
    return run


def _locked(file: StatementFile) -> PasswordNeeded:
    return PasswordNeeded(
        f"{file.name}: the file is encrypted and needs its password.",
        code="pdf_password_needed",
        hint="It is used once and never stored.",
    )
