"""A process that is ready to import and forks for each import, so that a child can be killed.

Here: run as `python zygote.py MEDIA_ROOT`, one JSON request a line on stdin, answered by the
child's exit code. A request with `kill_after` (seconds) ends with kill -9 then. Not here: what
must hold afterwards (test_*.py).
"""

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import django
from django.conf import settings


def main() -> None:
    """Serve requests until stdin ends."""
    django.setup()
    settings.MEDIA_ROOT = Path(sys.argv[1])
    import ledgerflow.pipeline.tasks  # noqa: F401  loaded once, before any fork

    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            os._exit(work(request))
        if request.get("kill_after") is not None:
            time.sleep(request["kill_after"])
            os.kill(child, signal.SIGKILL)  # not reaped yet, so the number is still its own
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def work(request: dict[str, Any]) -> int:
    """Import the file that the request names, post entries, look at an inbox, work through the
    jobs, or sweep.
    """
    if request["do"] == "inbox":
        return look_at_inbox(request)
    if request["do"] == "post":
        from tests.faults.poster import post

        return post(request)
    if request["do"] != "import":
        return run_jobs(sweep=request["do"] == "sweep")
    from ledgerflow.firms.access import operator_place_by_id
    from ledgerflow.pipeline.services import Upload, statements_import

    place = operator_place_by_id(request["firm"], request["business"])
    path = Path(str(request["file"]))
    run = statements_import(
        place,
        [Upload(path.name, path.read_bytes())],
        account=str(request["account"]),
        user_id=request["user"],
    )
    return len(run.refused)


def look_at_inbox(request: dict[str, Any]) -> int:
    """One look, as `ledgerflow inbox watch --once` takes it."""
    from ledgerflow.firms.access import operator_place_by_id
    from ledgerflow.pipeline.inbox import Inbox

    place = operator_place_by_id(request["firm"], request["business"])
    folder = Path(str(request["folder"]))
    inbox = Inbox(folder, place, str(request["account"]), request["user"], stable_seconds=0)
    return sum(one.error is not None for one in inbox.look(time.time(), once=True).shelved)


def run_jobs(*, sweep: bool) -> int:
    """One worker, until no job is left; or the minute's sweep, as a worker runs it."""
    import asyncio
    from types import SimpleNamespace

    from procrastinate.contrib.django import app

    from ledgerflow.pipeline.tasks import stalled_jobs_retry

    async def drain() -> None:
        worker = app.with_connector(app.connector.get_worker_connector())
        async with worker.open_async():
            if sweep:
                await stalled_jobs_retry(SimpleNamespace(app=worker), 0)
            else:
                await worker.run_worker_async(wait=False, install_signal_handlers=False)

    asyncio.run(drain())
    return 0


if __name__ == "__main__":
    main()
