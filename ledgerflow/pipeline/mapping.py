"""The columns of a table as a person names them: tried at once, then used and remembered.

Here: from choices to a whole reading, its preview, and reading the file with it. Not here: the
readers (statements/tables), remembering (statements/profiles.py), how the page looks (web).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledgerflow.core.errors import ConflictError, InputError, LedgerFlowError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.intake import Upload
from ledgerflow.pipeline.services import statement_submit
from ledgerflow.pipeline.stages import FileRun, business_settle, prove_file, statement_file_process
from ledgerflow.statements.accounts import bank_account_find
from ledgerflow.statements.containment import read_contained
from ledgerflow.statements.glances import TableTop
from ledgerflow.statements.models import StatementFile
from ledgerflow.statements.parsed import ParsedFile, SourceFile
from ledgerflow.statements.profiles import PERSON, profile_import
from ledgerflow.statements.proof import Proof
from ledgerflow.statements.rereading import REREADABLE, statement_file_reread
from ledgerflow.statements.storage import original_load
from ledgerflow.statements.tables.profile import CsvProfile

AS_FOUND, PRINTED, TURNED = "", "printed", "turned"
SIGN_WORDS = (AS_FOUND, PRINTED, TURNED)
TEXTS = ("description", "counterparty", "type")


@dataclass(frozen=True, slots=True)
class Columns:
    """What a person says of a table: a role a column, and how days and amounts are written.

    `header` is the 0-based row of the column names, None for none. `sign`: one of SIGN_WORDS.
    """

    roles: tuple[str, ...]
    header: int | None
    date_order: str
    decimal: str
    sign: str = AS_FOUND


@dataclass(frozen=True, slots=True)
class Preview:
    """What the file says with these columns, and how it proves; `error` where it says nothing."""

    parsed: ParsedFile | None = None
    proofs: tuple[Proof, ...] = ()
    error: LedgerFlowError | None = None


def reading_of(top: TableTop, said: Columns) -> dict[str, Any]:
    """The whole reading in its JSON form. Raises InputError naming what is still to be chosen."""
    for role, word in (("date", "the day"), (None, "the amount")):
        there = role in said.roles if role else bool({"amount", "in", "out"} & {*said.roles})
        if not there:
            raise InputError(
                f"No column is {word} yet.",
                code="mapping_incomplete",
                hint="Choose it above the column that holds it.",
            )
    if ("in" in said.roles) != ("out" in said.roles):
        raise InputError(
            "Money in and money out stand in two columns, and only one of them is chosen.",
            code="mapping_incomplete",
            hint="Choose the other one too, or call the one column Amount.",
        )
    headers = top.rows[said.header] if said.header is not None else ()
    reading = {
        **top.profile,
        "roles": list(said.roles),
        "header_row": said.header,
        "headers": [cell.strip() for cell in headers],
        "date_order": said.date_order,
        "decimal": said.decimal,
        "sign": _sign(said, str(top.profile.get("sign", ""))),
        "newest_first": None,
        "account_id": "",
        "why": {},
        "source": PERSON,
    }
    CsvProfile.from_json(reading)
    return reading


def _sign(said: Columns, found: str) -> str:
    """The convention that the roles allow: the one found where it fits and nothing is said."""
    if "in" in said.roles:
        fits = found if found.startswith("columns") else "columns"
        return {PRINTED: "columns", TURNED: "columns_swapped"}.get(said.sign, fits)
    if said.sign == TURNED:
        return "inverted"
    if "flag" in said.roles:
        return found if found.startswith("flag") else "flag"
    if said.sign == PRINTED:
        return "as_printed"
    return found if found in ("as_printed", "inverted", "marks") else "as_printed"


def mapping_preview(file: StatementFile, data: bytes, reading: Mapping[str, Any]) -> Preview:
    """Read the file with this reading in a child process; nothing is written."""
    try:
        parsed = read_contained(SourceFile(file.name, data, _given(reading)))
    except LedgerFlowError as error:
        return Preview(error=error)
    return Preview(parsed, prove_file(parsed))


def mapping_apply(
    place: Place, file_id: int, reading: Mapping[str, Any], *, account: str, user_id: int | None
) -> FileRun:
    """Read the file with this reading, publish it, and remember the reading for its account.

    It is remembered once the file is published. A file whose import was undone comes in anew.
    Raises AccessError, ConflictError (it is published, or in work) and InputError.
    """
    given = _given(reading)
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        bank_account = bank_account_find(business=business, name=account)
        file = StatementFile.objects.filter(business=business, pk=file_id).first()
    if file is not None and file.state == StatementFile.State.WITHDRAWN:
        data = original_load(file.firm_id, file.stored_as, file.sha256)
        upload = Upload(file.name, data)
        file_id = statement_submit(
            place, upload, account=str(bank_account.pk), profile=given, user_id=user_id
        )
    else:
        with working_in(place, user_id):
            statement_file_reread(
                business_id=place.business_id,
                file_id=file_id,
                bank_account=bank_account,
                profile=given,
            )
    run = statement_file_process(place, file_id, user_id)
    if run.state == StatementFile.State.PUBLISHED:
        with working_in(place, user_id):
            profile_import(bank_account=bank_account, data=given)
    business_settle(place, user_id)
    return run


def require_mappable(file: StatementFile) -> None:
    """ConflictError where another reading would change what is in the books' waiting room."""
    if file.state in (*REREADABLE, StatementFile.State.WITHDRAWN):
        return
    raise ConflictError(
        f"{file.name} is {file.get_state_display().lower()}: its lines are taken in as they were"
        " read.",
        code="not_waiting",
        hint="Undo its import on the file's page; then its columns can be named and it is read"
        " anew.",
    )


def _given(reading: Mapping[str, Any]) -> dict[str, Any]:
    """What every file of the account shows by itself is left to it."""
    return {**reading, "encoding": "", "delimiter": "", "currency": ""}


def open_questions_of(outcome: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The readings that a file leaves open, as its outcome keeps them; () where it is certain."""
    candidates: Sequence[Mapping[str, Any]] = outcome.get("reading", {}).get("candidates", ())
    return candidates
