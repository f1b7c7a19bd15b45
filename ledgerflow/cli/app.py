"""The `ledgerflow` command: every group of commands, registered by name.

Here: the list. Not here: any command. Nothing here or in a command's module imports Django;
commands that need the database make it ready first (setup.py) and import what they call then.
"""

from typing import Annotated

import typer

from ledgerflow import __version__
from ledgerflow.cli import (
    accounts,
    agents,
    backup,
    books,
    closing,
    coverage,
    database,
    demo,
    doctor,
    evaluate,
    exporting,
    firms,
    importing,
    inbox,
    merges,
    moving,
    payees,
    periods,
    profile,
    proving,
    rates,
    reading,
    recurring,
    reports,
    review,
    rule_desk,
    rules,
    sealing,
    seed,
    tools,
    unlocking,
)
from ledgerflow.cli.console import say
from ledgerflow.cli.faults import FaultGroup, flush_or_die
from ledgerflow.cli.setup import django_ready
from ledgerflow.core.requests import COMMAND, request_begin

app = typer.Typer(
    cls=FaultGroup,
    name="ledgerflow",
    help="From bank statements to books that an accountant signs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

LOOK, WORK, SETUP, RUN = "Look at files", "Keep books", "Set up", "Run"

app.command("identify", rich_help_panel=LOOK)(reading.identify)
app.command("read", rich_help_panel=LOOK)(reading.read)
app.command("import", rich_help_panel=WORK)(importing.import_files)
app.add_typer(inbox.app, name="inbox", rich_help_panel=WORK)
app.command("open", rich_help_panel=WORK)(unlocking.open_file)
app.command("prove", rich_help_panel=WORK)(proving.prove)
app.command("coverage", rich_help_panel=WORK)(coverage.coverage)
app.command("classify", rich_help_panel=WORK)(review.classify)
app.command("evaluate", rich_help_panel=WORK)(evaluate.evaluate)
app.add_typer(review.app, name="review", rich_help_panel=WORK)
app.add_typer(agents.app, name="agents", rich_help_panel=WORK)
app.command("post", rich_help_panel=WORK)(review.post)
app.add_typer(merges.app, name="merges", rich_help_panel=WORK)
app.command("batches", rich_help_panel=WORK)(books.batches)
app.command("undo", rich_help_panel=WORK)(books.undo)
app.command("close", rich_help_panel=WORK)(closing.close)
app.command("reopen", rich_help_panel=WORK)(closing.reopen)
app.command("import-journal", rich_help_panel=WORK)(moving.import_journal)
app.command("import-openings", rich_help_panel=WORK)(moving.import_openings)
app.command("lock", rich_help_panel=WORK)(periods.lock)
app.command("unlock", rich_help_panel=WORK)(periods.unlock)
app.command("recurring", rich_help_panel=WORK)(recurring.recurring)
app.command("report", rich_help_panel=WORK)(reports.report)
app.add_typer(rates.app, name="rates", rich_help_panel=WORK)
app.command("exchange", rich_help_panel=WORK)(rates.exchange)
app.command("seal", rich_help_panel=WORK)(sealing.seal)
app.command("verify", rich_help_panel=WORK)(books.verify)
app.command("export", rich_help_panel=WORK)(exporting.export)
app.command("archive", rich_help_panel=WORK)(exporting.archive)
app.command("archive-verify", rich_help_panel=WORK)(exporting.archive_verify)
app.add_typer(payees.app, name="payee", rich_help_panel=SETUP)
rule_desk.add_to(rules.app)
app.add_typer(rules.app, name="rule", rich_help_panel=SETUP)
app.add_typer(firms.firm_app, name="firm", rich_help_panel=SETUP)
app.add_typer(firms.user_app, name="user", rich_help_panel=SETUP)
app.add_typer(firms.business_app, name="business", rich_help_panel=SETUP)
app.add_typer(accounts.app, name="account", rich_help_panel=SETUP)
app.command("demo", rich_help_panel=RUN)(demo.demo)
app.command("seed", rich_help_panel=RUN)(seed.seed)
app.command("doctor", rich_help_panel=RUN)(doctor.doctor)
app.add_typer(profile.app, name="profile", rich_help_panel=SETUP)
app.add_typer(tools.app, name="tools", rich_help_panel=SETUP)
app.add_typer(database.app, name="db", rich_help_panel=RUN)
app.add_typer(backup.app, name="backup", rich_help_panel=RUN)


@app.command("serve", rich_help_panel=RUN)
def serve(
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Serve the web pages and run the jobs until Ctrl+C."""
    django_ready()
    from ledgerflow.cli.serve import serve as run

    run(port, host)


@app.command("web", rich_help_panel=RUN)
def web(
    bind: Annotated[
        str, typer.Option("--bind", metavar="HOST:PORT", help="Address to listen on.")
    ] = "0.0.0.0:8000",
) -> None:
    """Serve the web pages only, with several processes, behind a proxy: for production."""
    django_ready()
    from ledgerflow.cli.web import web as run

    raise typer.Exit(run(bind))


@app.command("worker", rich_help_panel=RUN)
def worker(
    queues: Annotated[
        list[str] | None,
        typer.Option("--queue", metavar="NAME", help="Only this queue; may be repeated."),
    ] = None,
) -> None:
    """Run the jobs only, until it is told to stop; waits for the database."""
    django_ready()
    from ledgerflow.cli.worker import worker as run

    raise typer.Exit(run(queues or []))


def _version(wanted: bool) -> None:
    if wanted:
        say(f"LedgerFlow {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which one.")
    ] = False,
) -> None:
    """From bank statements to books that an accountant signs."""
    request_begin(COMMAND)


def main() -> None:
    """The console script."""
    try:
        app(prog_name="ledgerflow")
    finally:
        flush_or_die()
