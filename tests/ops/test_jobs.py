"""What the tables of jobs tell about workers and queues."""

import pytest
from django.db import connection

from ledgerflow.ops import jobs


@pytest.fixture
def cursor(db):
    with connection.cursor() as opened:
        for table in ("jobs", "workers"):
            opened.execute(f"DELETE FROM procrastinate_{table}")
        yield opened


def put_job(cursor, queue="statements", status="todo", worker=None, minutes=0, scheduled=None):
    """A job that was deferred so many minutes ago."""
    cursor.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id, scheduled_at)"
        " VALUES (%s, 'invented', %s, %s, now() + %s * interval '1 minute') RETURNING id",
        [queue, status, worker, scheduled],
    )
    number = cursor.fetchone()[0]
    cursor.execute(
        "UPDATE procrastinate_events SET at = now() - %s * interval '1 minute' WHERE job_id = %s",
        [minutes, number],
    )


def put_worker(cursor, seconds=0):
    """A worker that was last heard of so many seconds ago."""
    cursor.execute(
        "INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - %s * interval '1 second') RETURNING id",
        [seconds],
    )
    return cursor.fetchone()[0]


def test_each_queue_tells_how_long_its_oldest_job_has_waited(cursor):
    put_job(cursor, "statements", minutes=20)
    put_job(cursor, "statements", minutes=1)
    put_job(cursor, "upkeep", minutes=2)
    put_job(cursor, "upkeep", status="succeeded", minutes=500)
    found = {queue.name: queue for queue in jobs.queues(connection)}
    assert {name: queue.waiting for name, queue in found.items()} == {"statements": 2, "upkeep": 1}
    assert found["statements"].oldest_seconds == pytest.approx(1200, abs=30)


def test_a_job_of_the_future_does_not_wait(cursor):
    put_job(cursor, minutes=90, scheduled=5)
    assert [(q.waiting, q.oldest_seconds) for q in jobs.queues(connection)] == [(0, 0.0)]


def test_a_job_waits_from_when_it_was_scheduled_for(cursor):
    put_job(cursor, minutes=90, scheduled=-5)
    assert jobs.queues(connection)[0].oldest_seconds == pytest.approx(300, abs=30)


def test_workers_are_alive_for_a_minute_after_their_last_sign(cursor):
    put_worker(cursor, seconds=5)
    put_worker(cursor, seconds=3600)
    assert jobs.living_workers(connection) == 1


def test_jobs_of_dead_workers_are_stalled_and_failed_ones_are_counted(cursor):
    put_job(cursor, status="doing", worker=put_worker(cursor, seconds=5))
    put_job(cursor, status="doing", worker=put_worker(cursor, seconds=3600))
    put_job(cursor, status="doing")
    put_job(cursor, status="failed")
    assert jobs.stalled_jobs(connection) == 2
    assert jobs.failed_jobs(connection) == 1
