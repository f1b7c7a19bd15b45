"""Where a file of a watched inbox belongs after its import, and what its note says.

Here: from the import's answer to a place and a name. Not here: moving it (shelves.py). Call in the
firm of the business.
"""

from dataclasses import dataclass

from ledgerflow.core.errors import DuplicateFile, LedgerFlowError
from ledgerflow.pipeline.archivenames import archive_name
from ledgerflow.pipeline.stages import FileRun
from ledgerflow.statements.models import Statement, StatementFile
from ledgerflow.statements.services import clean_name

ARCHIVE = "archive"
DUPLICATES = "archive/duplicates"
WAITING = "waiting"
FAILED = "failed"
INBOX = "inbox"

ANSWERABLE = frozenset(
    {
        "needs_account",
        "unknown_bank_account",
        "proof_failed",
        "date_order_ambiguous",
        "csv_direction_unclear",
        "pdf_password_needed",
        "pdf_password_wrong",
    }
)
"""Faults of a file that a person can answer, without another file from the bank."""

_THEN = {
    WAITING: "Once it is imported, the next look at the inbox moves this file to the archive.",
    FAILED: "To try this file again, move it back into the inbox.",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A place and the name there; `error` is why it is neither archive nor duplicate.

    `same_name`: the file known by these bytes came under this very name.
    """

    place: str
    name: str
    error: LedgerFlowError | None = None
    same_name: bool = False

    def note(self) -> str:
        """What lies beside the file: what, where and why, and what to do."""
        if self.error is None:
            return ""
        parts = [
            f"{self.name} is not in the books.",
            f"Why: {self.error.message} ({self.error.code})",
            f"What to do: {self.error.hint or 'Download the file again.'}",
            _THEN.get(self.place, ""),
        ]
        return "\n\n".join(filter(None, parts)) + "\n"


def place_of(answer: FileRun | LedgerFlowError, name: str) -> Placed:
    """The place of a file that was handed in under this name."""
    if isinstance(answer, DuplicateFile):
        return _place_of_known(answer, name)
    if isinstance(answer, FileRun) and answer.error is None:
        return Placed(ARCHIVE, archived_as(answer.file_id, name))
    error = answer.error if isinstance(answer, FileRun) else answer
    return Placed(_place_of_error(error), name, error)


def archived_as(file_id: int, name: str) -> str:
    """The archive's name for a published file."""
    statements = list(Statement.objects.filter(file=file_id).select_related("bank_account"))
    accounts = {(s.bank_account.name, s.bank_account.number_last4) for s in statements}
    last_day = max((s.end for s in statements if s.end), default=None)
    return archive_name(last_day, sorted(accounts), name)


def _place_of_error(error: LedgerFlowError | None) -> str:
    if error is not None and error.status >= 500:
        return INBOX  # not the file's fault: it is tried again
    return WAITING if error is not None and error.code in ANSWERABLE else FAILED


def _place_of_known(error: DuplicateFile, name: str) -> Placed:
    """These bytes are there already: published, or stopped at an earlier look."""
    file = StatementFile.objects.get(pk=error.extra["file"])
    if file.state == StatementFile.State.PUBLISHED:
        return Placed(
            DUPLICATES, archived_as(file.pk, name), same_name=file.name == clean_name(name)
        )
    if file.state == StatementFile.State.RECEIVED:
        return Placed(INBOX, name, error)
    told = file.outcome.get("error", {})
    stopped = LedgerFlowError(
        told.get("message", error.message),
        code=told.get("code", error.code),
        hint=told.get("hint", error.hint),
    )
    failed = file.state == StatementFile.State.FAILED and stopped.code not in ANSWERABLE
    return Placed(FAILED if failed else WAITING, name, stopped)
