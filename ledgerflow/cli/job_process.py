"""One procrastinate worker, from waiting for its database to draining.

Here: the loop that waits, works, and takes up work again after an outage; its heartbeat; its end
within a deadline. Not here: what jobs do (the apps' tasks.py) or what is typed (worker.py). A
worker that is killed loses nothing: its jobs are taken up again by the sweep in pipeline/tasks.py.
"""

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections
from procrastinate.app import App, WorkerOptions
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from ledgerflow.cli.setup import refuse_unsafe_role, warn_of_broken_tools
from ledgerflow.core.errors import OutsideError
from ledgerflow.ops.reachable import GONE, UNREACHABLE, unready_reasons

HEARTBEAT_SECONDS = 10.0
WAIT_SECONDS = 2.0
SERVE_GRACE_SECONDS = 8.0
"""Of `ledgerflow serve`, whose supervisor ends everything after 15 seconds."""

NICENESS = 10
"""Of the jobs of `ledgerflow serve`, beside the pages on one machine: somebody waits for those."""

LEAVE_SECONDS = 4.0
"""How long after the grace a job that cannot be interrupted still has, before all is dropped."""

STOPPED_IN_WORK = 75
"""The exit code when a job had to be dropped: it is tried again (EX_TEMPFAIL)."""

LOST = (ConnectorException, psycopg.Error)
"""What procrastinate raises when the database goes away."""

log = logging.getLogger(__name__)


def run(listener: socket.socket) -> int:
    """Work on all queues until SIGTERM. `listener` is the web's and must not be held here."""
    listener.close()
    os.nice(NICENESS)
    return work(queues=(), grace=SERVE_GRACE_SECONDS)


def work(*, queues: Sequence[str], grace: float) -> int:
    """Work on these queues (none: on all) until SIGTERM or SIGINT; returns the exit code.

    Waits, alive, while the database is away or not migrated. `grace`: seconds that running jobs
    have to finish after the signal; a few more and the process leaves regardless. Raises
    RuleError for a role above row-level security, OutsideError where the heartbeat cannot be
    written.
    """
    _touch_first(settings.WORKER_HEARTBEAT)
    asyncio.run(_Worker(list(queues), grace).run())
    return 0


def _touch_first(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError as error:
        raise OutsideError(
            f"The worker's heartbeat {path} cannot be written: {os.strerror(error.errno or 0)}.",
            code="no_heartbeat",
            hint="Set LEDGERFLOW_WORKER_HEARTBEAT to a file in a folder that it may write.",
        ) from error


class _Worker:
    def __init__(self, queues: list[str], grace: float) -> None:
        self.options: WorkerOptions = {
            "concurrency": settings.WORKER_CONCURRENCY,
            "shutdown_graceful_timeout": grace,
            "delete_jobs": "successful",
            "install_signal_handlers": False,
        }
        if queues:  # procrastinate takes a missing list, not an empty one, for all queues
            self.options["queues"] = queues
        self.grace = grace
        self.stop = asyncio.Event()
        self.told = ""

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.on_signal)
        beating = asyncio.create_task(self.beat())
        try:
            while await self.ready():
                await self.work()
        finally:
            beating.cancel()

    def on_signal(self) -> None:
        if self.stop.is_set():
            return
        self.stop.set()
        leaving = threading.Timer(self.grace + LEAVE_SECONDS, _leave)
        leaving.daemon = True
        leaving.start()

    async def beat(self) -> None:
        """Show that the event loop turns. Not from a thread: that one would beat on regardless."""
        while True:
            with suppress(OSError):  # a full disk must not end the worker; the probe tells
                settings.WORKER_HEARTBEAT.touch()
            await asyncio.sleep(HEARTBEAT_SECONDS)

    async def ready(self) -> bool:
        """Wait for the database and its schema; False when told to stop meanwhile."""
        while not self.stop.is_set():
            reasons = await asyncio.to_thread(_hindrances)
            if not reasons:
                self.tell("")
                return not self.stop.is_set()
            self.tell(reasons[0])
            await self.pause()
        return False

    def tell(self, reason: str) -> None:
        """Each reason once, however long it lasts."""
        if reason and reason != self.told:
            log.warning("%s The worker waits.", reason)
        elif self.told and not reason:
            log.warning("The database is there and migrated: the worker starts.")
        self.told = reason

    async def pause(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stop.wait(), WAIT_SECONDS)

    async def work(self) -> None:
        """Run jobs until told to stop or until the database goes away."""
        # A copy: the shared app keeps Django's connector, so that jobs deferred by a job stay in
        # its transaction.
        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
        worker = app.with_connector(connector)
        try:
            # Never cancelled: a pool that was opened halfway leaves tasks that do not end.
            async with worker.open_async():
                await self.run_jobs(worker)
        except LOST as error:
            log.warning("The worker lost the database: %s", type(error).__name__)
        if not self.stop.is_set():
            self.tell(UNREACHABLE)
            await self.pause()

    async def run_jobs(self, worker: App) -> None:
        """Until told to stop, then drain; procrastinate drains when it is cancelled."""
        if self.stop.is_set():
            return
        working = asyncio.create_task(worker.run_worker_async(**self.options))
        stopping = asyncio.create_task(self.stop.wait())
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if self.stop.is_set():
            working.cancel()
        with suppress(asyncio.CancelledError):
            await working


def _hindrances() -> list[str]:
    try:
        reasons = unready_reasons()
        if not reasons:
            refuse_unsafe_role()
            warn_of_broken_tools()
    except GONE:
        return [UNREACHABLE]
    finally:
        connections.close_all()
    return reasons


def _leave() -> None:
    """A job in a thread cannot be interrupted; its transaction is taken back, its job swept up."""
    sys.stderr.write("A job did not end in time and is dropped; another worker takes it up.\n")
    sys.stderr.flush()
    os._exit(STOPPED_IN_WORK)
