"""A rehearsal of the day on which everything is lost: restore, compare, look at the books, time it.

Here: the drill and its log, `drills.jsonl` in the backup folder. Not here: the rules of the books
(pipeline/verification), which are asked in the scratch database.
"""

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from ledgerflow import __version__
from ledgerflow.core.durable import flush_folder
from ledgerflow.core.errors import InputError, LedgerFlowError, OutsideError, RuleError
from ledgerflow.ops.backup.dump import dump_load
from ledgerflow.ops.backup.manifest import Manifest
from ledgerflow.ops.backup.restore import (
    dump_opened,
    missing_migrations,
    refuse_differences,
    usable_manifest,
)
from ledgerflow.ops.backup.scratch import scratch_database
from ledgerflow.ops.backup.shelf import BackupEntry, backups_in
from ledgerflow.ops.backup.target import Target, configured_target
from ledgerflow.pipeline.verification import books, statements
from ledgerflow.pipeline.verification.database import (
    NOT_FORCED,
    SECURITY_SQL,
    TRIGGERS,
    TRIGGERS_SQL,
)
from ledgerflow.pipeline.verification.records import SqlRule

LOG = "drills.jsonl"
BUSINESSES_SQL = "SELECT id FROM firms_business ORDER BY id"
FAULTS_SHOWN = 20


@dataclass(frozen=True)
class DrillReport:
    """One rehearsal: seconds of each step, businesses looked at, faults in words."""

    stem: str
    begun_at: str
    app_version: str
    size: int
    seconds: dict[str, float]
    businesses: int
    rules: int
    faults: tuple[str, ...]

    @property
    def total_seconds(self) -> float:
        """From the first byte read to the last rule."""
        return round(sum(self.seconds.values()), 1)


def backup_drill(
    entry: BackupEntry | None = None,
    *,
    folder: Path | None = None,
    target: Target | None = None,
    identity_file: Path | None = None,
    now: datetime | None = None,
) -> DrillReport:
    """Restore the newest verified backup (or `entry`) into a scratch database and look at it.

    Adds a line to the folder's drills.jsonl, of a failed drill too. Raises
    InputError("backup_unknown") where no backup is verified, RuleError("drill_failed") with every
    fault in `extra["faults"]`, OutsideError("drill_not_logged").
    """
    folder = folder or Path(settings.BACKUP_DIR)
    entry = entry or _newest_verified(folder)
    drill = _Drill(entry, target or configured_target(), identity_file)
    begun = now or datetime.now(UTC)
    try:
        drill.run()
    except LedgerFlowError as error:
        _log(folder, drill.report(begun, [error.message]))
        raise
    report = drill.report(begun, drill.faults)
    _log(folder, report)
    if report.faults:
        raise RuleError(
            f"The drill of {entry.stem} found {len(report.faults)} faults; the first:"
            f" {report.faults[0]}",
            code="drill_failed",
            hint="See what `ledgerflow verify` says of the live books; keep this backup.",
            extra={"faults": list(report.faults)},
        )
    return report


class _Drill:
    """One run: what it did and how long each step took."""

    def __init__(self, entry: BackupEntry, target: Target, identity: Path | None) -> None:
        self.entry, self.target, self.identity = entry, target, identity
        self.seconds: dict[str, float] = {}
        self.faults: list[str] = []
        self.businesses = self.rules = 0

    def run(self) -> None:
        manifest = self._timed("read", lambda: usable_manifest(self.entry, self.identity))
        with scratch_database(self.target, self.entry.stem) as name:
            self._timed("restore", lambda: self._load(name, manifest))
            self._timed("compare", lambda: self._compare(name, manifest))
            self._timed("rules", lambda: self._look(name, manifest))

    def report(self, begun: datetime, faults: list[str]) -> DrillReport:
        return DrillReport(
            stem=self.entry.stem,
            begun_at=begun.isoformat(timespec="seconds"),
            app_version=__version__,
            size=self.entry.size,
            seconds=self.seconds,
            businesses=self.businesses,
            rules=self.rules,
            faults=tuple(faults[:FAULTS_SHOWN]),
        )

    def _timed[T](self, step: str, work: Callable[[], T]) -> T:
        begun = time.monotonic()
        try:
            return work()
        finally:
            self.seconds[step] = round(time.monotonic() - begun, 2)

    def _load(self, name: str, manifest: Manifest) -> None:
        with dump_opened(self.entry, manifest, self.identity) as source:
            dump_load(self.target, name, source)

    def _compare(self, name: str, manifest: Manifest) -> None:
        refuse_differences(self.target, name, self.entry, manifest)

    def _look(self, name: str, manifest: Manifest) -> None:
        """The rules of today's code hold for today's schema only."""
        if missing_migrations(manifest):
            return
        with self.target.connection("backup", name) as connection:
            self.faults += wall_faults(connection)
            for (business,) in connection.execute(BUSINESSES_SQL).fetchall():
                self.businesses += 1
                for rule in (*books.RULES, *statements.RULES):
                    self.rules += 1
                    self.faults += rule_faults(connection, rule, business)


def rule_faults(connection: psycopg.Connection[Any], rule: SqlRule, business: int) -> list[str]:
    """What breaks one rule of the books, as a role that sees every firm."""
    query: Any = rule.given + rule.broken
    cursor = connection.execute(query, {"business": business})
    return [f"business {business}: {rule.rule}: {row[0]}" for row in cursor.fetchmany(FAULTS_SHOWN)]


def wall_faults(connection: psycopg.Connection[Any]) -> list[str]:
    """Row-level security and the triggers that a restore must have brought back."""
    found = []
    for table, enabled, forced, has_policy in connection.execute(SECURITY_SQL, [[]]):
        if not (enabled and has_policy and (forced or table in NOT_FORCED)):
            found.append(f"{table}: row-level security is not as it was")
    active = {(table, name) for table, name, is_on in connection.execute(TRIGGERS_SQL) if is_on}
    return found + [f"{table}: the trigger {name} is gone" for table, name in TRIGGERS - active]


def _newest_verified(folder: Path) -> BackupEntry:
    for entry in backups_in(folder):
        if entry.is_verified:
            return entry
    raise InputError(
        f"No backup in {folder} is verified.",
        code="backup_unknown",
        hint="Make one: `ledgerflow backup create --kind full`.",
    )


def _log(folder: Path, report: DrillReport) -> None:
    line = json.dumps(asdict(report) | {"total_seconds": report.total_seconds})
    try:
        with (folder / LOG).open("a", encoding="utf-8") as out:
            out.write(line + "\n")
            out.flush()
            os.fsync(out.fileno())
        flush_folder(folder)
    except OSError as error:
        raise OutsideError(
            f"The drill cannot be written down in {folder / LOG}: {error.strerror}.",
            code="drill_not_logged",
            hint="Make room or rights there.",
        ) from error
