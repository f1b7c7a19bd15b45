"""Scheduled backups: when, and in which order. Nothing of the books is in a job's arguments.

Here: two periodic jobs of the queue "backup", which run in a thread so that the worker's heartbeat
goes on. Not here: what they do (ops/backup/). They do nothing unless LEDGERFLOW_BACKUP_SCHEDULE.
"""

import logging
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from procrastinate.contrib.django import app

from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.ops.backup.create import backup_create
from ledgerflow.ops.backup.names import Kind
from ledgerflow.ops.backup.offsite import offsite_copy, refuse_faults
from ledgerflow.ops.backup.prune import backup_prune
from ledgerflow.ops.backup.retention import RetentionPolicy
from ledgerflow.ops.backup.shelf import backups_in

QUEUE = "backup"
HOURLY, NIGHTLY = "5 * * * *", "30 2 * * *"  # UTC

logger = logging.getLogger(__name__)


@app.periodic(cron=HOURLY)
@app.task(name="backup_hourly", queue=QUEUE, queueing_lock="backup_hourly", lock=QUEUE)
def backup_hourly(timestamp: int) -> None:
    """The database, each hour."""
    scheduled_backup("database")


@app.periodic(cron=NIGHTLY)
@app.task(name="backup_nightly", queue=QUEUE, queueing_lock="backup_nightly", lock=QUEUE)
def backup_nightly(timestamp: int) -> None:
    """Database and originals, each night."""
    scheduled_backup("full")


def scheduled_backup(kind: Kind) -> None:
    """Back up and verify, copy off this host, prune; nothing where no schedule is set.

    A fault is logged in one line and raised, so that the job stays as failed. Nothing is pruned
    unless a new backup was proved; a place off this host that fails does not fill this disk.
    """
    if not settings.BACKUP_SCHEDULE:
        return
    try:
        policy = RetentionPolicy.parse(settings.BACKUP_RETENTION)
        folder = Path(settings.BACKUP_DIR)
        backup_create(kind=kind, folder=folder)
        try:
            if settings.BACKUP_OFFSITE:
                refuse_faults(offsite_copy(backups_in(folder), settings.BACKUP_OFFSITE))
        finally:
            backup_prune(folder, policy, datetime.now(UTC))
    except LedgerFlowError as error:
        # One line without a traceback: that is the worker's to write.
        logger.error(  # noqa: TRY400
            "Scheduled backup (%s) failed: %s (%s)", kind, error.code, error.message
        )
        raise
