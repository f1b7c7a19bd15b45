"""`seal`: seal what was posted and recorded, and say the newest seal's hash to note it elsewhere.

Here: parsing and rendering. Not here: sealing (pipeline/sealing.py).
"""

from typing import TYPE_CHECKING, Annotated

import typer

from ledgerflow.cli.console import say, say_json
from ledgerflow.cli.options import BusinessOption, JsonOption
from ledgerflow.cli.setup import database_ready

if TYPE_CHECKING:
    from ledgerflow.pipeline.sealing import FirmSealed


def seal(
    business: BusinessOption = "",
    over: Annotated[
        str,
        typer.Option(
            metavar="REASON",
            help="Seal entries that are not what was posted as they are now; kept in the audit.",
        ),
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Seal every firm's new entries and events now, and print each newest seal's hash.

    A worker does this every minute. Who notes the hash elsewhere can later have it looked for:
    `ledgerflow verify --expect HASH`.
    """
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import firm_ids
    from ledgerflow.pipeline.sealing import firm_seal

    firms = [desk_open(business).place.firm_id] if business else firm_ids()
    answers = [firm_seal(firm_id, over) for firm_id in firms]
    if as_json:
        say_json({"firms": [_as_dict(one) for one in answers]})
    else:
        for one in answers:
            _show(one)
    for one in answers:
        if one.fault is not None:
            raise one.fault


def _show(one: "FirmSealed") -> None:
    made = one.made
    say(f"{one.firm_name}: {made.entries:,} entries and {made.events:,} events sealed.")
    if made.is_busy:
        say("  Writers are at work; the rest is sealed at the next call.")
    if one.newest is not None:
        say(f"  seal {one.newest.sequence} of {one.newest.sealed_at:%Y-%m-%d %H:%M:%S} UTC")
        say(f"  {one.newest.hash}")


def _as_dict(one: "FirmSealed") -> dict[str, object]:
    return {
        "firm": one.firm_name,
        "entries": one.made.entries,
        "events": one.made.events,
        "busy": one.made.is_busy,
        "seal": one.newest.sequence if one.newest else None,
        "hash": one.newest.hash if one.newest else "",
    }
