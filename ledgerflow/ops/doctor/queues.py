"""Check: is anybody working, and does everything that waits get its turn.

Here: workers and jobs. Not here: mending; dead workers' jobs come back by themselves.
"""

from collections.abc import Iterator

from ledgerflow.ops.doctor.finding import Installation, Said, counted, ok, warning
from ledgerflow.ops.jobs import Queue, failed_jobs, living_workers, queues, stalled_jobs
from ledgerflow.ops.reachable import own_connection

LATE_SECONDS = 15 * 60


def look(installation: Installation) -> Iterator[Said]:
    """Workers, queues, jobs that ended badly."""
    with own_connection() as connection:
        yield workers(living_workers(connection))
        waiting = queues(connection)
        yield from (queue for each in waiting if (queue := late(each)))
        if not any(late(each) for each in waiting):
            total = sum(each.waiting for each in waiting)
            yield ok(f"No job is late; {total} waiting.")
        yield from ended(failed_jobs(connection), stalled_jobs(connection))


def workers(alive: int) -> Said:
    """How many there are."""
    if not alive:
        return warning(
            "No worker is alive: uploads are not read.",
            "Run `ledgerflow worker` (or `ledgerflow serve`).",
        )
    return ok(f"Alive: {counted(alive, 'worker')}.")


def late(queue: Queue) -> Said | None:
    """A queue whose oldest job waits too long."""
    if queue.oldest_seconds <= LATE_SECONDS:
        return None
    minutes = queue.oldest_seconds / 60
    return warning(
        f"The queue {queue.name} is late: {counted(queue.waiting, 'job')} waiting, the oldest for"
        f" {minutes:,.0f} minutes.",
        f"Run a worker for it: `ledgerflow worker --queue {queue.name}`.",
    )


def ended(failures: int, stalled: int) -> Iterator[Said]:
    """Jobs that failed for good, and jobs whose worker died."""
    if failures:
        yield warning(
            f"{counted(failures, 'job')} failed for good.",
            "Read them in /admin/procrastinate/procrastinatejob/?status__exact=failed.",
        )
    if stalled:
        yield warning(
            f"{counted(stalled, 'job')} taken by workers that are gone.",
            "They come back within two minutes where `ledgerflow worker --queue upkeep` runs.",
        )
