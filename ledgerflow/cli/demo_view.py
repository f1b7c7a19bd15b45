"""What the demo prints: proofs, merges, what waits, reports, and where to go next.

Here: rendering of what is in the database after each step, so that a second run prints the
same. Not here: the steps (pipeline/demo). Loaded after `database_ready()`.
"""

from collections.abc import Sequence

from ledgerflow.cli.console import money, one_line, out, say, table, verdict
from ledgerflow.cli.review import queue_table
from ledgerflow.core.errors import DuplicateFile
from ledgerflow.firms.access import working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.demo.play import Stage
from ledgerflow.pipeline.demo.script import DemoScript
from ledgerflow.pipeline.reporting import business_report
from ledgerflow.pipeline.services import ImportRun
from ledgerflow.reports.writers.table import print_report
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import queue
from ledgerflow.statements.merges import merges
from ledgerflow.statements.models import Statement, StatementFile


def heading(text: str) -> None:
    """A numbered-free, quiet heading."""
    say(f"\n{text}", "bold")


def opening_show(stage: Stage) -> None:
    """The business, its accounts and rules."""
    script = stage.script
    rule = "═" * 78
    say(f"\n{rule}\n{script.name} ({script.industry}; chart {script.chart})\n{rule}", "bold")
    names = ", ".join(account.name for account in script.accounts)
    begun = "opened" if stage.is_new else "there from an earlier run; nothing is done twice"
    say(f"Books {begun}. Accounts: {names}. Rules: {len(script.rules)}.")


def proofs_show(stage: Stage) -> None:
    """One row a statement with its verdict; the reasons below."""
    heading("Each statement, proved by its own arithmetic")
    with working_in(stage.place, stage.person.pk):
        statements = list(
            Statement.objects.filter(business_id=stage.place.business_id, withdrawn_by=None)
            .select_related("file", "bank_account")
            .order_by("file_id", "position")
        )
        stopped = list(
            StatementFile.objects.filter(
                business_id=stage.place.business_id, state=StatementFile.State.NOT_PROVED
            ).order_by("pk")
        )
    rows = [
        [
            s.file.name,
            str(s.bank_account),
            f"{s.start} to {s.end}",
            str(s.line_count),
            money(s.closing, s.currency),
            verdict(s.verdict),
        ]
        for s in statements
    ]
    table(["file", "account", "days", "lines", "closing", "proof"], rows, ("lines", "closing"))
    for s in statements:
        say(f"  {s.file.name}: {s.reason}")
    for file in stopped:
        _stopped_show(file)


def _stopped_show(file: StatementFile) -> None:
    for summary in file.outcome.get("statements", []):
        proof = summary["proof"]
        say(f"\n{verdict(proof['verdict'])}: {file.name} stays out of the books", "bold")
        say(f"  {proof['reason']}")
        for repair in proof["repairs"]:
            say(f"  proposed repair: {repair['message']}")


def refusals_show(runs: Sequence[ImportRun]) -> None:
    """Files that could not be read, and those that are there already."""
    refused = [pair for run in runs for pair in run.refused]
    known = [name for name, error in refused if isinstance(error, DuplicateFile)]
    for name, error in refused:
        if name not in known:
            say(f"\n✗ not readable: {name}", "bold")
            say(f"  {error.message}\n  what to do: {error.hint}")
    if known:
        say(f"\nThere already, so nothing to do: {', '.join(known)}.")


def merges_show(stage: Stage) -> None:
    """Lines that two files report, and why they are one fact."""
    with working_in(stage.place, stage.person.pk):
        found = list(merges(Business.objects.get(pk=stage.place.business_id)))
    if not found:
        return
    heading(f"Merged: {len(found)} lines that overlapping files report twice")
    rows = [
        [
            m.line.statement.file.name,
            m.line.date.isoformat(),
            money(m.line.amount, m.line.currency),
            one_line(m.line.description, 30),
            m.reason,
        ]
        for m in found
    ]
    table(["file", "date", "amount", "description", "why it is the same"], rows, ("amount",))


def booked_show(stage: Stage, runs: Sequence[ImportRun], decided: int) -> None:
    """How much is in the books, and who put it there."""
    heading("Booked")
    accepted = sum(len(run.settled.accepted.decisions) for run in runs if run.settled)
    with working_in(stage.place, stage.person.pk):
        live = list(
            Decision.objects.filter(business_id=stage.place.business_id)
            .exclude(kind=Decision.Kind.UNDO)
            .values_list("policy", flat=True)
        )
    by_policy = sum(1 for policy in live if policy)
    say(f"  {by_policy} by the policy: a person's rule placed them and their statement is proved")
    say(f"  {len(live) - by_policy} decided by {stage.person.email}, as the demo's script says")
    if not accepted and not decided:
        say("  (all of it in an earlier run)")


def waiting_show(stage: Stage) -> None:
    """The queue of what a person still has to decide."""
    with working_in(stage.place, stage.person.pk):
        waiting = queue(Business.objects.get(pk=stage.place.business_id))
        heading(f"Waits for a person: {len(waiting)}")
        if waiting:
            queue_table(waiting)


def reports_show(stage: Stage) -> None:
    """The reports that the script names."""
    script = stage.script
    for report_id in script.reports:
        whole_year = report_id == "schedule_c_worksheet"
        report = business_report(
            stage.place,
            stage.person.pk,
            report_id,
            script.start.year,
            start=None if whole_year else script.start,
            end=None if whole_year else script.end,
        )
        say()
        print_report(report, out())


def next_show(script: DemoScript, stages: Sequence[Stage]) -> None:
    """Commands to try, and how to sign in."""
    slug = stages[0].place.business_slug
    heading("Where to go next")
    for command, what in (
        (f"ledgerflow review --business {slug}", "what waits, with reasons"),
        (f"ledgerflow review accept 1 --business {slug}", "decide one"),
        (f"ledgerflow prove --business {slug}", "proofs, breaks and repairs"),
        (f"ledgerflow report trial-balance --business {slug} --year 2025", "debits and credits"),
        (f"ledgerflow batches --business {slug}", "what was done; `undo N` takes it back"),
        (f"ledgerflow verify --business {slug}", "recompute and compare everything"),
        ("make serve", f"the same books in the browser; sign in as {script.person}"),
        (f"ledgerflow user password {script.person}", "set the password to sign in with"),
    ):
        say(f"  {command}\n      {what}")
