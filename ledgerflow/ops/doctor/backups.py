"""Check: are there backups that count, young enough, and somewhere else too.

Here: what the folder and the settings show. Not here: whether the bytes still restore
(`ledgerflow backup verify`).
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from ledgerflow.ops.backup.shelf import BackupEntry, backups_in
from ledgerflow.ops.degraded import BACKUP_HOURS, sees_backups
from ledgerflow.ops.doctor.finding import (
    Installation,
    Said,
    counted,
    failed,
    not_configured,
    ok,
    warning,
)

UNSCHEDULED_DAYS = 7
UNVERIFIED_HOURS = 3
"""So long a backup may still be in the making."""

CREATE = "ledgerflow backup create"


def look(installation: Installation) -> Iterator[Said]:
    """The schedule, the shelf, the copy elsewhere, encryption."""
    folder = Path(settings.BACKUP_DIR)
    now = datetime.now(UTC)
    scheduled = bool(settings.BACKUP_SCHEDULE)
    entries = backups_in(folder)
    if not entries and not sees_backups():
        yield not_configured(
            "This process makes no backups and does not see them.",
            "Run it where they are made: `docker compose exec backup ledgerflow doctor`.",
        )
        return
    if scheduled:
        yield ok("Backups are scheduled: every hour the database, every night all.")
    else:
        yield not_configured("No backups are scheduled here.", "Set LEDGERFLOW_BACKUP_SCHEDULE=1.")
    yield newest(entries, now, scheduled=scheduled)
    yield from broken(entries, now)
    yield from elsewhere(settings.BACKUP_OFFSITE, settings.BACKUP_AGE_RECIPIENT)


def newest(entries: Sequence[BackupEntry], now: datetime, *, scheduled: bool) -> Said:
    """How old the newest one is that was restored and compared equal."""
    verified = [entry for entry in entries if entry.is_verified]
    if not verified:
        count = len(entries)
        said = "There is no backup." if not count else f"Not verified: {counted(count, 'backup')}."
        return (failed if scheduled else warning)(said, CREATE)
    age = now - verified[0].moment
    limit = timedelta(hours=BACKUP_HOURS) if scheduled else timedelta(days=UNSCHEDULED_DAYS)
    said = f"The newest verified backup, {verified[0].stem}, is {_words(age)} old"
    if age > limit:
        worse = failed if scheduled else warning
        return worse(f"{said}; at most {_words(limit)} are right.", CREATE)
    return ok(f"{said}; {len(verified)} are verified.")


def broken(entries: Sequence[BackupEntry], now: datetime) -> Iterator[Said]:
    """Those that cannot be used, and those that nobody has proved."""
    faulty = [entry for entry in entries if entry.fault and _is_settled(entry, now)]
    if faulty:
        yield warning(
            f"{counted(len(faulty), 'backup')} cannot be used, such as {faulty[0].stem}:"
            f" {faulty[0].fault}",
            "ledgerflow backup list",
        )
    unproved = [e for e in entries if not e.fault and not e.is_verified and _is_settled(e, now)]
    if unproved:
        yield warning(
            f"{counted(len(unproved), 'backup')} not verified, such as {unproved[0].stem}.",
            f"ledgerflow backup verify {unproved[0].stem}",
        )


def elsewhere(offsite: str | None, recipient: str | None) -> Iterator[Said]:
    """What a fire or a thief would leave."""
    if not offsite:
        yield not_configured(
            "Backups are not copied off this host.",
            "Set LEDGERFLOW_BACKUP_OFFSITE to a folder of another machine, or rclone:REMOTE:PATH.",
        )
    else:
        yield ok("Verified backups are copied off this host.")
    if recipient:
        yield ok("Backups are encrypted.")
    elif offsite:
        yield warning(
            "Backups leave this host unencrypted.",
            "Set LEDGERFLOW_BACKUP_AGE_RECIPIENT to an age public key; keep the private one apart.",
        )
    else:
        yield not_configured(
            "Backups are not encrypted.",
            "Set LEDGERFLOW_BACKUP_AGE_RECIPIENT to an age public key.",
        )


def _is_settled(entry: BackupEntry, now: datetime) -> bool:
    return now - entry.moment > timedelta(hours=UNVERIFIED_HOURS)


def _words(age: timedelta) -> str:
    hours = age.total_seconds() / 3600
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours"
