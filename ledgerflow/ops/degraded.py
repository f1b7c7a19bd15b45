"""What works without, but not as well: cache, search, model, workers, backups.

Here: short words for what is missing now. Not here: what makes work impossible (reachable.py,
disk.py). Asked often by probes, so the answers of other machines are kept for some seconds and a
slow one counts as missing.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from ledgerflow.core.errors import OutsideError
from ledgerflow.ops.backup.names import VERIFIED, parse_stem
from ledgerflow.ops.disk import space
from ledgerflow.ops.jobs import last_runs, living_workers
from ledgerflow.ops.outside import (
    ALIVE,
    MODELS,
    http_get,
    joined,
    redis_url,
    redis_version,
)
from ledgerflow.ops.parallel import ask_all

STEP_SECONDS = 0.5
ALL_SECONDS = 0.6
KEPT_SECONDS = 10.0
BACKUP_HOURS = 26
UNFINISHED_HOURS = 3
SERVER_ERROR = 500


@dataclass
class _Kept:
    """The last answers about other machines, for all threads of this process."""

    at: float = float("-inf")
    missing: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


_kept = _Kept()


def degraded(connection: Any) -> list[str]:
    """What is missing, in a fixed order: redis, searxng, model, workers, backups, backup_disk."""
    found = outside_missing()
    if living_workers(connection) == 0:
        found = [*found, "workers"]
    return [*found, *backups_missing(connection)]


def outside_missing() -> list[str]:
    """Which configured services did not answer, at most ten seconds ago.

    One thread asks; the others are told what was known before.
    """
    if time.monotonic() - _kept.at >= KEPT_SECONDS and _kept.lock.acquire(blocking=False):
        try:
            _kept.missing = _ask_outside()
            _kept.at = time.monotonic()
        finally:
            _kept.lock.release()
    return _kept.missing


def forget() -> None:
    """Ask anew next time."""
    _kept.at = float("-inf")


def _ask_outside() -> list[str]:
    questions: dict[str, Callable[[], object]] = {}
    url = redis_url()
    if url:
        questions["redis"] = lambda: redis_version(url, STEP_SECONDS)
    # Not a search: that one would reach out to the internet at every probe.
    for name, base, path in (
        ("searxng", settings.SEARXNG_URL, ALIVE),
        ("model", settings.LLM_BASE_URL, MODELS),
    ):
        if base:
            questions[name] = partial(_answers, joined(base, path))
    answers = ask_all(questions, ALL_SECONDS)
    return [name for name, answer in answers.items() if answer.is_late or answer.error]


def _answers(url: str) -> None:
    status, _body = http_get(url, STEP_SECONDS)
    if status >= SERVER_ERROR:
        raise OutsideError(f"It answers with status {status}.")


def backups_missing(connection: Any = None) -> list[str]:
    """ "backups" where they are scheduled and none of the last hours counts; "backup_disk".

    Only a process that may make backups sees their folder; another one judges by their jobs, which
    end well only when the backup was verified.
    """
    found: list[str] = []
    if not sees_backups():
        scheduled = settings.BACKUP_SCHEDULE and connection is not None
        return ["backups"] if scheduled and _runs_fail(last_runs(connection, "backup")) else []
    folder = Path(settings.BACKUP_DIR)
    if settings.BACKUP_SCHEDULE:
        newest = newest_verified(folder)
        if newest is None or datetime.now(UTC) - newest > timedelta(hours=BACKUP_HOURS):
            found.append("backups")
    if folder.is_dir() and _is_full(folder):
        found.append("backup_disk")
    return found


def _is_full(folder: Path) -> bool:
    try:
        return space(folder).is_low
    except OSError:
        return True


def sees_backups() -> bool:
    """True in a process that is given the role of backups, and so their folder."""
    return settings.DATABASE_IS_EMBEDDED or "BACKUP" in settings.DATABASES["default"]


def _runs_fail(runs: list[tuple[float, str | None]]) -> bool:
    unfinished = any(status and age > UNFINISHED_HOURS * 3600 for age, status in runs)
    failed = any(status == "failed" for _age, status in runs)
    late = min((age for age, _status in runs), default=float("inf")) > BACKUP_HOURS * 3600
    return unfinished or failed or late


def newest_verified(folder: Path) -> datetime | None:
    """When the newest backup with a verification was taken, by file names alone: quickly."""
    if not folder.is_dir():
        return None
    stems = (path.name.removesuffix(VERIFIED) for path in folder.glob(f"*{VERIFIED}"))
    moments = [name.moment for stem in stems if (name := parse_stem(stem))]
    return max(moments, default=None)
