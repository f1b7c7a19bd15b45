"""How `backup restore` and `swap-back` speak: what would be replaced, and what was done.

Here: rendering, and the calls whose outcome is told. Not here: options and questions (backup.py).
Loaded after `django_ready()`.
"""

from datetime import UTC, datetime
from pathlib import Path

from ledgerflow.cli.backup_view import age_in_words, size_in_words
from ledgerflow.cli.console import counted, note, say
from ledgerflow.ops.backup.present import Present, in_words, present_state
from ledgerflow.ops.backup.replace import ReplaceReport, backup_replace, refuse_unconfirmed
from ledgerflow.ops.backup.restore import RestoreReport, backup_restore
from ledgerflow.ops.backup.shelf import BackupEntry
from ledgerflow.ops.backup.swap import database_swap_back, former_databases
from ledgerflow.ops.backup.target import configured_target


def restore_beside(entry: BackupEntry, into: str, identity: Path | None) -> None:
    """`restore --into`."""
    report = backup_restore(entry, into=into, identity_file=identity, progress=note)
    _say_restored(report)
    say("The live database was not touched; originals were not restored.")


def replaced_by(entry: BackupEntry) -> str:
    """What `restore --replace` will replace, and by what, for a person to decide."""
    present = present_state(configured_target())
    age = age_in_words(datetime.now(UTC) - entry.moment)
    lines = [
        "This replaces:",
        *_present_lines(present),
        "by the backup:",
        f"  {entry.stem}",
        f"  taken {entry.moment:%Y-%m-%d %H:%M:%S} UTC, {age} ago",
        f"  {size_in_words(entry.size)}, {'verified' if entry.is_verified else 'NOT VERIFIED'}",
    ]
    if present.is_live:
        lines.append(f"Connected now, and cut off by it: {in_words(present.sessions)}.")
    lines.append("The present state is saved first and stays under another name.")
    return "\n".join(lines)


def replace_live(
    entry: BackupEntry,
    folder: Path,
    confirmed: str,
    identity: Path | None,
    *,
    without_safeguard: bool,
) -> None:
    """`restore --replace`, after it was confirmed."""
    report = backup_replace(
        entry,
        confirmed=confirmed,
        now=datetime.now(UTC),
        folder=folder,
        identity_file=identity,
        without_safeguard=without_safeguard,
        progress=note,
    )
    _say_replaced(report)


def swapped_by(former: str) -> str:
    """What `swap-back` will put aside, and what takes its place."""
    target = configured_target()
    known = former_databases(target)
    chosen = former or (known[0] if known else "")
    lines = ["This replaces:", *_present_lines(present_state(target))]
    if chosen:
        lines += ["by the former database:", *_present_lines(present_state(target, chosen))]
    return "\n".join(lines)


def swap_back(former: str, confirmed: str) -> None:
    """`swap-back`, after it was confirmed."""
    target = configured_target()
    refuse_unconfirmed(target.database, confirmed)
    report = database_swap_back(target, datetime.now(UTC), former or None)
    say(f"{report.live} is what it was before the restore.")
    if report.before:
        say(f"What was there until now is kept as {report.before}.")


def _present_lines(present: Present) -> list[str]:
    lines = [f"  {present.database} on {present.server}"]
    if not present.exists:
        return [*lines, "  which is not there"]
    if present.is_empty:
        return [*lines, "  which is empty"]
    lines[0] += f", {size_in_words(present.size)}"
    books = present.books
    if books is None:
        return [*lines, f"  which cannot be read: {present.fault}"]
    lines.append(f"  firms: {books.firms}, businesses: {books.businesses}")
    newest = f", the newest of {books.newest:%Y-%m-%d %H:%M:%S} UTC" if books.newest else ""
    return [*lines, f"  journal entries: {books.entries}{newest}"]


def _say_restored(report: RestoreReport) -> None:
    say(
        f"{report.stem} is restored as {report.database}: {report.rows} rows, each table compared"
        f" equal, {report.seconds} s."
    )
    if report.migrations_missing:
        missing = counted(len(report.migrations_missing), "migration")
        say(
            f"It is of an older version and lacks {missing}: run `python manage.py migrate` before"
            " anybody works."
        )
    if report.key_differs:
        say(
            "LEDGERFLOW_SECRET_KEY is not the one that these books belong to: everybody signs in"
            " anew, and accounts must be named once more at the next import."
        )


def _say_replaced(report: ReplaceReport) -> None:
    _say_restored(report.restored)
    swapped = report.swapped
    say(f"It is {swapped.live} now; sessions ended: {swapped.sessions_ended}.")
    originals = report.originals
    if originals is not None:
        say(f"Originals: {originals.written} put back, {originals.equal} were there.")
        for path in originals.aside:
            say(f"  one that differed was moved aside: {path}")
    if report.originals_missing:
        say(f"{report.originals_missing} originals are missing: `ledgerflow verify` names them.")
    if report.safeguard:
        say(f"The state before is saved as {report.safeguard}.")
    if swapped.before:
        say(f"It is also kept as the database {swapped.before}: `ledgerflow backup swap-back`")
        say("brings it back. When you are sure, drop it by hand, as its owner:")
        say(f'  DROP DATABASE "{swapped.before}";')
