"""`merges list`, `merges split`, `merges join`: which lines are one transaction.

Here: parsing and rendering. Not here: what is merged (statements/dedupe.py) or changed
(pipeline/sorting.py).
"""

from typing import Annotated, Any

import typer

from ledgerflow.cli.console import money, one_line, say, say_json, table
from ledgerflow.cli.options import BusinessOption, JsonOption, UserOption
from ledgerflow.cli.setup import database_ready

app = typer.Typer(no_args_is_help=True, help="Lines that several files report: list, split, join.")
ReasonOption = Annotated[str, typer.Option(help="Why; kept with the change.")]


@app.command("list")
def list_merges(
    business: BusinessOption = "",
    unsure: Annotated[
        bool, typer.Option("--unsure", help="Only those that no words speak for.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """List the lines that were taken for a known transaction and why, and what people changed."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.statements.merges import changes, merges

    place = desk_open(business).place
    with working_in(place):
        books = Business.objects.get(pk=place.business_id)
        found = [_merge(match) for match in merges(books, unsure=unsure).iterator(1_000)]
        changed = [_change(change) for change in changes(books)]
    if as_json:
        say_json({"merges": found, "changes": changed})
        return
    _show(found, changed)


def _merge(match: Any) -> dict[str, Any]:
    from ledgerflow.statements.knownlines import UNSURE

    line, same = match.line, match.transaction
    return {
        "line": match.line_id,
        "file": line.statement.file.name,
        "date": line.date.isoformat(),
        "amount": str(line.amount),
        "currency": line.currency,
        "description": line.description,
        "transaction": match.transaction_id,
        "known_as": {"date": same.date.isoformat(), "description": same.description},
        "rule": match.rule,
        "reason": match.reason,
        "unsure": match.rule in UNSURE,
    }


def _change(change: Any) -> dict[str, Any]:
    return {
        "line": change.line_id,
        "kind": change.kind,
        "from": change.from_transaction_id,
        "to": change.to_transaction_id,
        "reason": change.reason,
        "by": change.decided_by.email,
        "at": change.decided_at.isoformat(),
    }


def _show(found: list[dict[str, Any]], changed: list[dict[str, Any]]) -> None:
    from decimal import Decimal

    rows = [
        [
            str(m["line"]),
            m["file"],
            m["date"],
            money(Decimal(m["amount"]), m["currency"]),
            one_line(m["description"], 28),
            str(m["transaction"]),
            one_line(m["known_as"]["description"], 28),
            m["reason"] + (" ?" if m["unsure"] else ""),
        ]
        for m in found
    ]
    columns = ["line", "file", "date", "amount", "description", "is", "known as", "why"]
    if rows:
        table(columns, rows, right=("line", "amount", "is"))
    say("No line was merged." if not rows else "? no words speak for it: look, and split if wrong.")
    if changed:
        table(
            ["line", "a person said", "from", "to", "why", "who"],
            [[str(c[k]) for k in ("line", "kind", "from", "to", "reason", "by")] for c in changed],
            right=("line", "from", "to"),
        )


@app.command("split")
def split(
    line: Annotated[int, typer.Argument(help="Number of the line, as `merges list` shows it.")],
    reason: ReasonOption = "",
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Say that a line and the rest of its transaction are two; later imports keep to it."""
    database_ready()
    from ledgerflow.cli.desk import desk_of_person
    from ledgerflow.pipeline.sorting import merge_split

    desk = desk_of_person(business, user)
    done = merge_split(desk.place, line, reason=reason, user_id=desk.user_id)
    say(f"These are two now: transactions {done.other_id} and {done.transaction_id}.")
    say(f"`ledgerflow merges join {done.other_id} {done.transaction_id}` takes it back.")


@app.command("join")
def join(
    first: Annotated[int, typer.Argument(help="Number of a transaction.")],
    second: Annotated[int, typer.Argument(help="Number of the other.")],
    reason: ReasonOption = "",
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Say that two transactions are one; the decided one is kept, else the older."""
    database_ready()
    from ledgerflow.cli.desk import desk_of_person
    from ledgerflow.pipeline.sorting import merge_join

    desk = desk_of_person(business, user)
    done = merge_join(desk.place, first, second, reason=reason, user_id=desk.user_id)
    say(f"These are one now: transaction {done.transaction_id}; {done.other_id} counts no more.")
