"""`ledgerflow worker`: the jobs of some queues, in a process or container of their own.

Here: which queues there are and the command. Not here: working (job_process.py).
"""

import os
from collections.abc import Sequence

from django.conf import settings
from procrastinate.contrib.django import app

from ledgerflow.cli import job_process
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import InputError

GRACE_SECONDS = 20.0
"""With job_process.LEAVE_SECONDS within the 30 that containers have."""

BUILT_IN = "builtin"
"""The queue of procrastinate's own tasks, which nothing here uses."""


def worker(queues: Sequence[str]) -> int:
    """Work on these queues, none for all, until SIGTERM; returns the exit code.

    Raises InputError naming the known queues where one is not known, else what job_process.work
    raises. The embedded database is started and migrated; another one is waited for.
    """
    refuse_unknown_queues(queues)
    os.environ.setdefault("PGAPPNAME", "ledgerflow worker")  # shown where sessions are listed
    if settings.DATABASE_IS_EMBEDDED:
        database_ready()
    return job_process.work(queues=queues, grace=GRACE_SECONDS)


def refuse_unknown_queues(queues: Sequence[str]) -> None:
    """A worker on a misspelt queue would wait for ever and look healthy."""
    known = known_queues()
    unknown = [name for name in queues if name not in known]
    if unknown:
        raise InputError(
            f"There is no queue {unknown[0]!r}; the queues are {', '.join(known)}.",
            code="unknown_queue",
            hint="Name one of them, or none to work on all.",
        )


def known_queues() -> list[str]:
    """The queues of all registered tasks, in alphabetical order."""
    return sorted({task.queue for task in app.tasks.values()} - {BUILT_IN})


def work_off(queues: Sequence[str]) -> None:
    """Do the jobs that wait in these queues, in this process, and return; Ctrl+C ends it sooner.

    What is left undone then is taken up by the next worker.
    """
    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    worker.run_worker(queues=list(queues), wait=False, delete_jobs="successful")
