"""The job process of `ledgerflow serve`: one procrastinate worker.

Here: running it until it is told to stop. Not here: what jobs do (pipeline/tasks.py). A worker
that is killed loses nothing: its jobs are taken up again by the sweep there.
"""

import asyncio
import socket

from procrastinate.contrib.django import app

CONCURRENCY = 2
GRACE_SECONDS = 8.0


def run(listener: socket.socket) -> int:
    """Work through the jobs until SIGTERM. `listener` is the web's and must not be held here."""
    listener.close()
    asyncio.run(_work())
    return 0


async def _work() -> None:
    # A copy: the shared app keeps Django's connector, so that jobs deferred by a job stay in its
    # transaction.
    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with worker.open_async():
        await worker.run_worker_async(
            concurrency=CONCURRENCY,
            shutdown_graceful_timeout=GRACE_SECONDS,
            delete_jobs="successful",
            install_signal_handlers=True,
        )
