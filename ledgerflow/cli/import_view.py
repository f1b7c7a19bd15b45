"""How an import looks: per file the proof, what is new, what was merged and why; what waits.

Here: rendering. Not here: importing. Loaded after `database_ready()`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ledgerflow.cli.console import counted, money, one_line, say, table, verdict
from ledgerflow.cli.statement_view import faults_show, proof_show
from ledgerflow.core.errors import DuplicateFile
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.services import ImportRun
from ledgerflow.pipeline.stages import FileRun, Settled
from ledgerflow.review.selectors import WaitingMoney, excluded_totals, undecided_totals
from ledgerflow.statements.models import Statement
from ledgerflow.statements.outcome import proofs_to_dicts
from ledgerflow.statements.records import fault_to_dict

MERGES_SHOWN = 6
REFUSED_SHOWN = 5
SKIPPED_SHOWN = 5


def run_show(run: ImportRun) -> None:
    """Every file that was taken in, or stopped by its proof."""
    for one in run.runs:
        file_show(one)


def file_show(run: FileRun) -> None:
    """One file: statements and proofs, merges with reasons, faults."""
    number = f" (file {run.file_id})" if run.file_id else ""
    say(f"{run.name}{number}", "bold")
    for amended in run.amended:
        say(f"  repaired: {one_line(amended, 100)}")
    for statement in run.published.statements:
        say(f"  {statement_line(statement)}")
    if run.error is not None:
        say(f"  stays out of the books: {run.error.message}")
        next_proposal = 1
        for proof in run.proofs:
            next_proposal = proof_show(proof, next_proposal)
        say(f"  hint: {run.error.hint}")
    else:
        merged = run.published.merged
        known = run.published.merged_count
        say(f"  {run.published.new_transactions} new, {known} known already")
        for line, match in merged[:MERGES_SHOWN]:
            what = (
                f"{line.date} {money(line.amount, line.currency)} {one_line(line.description, 40)}"
            )
            say(f"    merged: {what}: {match.reason}")
        if known > MERGES_SHOWN:
            say(f"    … and {known - MERGES_SHOWN} more (`ledgerflow merges list` shows all)")
    if run.parsed is not None:
        faults_show(run.parsed.faults)


def statement_line(statement: Statement) -> str:
    """One statement with its verdict in a line."""
    return (
        f"{statement.bank_account}  {statement.start} to {statement.end}, {statement.line_count}"
        f" lines, closing {money(statement.closing, statement.currency)} {statement.currency}:"
        f" {verdict(statement.verdict)}. {statement.reason}"
    )


def settled_show(place: Place, run: ImportRun, acceptable: int | None = None) -> None:
    """What was suggested and accepted, what was refused and why, and what waits for a person."""
    settled = run.settled
    if settled is None:
        return
    new = counted(settled.suggested, "new suggestion")
    say(f"{new}; {_accepted(settled, acceptable)}.")
    refused = settled.accepted.refused
    for transaction, error in refused[:REFUSED_SHOWN]:
        say(f"  not accepted: {transaction.date} {money(transaction.amount)}: {error.message}")
    if len(refused) > REFUSED_SHOWN:
        say(f"  … and {len(refused) - REFUSED_SHOWN} more.")
    if acceptable is None:
        waiting_show(place)
    if run.batch_id and acceptable is None:
        say(f"This is batch {run.batch_id}: `ledgerflow undo {run.batch_id}` takes it back.")


def _accepted(settled: Settled, acceptable: int | None) -> str:
    if acceptable is not None:
        return f"the policy would accept {acceptable}"
    return f"the policy accepted and posted {len(settled.accepted.decisions)}"


def waiting_show(place: Place) -> None:
    """How much waits for a person."""
    with working_in(place):
        business = Business.objects.get(pk=place.business_id)
        waiting = undecided_totals(business)
        left_out = excluded_totals(business)
    if waiting:
        net = " and ".join(f"{money(w.net, w.currency)}{_named(w, business)}" for w in waiting)
        say(
            f"Waiting for you: {counted(sum(w.count for w in waiting), 'transaction')},"
            f" {net} net;"
            f" `ledgerflow review --business {place.business_slug}`."
        )
    else:
        say("Nothing waits for a person.")
    if left_out:
        net = " and ".join(f"{money(w.net, w.currency)}{_named(w, business)}" for w in left_out)
        number = counted(sum(w.count for w in left_out), "transaction")
        say(f"Excluded by decision: {number}, {net} net.")


def _named(waiting: WaitingMoney, business: Business) -> str:
    return "" if waiting.currency == business.base_currency else f" {waiting.currency}"


def merges_table(runs: list[FileRun]) -> None:
    """All merges of several files in one table."""
    rows = [
        [
            run.name,
            line.date.isoformat(),
            money(line.amount, line.currency),
            one_line(line.description, 34),
            match.reason,
        ]
        for run in runs
        for line, match in run.published.merged
    ]
    if rows:
        table(["file", "date", "amount", "description", "why it is the same"], rows, ("amount",))


def summary_show(run: ImportRun, skipped: Sequence[tuple[Path, str]]) -> None:
    """Several files in one sentence, and what was left out of a folder."""
    known = sum(error.code == DuplicateFile.code for _, error in run.refused)
    stopped = sum(one.error is not None for one in run.runs)
    counts = (
        (len(run.runs) - stopped, "taken in"),
        (stopped, "not proved"),
        (known, "known already"),
        (len(run.refused) - known, "refused"),
    )
    files = len(run.runs) + len(run.refused)
    if files > 1 or skipped:
        said = ", ".join(f"{number} {word}" for number, word in counts if number)
        beside = f"; {len(skipped)} left out" if skipped else ""
        say(f"{counted(files, 'file')}: {said or 'none'}{beside}.")
    for path, reason in skipped[:SKIPPED_SHOWN]:
        say(f"  left out: {path}: {reason}")
    if len(skipped) > SKIPPED_SHOWN:
        say(f"  … and {len(skipped) - SKIPPED_SHOWN} more.")


def as_dict(
    run: ImportRun, acceptable: int | None = None, skipped: Sequence[tuple[Path, str]] = ()
) -> dict[str, Any]:
    """The whole import for other programs; with `acceptable` it was a dry run."""
    settled = run.settled
    return {
        "dry_run": acceptable is not None,
        "batch": run.batch_id if acceptable is None else None,
        "files": [_file_dict(one) for one in run.runs],
        "refused": [{"name": name, "error": error.as_dict()} for name, error in run.refused],
        "left_out": [{"path": str(path), "reason": reason} for path, reason in skipped],
        "suggested": settled.suggested if settled else 0,
        "accepted": len(settled.accepted.decisions) if settled else 0,
        "acceptable": acceptable,
        "not_accepted": [
            {"date": t.date, "amount": t.amount, "error": error.as_dict()}
            for t, error in (settled.accepted.refused if settled else ())
        ],
    }


def _file_dict(run: FileRun) -> dict[str, Any]:
    return {
        "name": run.name,
        "file": run.file_id,
        "state": str(run.state),
        "statements": [
            {
                "account": str(s.bank_account),
                "start": s.start,
                "end": s.end,
                "closing": s.closing,
                "currency": s.currency,
                "verdict": s.verdict,
                "reason": s.reason,
            }
            for s in run.published.statements
        ],
        "proofs": proofs_to_dicts(run.proofs),
        "amended": list(run.amended),
        "new": run.published.new_transactions,
        "merged": [
            {
                "row": line.row,
                "date": line.date,
                "amount": line.amount,
                "description": line.description,
                "rule": match.rule,
                "reason": match.reason,
            }
            for line, match in run.published.merged
        ],
        "faults": [fault_to_dict(f) for f in (run.parsed.faults if run.parsed else ())],
        "error": run.error.as_dict() if run.error else None,
    }
