"""Deleting what retention lets go, and what interrupted backups left behind.

Here: files. Not here: the choice (retention.py). A backup's data goes first and its manifest last,
so that a prune that is cut short leaves a backup that is seen to be incomplete, never data that
nothing speaks of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ledgerflow.core.durable import PARTIAL, flush_folder
from ledgerflow.core.errors import OutsideError
from ledgerflow.ops.backup.names import MANIFEST, VERIFIED
from ledgerflow.ops.backup.retention import Kept, RetentionPolicy, to_delete
from ledgerflow.ops.backup.shelf import BackupEntry, backups_in

PARTIALS_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class PruneReport:
    """What went (or would go, when `dry_run`), what stays, and how many bytes that frees."""

    deleted: tuple[str, ...]
    kept: tuple[str, ...]
    partials: tuple[str, ...]
    freed: int
    dry_run: bool


def backup_prune(
    folder: Path, policy: RetentionPolicy, now: datetime, *, dry_run: bool = False
) -> PruneReport:
    """Delete what `policy` lets go, as of `now` (UTC), and `.partial` files older than a day.

    Raises OutsideError("backup_not_deleted") at the first file that cannot be deleted.
    """
    entries = {entry.stem: entry for entry in backups_in(folder)}
    chosen = to_delete([as_kept(entry) for entry in entries.values()], now, policy)
    gone = [entries[one.stem] for one in chosen]
    files = [path for entry in gone for path in in_deleting_order(entry.files())]
    partials = _old_partials(folder, now)
    freed = sum(path.stat().st_size for path in (*files, *partials))
    if not dry_run:
        _delete((*files, *partials))
    going = {entry.stem for entry in gone}
    return PruneReport(
        deleted=tuple(entry.stem for entry in gone),
        kept=tuple(stem for stem in entries if stem not in going),
        partials=tuple(path.name for path in partials),
        freed=freed,
        dry_run=dry_run,
    )


def as_kept(entry: BackupEntry) -> Kept:
    """A backup on the shelf as retention sees it."""
    return Kept(entry.stem, entry.moment, entry.name.kind, entry.is_verified)


def in_deleting_order(files: Sequence[Path]) -> list[Path]:
    """Data first, then the verification, the manifest last."""
    return sorted(files, key=lambda path: (_rank(path.name), path.name))


def _rank(name: str) -> int:
    if name.endswith(MANIFEST):
        return 2
    return 1 if name.endswith(VERIFIED) else 0


def _old_partials(folder: Path, now: datetime) -> list[Path]:
    """Left by a run that was killed: a living one writes to its file all the time."""
    if not folder.is_dir():
        return []
    found = []
    for path in folder.glob(f"ledgerflow_*{PARTIAL}"):
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if now - written > PARTIALS_KEPT:
            found.append(path)
    return sorted(found)


def _delete(files: Sequence[Path]) -> None:
    for path in files:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise OutsideError(
                f"{path} cannot be deleted: {error.strerror}.",
                code="backup_not_deleted",
                hint="Give the folder's rights to the user that runs backups, then prune again.",
            ) from error
    for folder in {path.parent for path in files}:
        flush_folder(folder)
