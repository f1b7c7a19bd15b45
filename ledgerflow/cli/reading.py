"""`identify` and `read`: looking at statement files, without a database and without Django.

Here: the two commands. Not here: how a statement looks on the screen (statement_view.py).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from ledgerflow.cli import statement_view as view
from ledgerflow.cli.console import err, say, say_json
from ledgerflow.cli.faults import show
from ledgerflow.cli.files import file_load
from ledgerflow.cli.options import DateOrderOption, JsonOption, PasswordFileOption, SignOption
from ledgerflow.cli.passwords import passwords_from
from ledgerflow.core.errors import InputError, LedgerFlowError, PasswordNeeded, ProofFailed
from ledgerflow.statements.containment import read_contained
from ledgerflow.statements.formats import identify as identify_bytes
from ledgerflow.statements.outcome import proofs_to_dicts
from ledgerflow.statements.parsed import ParsedFile, SourceFile
from ledgerflow.statements.passwords import Passwords
from ledgerflow.statements.proof import Proof, prove
from ledgerflow.statements.records import file_to_dict
from ledgerflow.statements.tables.profile import SIGNS

ORDERS = ("dmy", "mdy", "ymd")

FilesArgument = Annotated[list[Path], typer.Argument(metavar="FILE…", help="Statement files.")]


def identify(files: FilesArgument) -> None:
    """Say which format each file is."""
    code = 0
    for path in files:
        try:
            found = identify_bytes(file_load(path), path.name)
        except LedgerFlowError as error:
            show(error)
            code = code or error.exit_code
        else:
            say(f"{path}: {found.id} ({found.title})")
    raise typer.Exit(code)


def read(
    files: FilesArgument,
    as_json: JsonOption = False,
    date_order: DateOrderOption = "",
    sign: SignOption = "",
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how the file was understood.")
    ] = False,
    password_file: PasswordFileOption = "",
) -> None:
    """Read statement files and prove them; writes nothing, needs no database."""
    profile = stated_reading(date_order, sign)
    passwords = passwords_from(password_file)
    code, answers = 0, []
    for path in files:
        try:
            parsed = _parsed(SourceFile(path.name, file_load(path), profile), passwords)
        except LedgerFlowError as error:
            show(error)
            answers.append({"name": str(path), "error": error.as_dict()})
            code = code or error.exit_code
            continue
        proofs = [prove(statement, parsed.errors) for statement in parsed.statements]
        answers.append(_as_dict(path, parsed, proofs))
        code = code or exit_code(parsed, proofs)
        if not as_json:
            view.file_show(path.name, parsed, proofs, explain=explain)
    if as_json:
        say_json({"files": answers})
    elif code:
        err().print("Not every statement is proved: see above.")
    raise typer.Exit(code)


def _parsed(source: SourceFile, passwords: Passwords) -> ParsedFile:
    try:
        return read_contained(source)
    except PasswordNeeded as refusal:
        return passwords.opened(source, read_contained, refusal)


def stated_reading(date_order: str, sign: str) -> Mapping[str, Any] | None:
    """The parts of a CSV reading that a person stated. Raises InputError for unknown words."""
    if date_order and date_order not in ORDERS:
        raise InputError(
            f"--date-order {date_order!r}: there is no such order.",
            code="date_order",
            hint="Use dmy (31/12/2025), mdy (12/31/2025) or ymd (2025-12-31).",
        )
    if sign and sign not in SIGNS:
        raise InputError(
            f"--sign {sign!r}: there is no such convention.",
            code="sign",
            hint=f"Use one of {', '.join(SIGNS)}.",
        )
    stated = {"date_order": date_order, "sign": sign}
    return {name: value for name, value in stated.items() if value} or None


def exit_code(parsed: ParsedFile, proofs: list[Proof]) -> int:
    """3 for a failed proof or open faults, 2 for a file without a statement, else 0."""
    if any(proof.verdict == "not_proved" for proof in proofs) or parsed.errors:
        return ProofFailed.exit_code
    return 0 if parsed.statements else InputError.exit_code


def _as_dict(path: Path, parsed: ParsedFile, proofs: list[Proof]) -> dict[str, Any]:
    answer = {"name": str(path), **file_to_dict(parsed)}
    for statement, proof in zip(answer["statements"], proofs_to_dicts(proofs), strict=True):
        statement["proof"] = proof
    return answer
