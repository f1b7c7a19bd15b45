"""`batches`, `undo`, `verify`: what was done, taking it back, checking that all holds.

Here: parsing and rendering. Not here: undoing (pipeline/undo.py) or the checks
(pipeline/verify.py).
"""

from typing import Annotated

import typer

from ledgerflow.cli.console import say, table
from ledgerflow.cli.options import BusinessOption, JsonOption, UserOption
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import RuleError

BATCHES_SHOWN = 50
EXIT_BROKEN = 1


def batches(business: BusinessOption = "") -> None:
    """List the newest batches: imports, decisions, undos."""
    database_ready()
    from ledgerflow.audit.models import Batch
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in

    place = desk_open(business).place
    with working_in(place):
        newest = Batch.objects.filter(business_id=place.business_id).order_by("-pk")
        rows = [
            [
                str(b.pk),
                f"{b.created_at:%Y-%m-%d %H:%M}",
                b.get_kind_display(),
                b.title,
                b.created_by.email if b.created_by else "",
                f"undoes {b.undoes_id}" if b.undoes_id else "",
            ]
            for b in newest.select_related("created_by")[:BATCHES_SHOWN]
        ]
    table(["batch", "when (UTC)", "kind", "title", "who", ""], rows, right=("batch",))


def undo(
    batch: Annotated[int, typer.Argument(help="Number of the batch.")],
    business: BusinessOption = "",
    reason: Annotated[str, typer.Option(help="Why; kept in the audit.")] = "",
    user: UserOption = "",
) -> None:
    """Take a batch back: an import, or decisions."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.undo import batch_undo

    desk = desk_open(business, user, writes=True)
    report = batch_undo(desk.place, batch, reason=reason, user_id=desk.user_id)
    say(f"Batch {batch} is undone (batch {report.undo_batch_id}).")
    say(f"  reversed by opposite entries: {report.reversed}")
    say(f"  shown by no statement any more: {report.withdrawn}")
    if report.kept:
        say(f"  {len(report.kept)} were kept because they were decided anew since.")
    for transaction_id, error in report.blocked:
        say(f"  kept, because blocked: transaction {transaction_id}: {error.message}")
    if report.blocked:
        raise RuleError(
            f"{len(report.blocked)} of the batch's entries could not be taken back.",
            code="undo_blocked",
            hint=report.blocked[0][1].hint,
        )


def verify(
    business: BusinessOption = "",
    deep: Annotated[
        bool, typer.Option("--deep", help="Read every original again as well; slow.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Recompute and compare: balances, links, originals. Exit code 1 when something is wrong."""
    database_ready()
    from ledgerflow.cli import verify_view
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import operator_places

    places = [desk_open(business).place] if business else operator_places()
    if not verify_view.places_verify(places, deep=deep, as_json=as_json):
        raise typer.Exit(EXIT_BROKEN)
