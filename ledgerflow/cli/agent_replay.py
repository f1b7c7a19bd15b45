"""`agents replay`: a run once more from its record, and whether it comes to the same.

Here: parsing and rendering. Not here: repeating and comparing (pipeline/lookups/replaying.py).
"""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledgerflow.cli.console import one_line, say, say_json, table
from ledgerflow.cli.options import BusinessOption, JsonOption
from ledgerflow.cli.setup import database_ready

if TYPE_CHECKING:
    from ledgerflow.pipeline.lookups.replaying import Repeated

SHOWN = 60
EXIT_DIFFERS = 1


def replay(
    run: Annotated[int, typer.Argument(metavar="RUN", help="Its number in `agents runs`.")],
    business: BusinessOption = "",
    as_json: JsonOption = False,
) -> None:
    """Repeat a run from what was recorded, without any connection; exit code 1 if it differs."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.lookups.replaying import run_repeat

    found = run_repeat(desk_open(business).place, run)
    if as_json:
        say_json(as_dict(found))
    else:
        show(found)
    if not found.is_same:
        raise typer.Exit(EXIT_DIFFERS)


def show(found: "Repeated") -> None:
    """Same or not, and every difference."""
    ended = "answered" if found.output is not None else f"{found.state}: {found.reason}"
    same = "the same" if found.is_same else "otherwise"
    say(f"Run {found.run_id} of {found.agent} repeated: it comes out {same} ({ended}).")
    if found.differences:
        rows = [[d.what, _short(d.recorded), _short(d.now)] for d in found.differences]
        table(["what", "recorded", "repeated"], rows)
    if found.has_other_words:
        say(
            "It was recorded under another version: the model would be told other words today"
            " (LedgerFlow was updated, or the model's output mode was changed).",
            "dim",
        )


def as_dict(found: "Repeated") -> dict[str, Any]:
    """All of it for other programs."""
    return {
        "run": found.run_id,
        "agent": found.agent,
        "same": found.is_same,
        "state": found.state,
        "output": found.output,
        "differences": [
            {"what": d.what, "recorded": d.recorded, "repeated": d.now} for d in found.differences
        ],
        "recorded_under_another_version": found.has_other_words,
    }


def _short(value: Any) -> str:
    return one_line(value if isinstance(value, str) else json.dumps(value), SHOWN)
