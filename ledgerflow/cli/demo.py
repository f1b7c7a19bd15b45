"""`demo`: invented statements, all the way to a tax worksheet.

Here: the command. Not here: the steps (pipeline/demo) or how they look (demo_view.py).
"""

from pathlib import Path
from typing import Annotated

import typer

from ledgerflow.cli.console import say
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import LedgerFlowError


def demo(
    samples: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where the sample statements are.")
    ] = None,
) -> None:
    """Play an invented firm: statements, proofs, merges, decisions, reports. Can be run again."""
    database_ready()
    from ledgerflow.cli import demo_view as view
    from ledgerflow.pipeline.demo import play
    from ledgerflow.pipeline.demo.firm import SAMPLES
    from ledgerflow.pipeline.demo.script import script_load

    script = script_load()
    stages = play.stages_prepare(script)
    say(f"{script.firm}: an invented firm with {len(stages)} businesses", "bold")
    surprises = []
    for stage in stages:
        view.opening_show(stage)
        runs = play.files_import(stage, samples or SAMPLES)
        decided = play.decisions_make(stage)
        view.proofs_show(stage)
        view.refusals_show(runs)
        view.merges_show(stage)
        view.booked_show(stage, runs, decided)
        view.waiting_show(stage)
        view.reports_show(stage)
        surprises += play.surprises(stage)
    view.next_show(script, stages)
    if surprises:
        raise LedgerFlowError(
            f"The demo did not go as its script says: {', '.join(surprises)}.",
            code="demo_differs",
            hint="Were the samples or the demo's books changed? `ledgerflow prove` tells more.",
        )
