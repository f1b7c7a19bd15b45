"""How `backup` answers: the shelf, what was made, proved, deleted, copied, rehearsed.

Here: rendering. Not here: options (backup.py), restoring (restore_view.py). Loaded after
`django_ready()`.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ledgerflow.cli.console import counted, note, say, say_json, table
from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.ops.backup.drill import DrillReport
from ledgerflow.ops.backup.offsite import OffsiteReport
from ledgerflow.ops.backup.prune import PruneReport
from ledgerflow.ops.backup.shelf import BackupEntry
from ledgerflow.ops.backup.verify import backup_verify

UNITS = ((1024**3, "GB"), (1024**2, "MB"), (1024, "kB"))
AGES = ((timedelta(days=2), timedelta(days=1), "d"), (timedelta(hours=2), timedelta(hours=1), "h"))


def show_created(entry: BackupEntry, *, as_json: bool) -> None:
    """The new backup."""
    if as_json:
        say_json(as_dict(entry))
        return
    proved = "verified" if entry.is_verified else "not verified: it does not count yet"
    say(f"{entry.stem}: {size_in_words(entry.size)}, {proved}.")
    say(f"  in {entry.folder}")


def show_list(folder: Path, entries: Sequence[BackupEntry], *, as_json: bool) -> None:
    """All backups of a folder."""
    if as_json:
        say_json({"folder": str(folder), "backups": [as_dict(entry) for entry in entries]})
        return
    if not entries:
        say(f"There are no backups in {folder}.")
        return
    now = datetime.now(UTC)
    rows = [
        [
            entry.stem,
            age_in_words(now - entry.moment),
            size_in_words(entry.size),
            "✗ unusable" if entry.fault else "✓ verified" if entry.is_verified else "? unproved",
            "yes" if entry.manifest and entry.manifest.encrypted_to else "no",
        ]
        for entry in entries
    ]
    table(["backup", "age", "size", "state", "encrypted"], rows, right=("age", "size"))
    for entry in entries:
        if entry.fault:
            say(f"{entry.stem}: {entry.fault}")


def verify_each(entries: Sequence[BackupEntry], identity: Path | None, *, as_json: bool) -> None:
    """Verify one after the other; raises the first fault once all were tried."""
    faults: list[LedgerFlowError] = []
    answers = []
    for entry in entries:
        try:
            done = backup_verify(entry, identity_file=identity, progress=note)
        except LedgerFlowError as error:
            faults.append(error)
            told = error.as_dict() | {"extra": dict(error.extra)}
            answers.append({"name": entry.stem, "verified": False, "error": told})
            _say_faults(entry, error, as_json=as_json)
            continue
        answers.append({"name": entry.stem, "verified": True, "seconds": done.seconds})
        if not as_json:
            say(f"✓ {entry.stem}: restored and compared equal in {done.seconds} s.")
    if as_json and not faults:
        say_json({"backups": answers})
    if faults:
        faults[0].extra.setdefault("backups", answers)
        raise faults[0]


def show_pruned(report: PruneReport, *, as_json: bool) -> None:
    """What went, or would go."""
    if as_json:
        say_json(asdict(report))
        return
    word = "Would delete" if report.dry_run else "Deleted"
    for stem in report.deleted:
        say(f"  {stem}")
    for name in report.partials:
        say(f"  {name} (an interrupted backup)")
    gone = len(report.deleted) + len(report.partials)
    say(f"{word} {gone}, {size_in_words(report.freed)}; {len(report.kept)} kept.")


def show_drill(report: DrillReport, *, as_json: bool) -> None:
    """How long it took, and that all held."""
    if as_json:
        say_json(asdict(report) | {"total_seconds": report.total_seconds})
        return
    table(["step", "seconds"], [[k, f"{v:.1f}"] for k, v in report.seconds.items()], ("seconds",))
    say(
        f"{report.stem} was restored and compared equal in {report.total_seconds} s;"
        f" {counted(report.rules, 'rule')} of the books asked of {report.businesses} businesses,"
        " all hold."
    )


def show_offsite(report: OffsiteReport, *, as_json: bool) -> None:
    """What was copied; faults are raised by the caller."""
    if as_json:
        if not report.faults:
            say_json(asdict(report))
        return
    for stem in report.copied:
        say(f"  copied {stem}")
    for fault in report.faults:
        say(f"  ✗ {fault}")
    say(f"{len(report.copied)} copied, {len(report.present)} were there: {report.destination}")
    if report.plain:
        note("These copies are not encrypted: set LEDGERFLOW_BACKUP_AGE_RECIPIENT.")


def as_dict(entry: BackupEntry) -> dict[str, Any]:
    """A backup for other programs."""
    return {
        "name": entry.stem,
        "kind": entry.name.kind,
        "moment": entry.moment.isoformat(),
        "size": entry.size,
        "verified": entry.is_verified,
        "verified_at": entry.verification.verified_at if entry.verification else None,
        "encrypted": bool(entry.manifest and entry.manifest.encrypted_to),
        "fault": entry.fault,
        "files": [str(path) for path in entry.files()],
    }


def size_in_words(size: int) -> str:
    """ "1.4 MB"; bytes below a kilobyte."""
    for unit, name in UNITS:
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} bytes"


def age_in_words(age: timedelta) -> str:
    """ "3 d", "5 h", "12 min"; "from the future" where the clock says so."""
    if age < timedelta(0):
        return "from the future"
    for least, unit, name in AGES:
        if age >= least:
            return f"{age // unit} {name}"
    return f"{age // timedelta(minutes=1)} min"


def _say_faults(entry: BackupEntry, error: LedgerFlowError, *, as_json: bool) -> None:
    if as_json:
        return
    say(f"✗ {entry.stem}: {error.message}")
    for fault in error.extra.get("faults", [])[1:]:
        say(f"    {fault}")
