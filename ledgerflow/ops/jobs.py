"""What the tables of jobs tell: are workers alive, does work get done.

Here: questions. Not here: doing or repairing anything (pipeline/tasks.py sweeps stalled jobs).
"""

from dataclasses import dataclass
from typing import Any

from procrastinate.contrib.django import app

ALIVE_SECONDS = 60
"""A worker says every 10 seconds that it lives."""

WORKERS_SQL = """
SELECT count(*) FROM procrastinate_workers
 WHERE last_heartbeat > clock_timestamp() - make_interval(secs => %s)"""

# A job waits from when it was due: deferred, deferred again, or scheduled for.
QUEUES_SQL = """
SELECT j.queue_name,
       count(*) FILTER (WHERE due.at <= clock_timestamp()),
       coalesce(extract(epoch FROM clock_timestamp()
                - min(due.at) FILTER (WHERE due.at <= clock_timestamp())), 0)
  FROM procrastinate_jobs j
 CROSS JOIN LATERAL (
       SELECT greatest(j.scheduled_at, max(e.at)) AS at
         FROM procrastinate_events e
        WHERE e.job_id = j.id AND e.type IN ('deferred', 'deferred_for_retry', 'retried')) due
 WHERE j.status = 'todo'
 GROUP BY 1 ORDER BY 1"""

FAILED_SQL = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"

STALLED_SQL = """
SELECT count(*) FROM procrastinate_jobs j
  LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
 WHERE j.status = 'doing'
   AND (w.id IS NULL OR w.last_heartbeat < clock_timestamp() - make_interval(secs => %s))"""


PERIODIC_SQL = """
SELECT extract(epoch FROM clock_timestamp()) - d.defer_timestamp, j.status::text
  FROM procrastinate_periodic_defers d LEFT JOIN procrastinate_jobs j ON j.id = d.job_id
 WHERE d.task_name = ANY(%s)"""


@dataclass(frozen=True)
class Queue:
    """Jobs of one queue that could run now, and for how many seconds the oldest has waited."""

    name: str
    waiting: int
    oldest_seconds: float


def living_workers(connection: Any) -> int:
    """How many workers gave a sign of life within the last minute."""
    return _count(connection, WORKERS_SQL, [ALIVE_SECONDS])


def failed_jobs(connection: Any) -> int:
    """How many jobs ended for good without success."""
    return _count(connection, FAILED_SQL)


def stalled_jobs(connection: Any) -> int:
    """How many jobs are marked as running although their worker is gone."""
    return _count(connection, STALLED_SQL, [ALIVE_SECONDS])


def queues(connection: Any) -> list[Queue]:
    """Every queue with jobs that wait, by name."""
    with connection.cursor() as cursor:
        cursor.execute(QUEUES_SQL)
        return [Queue(str(name), int(n), float(age)) for name, n, age in cursor.fetchall()]


def last_runs(connection: Any, queue: str) -> list[tuple[float, str | None]]:
    """When each periodic task of a queue was last due, in seconds ago, and its job's status.

    The status is None where the job succeeded, because such jobs are removed.
    """
    names = [task.name for task in app.tasks.values() if task.queue == queue]
    with connection.cursor() as cursor:
        cursor.execute(PERIODIC_SQL, [names])
        return [(float(age), status) for age, status in cursor.fetchall()]


def _count(connection: Any, sql: str, parameters: list[Any] | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.fetchone()[0])
