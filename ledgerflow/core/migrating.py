"""Whether the schema is up to date, and bringing it there.

Here: the question and the act, for the command line, `serve` and the readiness probe. Not here:
the owner's rights (backend/base.py: as_owner) or what a migration does.
"""

import time
from typing import Any

from django.core.management import call_command
from django.db import OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

LOCK_KEY = 0x4C46_4D49  # "LFMI": any number that nothing else in this database locks

PAUSE_SECONDS = 0.5


def wait_for_database(*, using: str = "default", seconds: float) -> None:
    """Return once the database answers, or after `seconds`: what comes next then says why not.

    All containers of a machine start again together, and nothing orders them then.
    """
    connection: Any = connections[using]
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            connection.ensure_connection()
        except OperationalError:
            time.sleep(PAUSE_SECONDS)
        else:
            return


def pending_migrations(*, using: str = "default") -> list[str]:
    """The migrations that the database lacks, as "app.name", in the order they would run."""
    executor = MigrationExecutor(connections[using])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate_if_needed(*, using: str = "default") -> list[str]:
    """Run what is pending as the owner; returns what was pending, [] where nothing was.

    Two processes that start at once do not migrate at once: the second waits and finds nothing
    left to do.
    """
    if not pending_migrations(using=using):
        return []
    # A connection of its own: migrate reconnects as the owner, which would drop the lock.
    guard: Any = connections[using].copy(using)
    try:
        with guard.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_KEY])
        pending = pending_migrations(using=using)
        if pending:
            call_command("migrate", database=using, interactive=False, verbosity=0)
        return pending
    finally:
        guard.close()
