"""How `undo` answers: what was taken back, what stays and why.

Here: rendering. Not here: undoing (pipeline/undo.py). Loaded after `database_ready()`.
"""

from collections.abc import Sequence

from ledgerflow.cli.console import one_line, say
from ledgerflow.pipeline.undo import UndoItem, UndoReport

ITEMS_SHOWN = 10


def show(report: UndoReport) -> None:
    """Print a report; one with `undo_batch_id` 0 is a preview."""
    done = report.undo_batch_id > 0
    if done:
        rest = " What is blocked stays; see below." if report.blocked else ""
        say(f"Batch {report.batch_id} is undone (batch {report.undo_batch_id}).{rest}")
    else:
        say(f"Undoing batch {report.batch_id} would do this; nothing is changed yet:")
    say(f"  reversed by opposite entries: {report.reversed:,}")
    if report.exclusions:
        say(f"  exclusions taken back: {report.exclusions:,}")
    if report.suggestions:
        say(f"  suggestions of agents taken back: {report.suggestions:,}")
    say(f"  shown by no statement any more: {report.withdrawn:,}")
    if report.before:
        say(f"  taken back by an earlier undo: {report.before:,}")
    if report.accounts_left:
        say(f"  accounts opened by the import, which stay: {report.accounts_left:,}")
    _items(report.kept, report.kept_count, "kept, because changed later")
    _items(report.blocked, report.blocked_count, "kept, because blocked")


def _items(items: Sequence[UndoItem], count: int, label: str) -> None:
    if not items:
        return
    say(f"  {label}: {count:,}")
    for item in items[:ITEMS_SHOWN]:
        say(f"    {one_line(item.what, 90)}: {item.reason}")
    if len(items) > ITEMS_SHOWN:
        say(f"    … and {len(items) - ITEMS_SHOWN} more")
