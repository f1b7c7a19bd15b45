"""`prove`: which statements are proved, why not, and a person's repair or override.

Here: the command. Not here: the proof (statements/proof.py) or the list (statement files).
"""

import datetime as dt
from typing import Annotated, Any

import typer

from ledgerflow.cli.console import money, one_line, say, verdict
from ledgerflow.cli.options import BusinessOption, UserOption
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import AccessError, InputError, ProofFailed


def prove(
    file_ids: Annotated[
        list[int] | None, typer.Argument(metavar="[FILE_ID]…", help="Only these files.")
    ] = None,
    business: BusinessOption = "",
    override: Annotated[
        int | None,
        typer.Option(metavar="FILE_ID", help="Take in a file whose proof failed."),
    ] = None,
    repair: Annotated[
        int | None,
        typer.Option(metavar="NUMBER", help="Accept this proposed repair of the one file named."),
    ] = None,
    date: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="With --repair: a missing line's day.")
    ] = "",
    description: Annotated[
        str, typer.Option(metavar="TEXT", help="With --repair: a missing line's text.")
    ] = "",
    reason: Annotated[
        str, typer.Option(help="Why the file may be used, or how you know; kept.")
    ] = "",
    user: UserOption = "",
) -> None:
    """List statements with their proof; exit code 3 while one is not proved."""
    database_ready()
    from ledgerflow.cli.desk import desk_of_person, desk_open

    if repair is not None:
        file_id = _one_file(file_ids, override)
        told = {"number": repair, "date": _day(date), "description": description, "reason": reason}
        _repair(desk_of_person(business, user), file_id, told)
        return
    if override is not None:
        _override(desk_of_person(business, user), override, reason)
        return
    files = files_of(desk_open(business, user).place, file_ids or [])
    failed = False
    for file in files:
        failed = _file_show(file, details=bool(file_ids)) or failed
    if not files:
        say("There are no statements yet.")
    raise typer.Exit(ProofFailed.exit_code if failed else 0)


def _override(desk: Any, file_id: int, reason: str) -> None:
    from ledgerflow.cli.import_view import file_show
    from ledgerflow.pipeline.services import statement_override

    files_of(desk.place, [file_id])
    run = statement_override(desk.place, file_id, reason=reason, user_id=desk.user_id)
    say(f"{desk.user.email} takes the file in: {reason}")
    file_show(run)
    if run.error is not None:
        raise run.error


def _one_file(file_ids: list[int] | None, override: int | None) -> int:
    if override is not None or len(file_ids or []) != 1:
        raise InputError(
            "A repair is of one file, and no override.",
            code="repair_of_one_file",
            hint="`ledgerflow prove FILE_ID --repair NUMBER --reason TEXT`.",
        )
    return (file_ids or [])[0]


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(
            f"--date {text!r} is no day.", code="bad_date", hint="Write it as 2025-03-31."
        ) from None


def _repair(desk: Any, file_id: int, told: dict[str, Any]) -> None:
    from ledgerflow.cli.import_view import file_show
    from ledgerflow.pipeline.services import statement_repair

    files_of(desk.place, [file_id])
    run = statement_repair(desk.place, file_id, user_id=desk.user_id, **told)
    say(f"{desk.user.email} accepts repair {told['number']}: {told['reason']}")
    file_show(run)
    if run.error is not None:
        raise run.error


def files_of(place: Any, file_ids: list[int]) -> list[Any]:
    """Files that are not undone, with their statements; AccessError for an unknown number."""
    from django.db.models import Prefetch

    from ledgerflow.firms.access import working_in
    from ledgerflow.statements.models import Statement, StatementFile

    with working_in(place):
        files = StatementFile.objects.filter(business_id=place.business_id).exclude(
            state=StatementFile.State.WITHDRAWN
        )
        statements = Statement.objects.order_by("position").select_related("bank_account")
        found = list(
            (files.filter(pk__in=file_ids) if file_ids else files)
            .order_by("pk")
            .prefetch_related(Prefetch("statements", queryset=statements))
        )
    missing = set(file_ids) - {file.pk for file in found}
    if missing:
        raise AccessError(
            f"{place.business_name} has no file {', '.join(map(str, sorted(missing)))}.",
            code="unknown_file",
            hint="`ledgerflow prove` lists the files with their numbers.",
        )
    return found


def _file_show(file: Any, *, details: bool) -> bool:
    """Print one file; True when something about it is not proved."""
    from ledgerflow.cli.import_view import statement_line

    say(f"{file.pk}  {file.name}  ({file.get_state_display().lower()})", "bold")
    statements = list(file.statements.all())
    proofs = [statement.proof for statement in statements]
    for statement in statements:
        say(f"  {statement_line(statement)}")
    for amended, accepted in zip(file.outcome.get("amended", ()), file.repairs, strict=False):
        say(f"  repaired by a person: {one_line(amended, 100)} Reason: {accepted['reason']}")
    if file.override_reason:
        say(f"  taken in by a person: {file.override_reason}")
    if not statements:
        proofs = [s["proof"] for s in file.outcome.get("statements", [])]
        for proof in proofs:
            say(f"  {verdict(proof['verdict'])}: {proof['reason']}")
        error = file.outcome.get("error")
        if error and not proofs:
            say(f"  {error['message']}")
    for proof in proofs if details or not statements else []:
        _proof_details(proof)
    verdicts = {s.verdict for s in statements} | {p["verdict"] for p in proofs if not statements}
    return "not_proved" in verdicts


def _proof_details(proof: dict[str, Any]) -> None:
    for check in proof.get("checks", []):
        say(f"    {'✓' if check['holds'] else '✗'} {check['message']}")
    if proof.get("break_row") is not None:
        say(f"    first break at row {proof['break_row']}, gap {_amount(proof['gap'])}")
    for repair in proof.get("repairs", []):
        say(f"    {repair.get('number', 1)}. proposed repair: {repair['message']}")


def _amount(text: str | None) -> str:
    from decimal import Decimal

    return money(Decimal(text)) if text is not None else "unknown"
