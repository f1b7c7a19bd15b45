"""`batches`, `undo`, `verify`: what was done, taking it back, checking that all holds.

Here: parsing and rendering. Not here: undoing (pipeline/undo.py) or the checks
(pipeline/verify.py).
"""

from typing import Annotated

import typer

from ledgerflow.cli.console import table
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
    preview: Annotated[
        bool, typer.Option("--preview", help="Only say what would be taken back and what stays.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Why; kept in the audit.")] = "",
    user: UserOption = "",
) -> None:
    """Take a batch back: an import, decisions, or a journal that was moved in.

    What is blocked stays; undo the same batch again once its month is open.
    """
    database_ready()
    from ledgerflow.cli import undo_view
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.undo import batch_undo, batch_undo_preview

    desk = desk_open(business, user, writes=True)
    if preview:
        undo_view.show(batch_undo_preview(desk.place, batch, user_id=desk.user_id))
        return
    report = batch_undo(desk.place, batch, reason=reason, user_id=desk.user_id)
    undo_view.show(report)
    if report.blocked:
        raise RuleError(
            f"{report.blocked_count:,} of the batch's entries could not be taken back.",
            code="undo_blocked",
            hint=f"{report.blocked[0].hint} Then undo batch {batch} again: it takes the rest.",
        )


def verify(
    business: BusinessOption = "",
    deep: Annotated[
        bool, typer.Option("--deep", help="Read every original again as well; slow.")
    ] = False,
    expect: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HASH", help="A seal's hash noted earlier: it must be there. May be repeated."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Recompute and compare: balances, links, originals, seals. Exit code 1 for what is wrong."""
    database_ready()
    from ledgerflow.cli import verify_view
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import operator_places

    places = [desk_open(business).place] if business else operator_places()
    if not verify_view.places_verify(places, deep=deep, as_json=as_json, noted=expect or ()):
        raise typer.Exit(EXIT_BROKEN)
