"""`ledgerflow worker`: jobs of some queues; waits, works, drains, and leaves when told to."""

import os
import signal
import time

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from ledgerflow.cli import job_process
from ledgerflow.cli.worker import known_queues, refuse_unknown_queues
from ledgerflow.core.errors import InputError, OutsideError
from ledgerflow.ops.backup.target import configured_target
from tests.commands import start, url_of
from tests.loopback import closed_port

SLOW_JOB = """
import sys, time, django
django.setup()
from procrastinate.contrib.django import app
from ledgerflow.cli import job_process

@app.task(name="slow", queue="slow")
def slow():
    print("job begins", flush=True)
    time.sleep({seconds})

slow.defer()
job_process.LEAVE_SECONDS = 0.5
sys.exit(job_process.work(queues=["slow"], grace={grace}))
"""


@pytest.fixture
def jobs_table(transactional_db):
    """Procrastinate's tables are not ours, so that a flush does not empty them."""
    ProcrastinateJob.objects.all().delete()
    yield
    ProcrastinateJob.objects.all().delete()


def slow_jobs():
    jobs = ProcrastinateJob.objects.filter(task_name="slow")
    return list(jobs.values_list("status", flat=True))


@pytest.fixture
def started(tmp_path):
    """`started(...)` starts a command that is gone after the test."""
    commands = []

    def run(*arguments, **given):
        commands.append(start(tmp_path, *arguments, **given))
        return commands[-1]

    yield run
    for command in commands:
        if command.process.poll() is None:
            command.process.kill()
        command.process.wait()


def test_every_task_has_a_queue_that_a_worker_can_be_given():
    assert known_queues() == ["agents", "backup", "statements", "upkeep"]
    refuse_unknown_queues(["backup", "upkeep"])
    refuse_unknown_queues([])


def test_a_misspelt_queue_is_refused_with_the_known_ones(cli):
    with pytest.raises(InputError, match="backup, statements, upkeep"):
        refuse_unknown_queues(["statement"])
    done = cli("worker", "--queue", "statements", "--queue", "statement")
    assert (done.code, "There is no queue 'statement'" in done.err) == (2, True)


def test_a_heartbeat_that_cannot_be_written_is_refused(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.WORKER_HEARTBEAT = tmp_path / "file" / "heartbeat"
    with pytest.raises(OutsideError, match="cannot be written") as caught:
        job_process.work(queues=[], grace=1)
    assert "LEDGERFLOW_WORKER_HEARTBEAT" in caught.value.hint


def test_it_waits_for_a_database_that_is_away_says_so_once_and_stops_at_once(started, tmp_path):
    url = f"postgresql://lf_app:x@127.0.0.1:{closed_port()}/books"
    worker = started("worker", DATABASE_URL=url)
    worker.wait_for("The database cannot be reached. The worker waits.")
    time.sleep(job_process.WAIT_SECONDS + 1)
    assert worker.said().count("The worker waits.") == 1
    assert time.time() - (tmp_path / "heartbeat").stat().st_mtime < 12
    code, seconds = worker.end()
    assert (code, seconds < 5) == (0, True)


@pytest.fixture
def empty_database(db):
    """A database that nobody has migrated."""
    name = f"test_worker_{os.getpid()}"
    target = configured_target()
    with target.connection("owner", "postgres") as opened:
        opened.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        opened.execute(f"CREATE DATABASE {name}")
        yield name
        opened.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_it_waits_for_the_schema_and_works_once_that_is_there(started, tmp_path, empty_database):
    urls = {
        "DATABASE_URL": url_of("app", empty_database),
        "DATABASE_OWNER_URL": url_of("owner", empty_database),
    }
    worker = started("worker", "--queue", "statements", **urls)
    worker.wait_for("Migrations are not applied")
    (tmp_path / "other").mkdir()
    migrating = start(tmp_path / "other", code=MIGRATE, **urls)
    assert migrating.process.wait(120) == 0, migrating.said()
    worker.wait_for("The database is there and migrated: the worker starts.")
    assert worker.end()[0] == 0


MIGRATE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
"""


def test_a_role_above_the_wall_between_firms_is_refused(started, db):
    worker = started("worker", DATABASE_URL=url_of("owner"))
    assert worker.process.wait(60) == 5, worker.said()
    assert "DATABASE_URL name the role lf_app" in worker.said()


def test_a_job_under_way_is_finished_before_it_stops(started, jobs_table):
    code = SLOW_JOB.format(seconds=1.5, grace=10)
    worker = started(code=code, DATABASE_URL=url_of("app"))
    worker.wait_for("job begins")
    ended, seconds = worker.end()
    assert (ended, slow_jobs()) == (0, [])
    assert 0.5 < seconds < 10


def test_a_job_that_does_not_end_is_dropped_and_stays_for_another_worker(started, jobs_table):
    worker = started(code=SLOW_JOB.format(seconds=60, grace=0.5), DATABASE_URL=url_of("app"))
    worker.wait_for("job begins")
    ended, seconds = worker.end()
    assert ended == job_process.STOPPED_IN_WORK
    assert seconds < 10
    assert "another worker takes it up" in worker.said()
    assert slow_jobs() == ["doing"]


STOPPED_WHILE_STARTING = """
import asyncio, django
django.setup()
from ledgerflow.cli.job_process import _Worker

async def stopped_after(seconds):
    worker = _Worker(["upkeep"], 5.0)
    running = asyncio.create_task(worker.work())
    await asyncio.sleep(seconds)
    worker.stop.set()
    await asyncio.wait_for(running, 20)
    assert asyncio.all_tasks() == {asyncio.current_task()}, asyncio.all_tasks()

async def at_each_moment():
    for moment in range(30):
        await stopped_after(moment * 0.003)

asyncio.run(at_each_moment())
"""


def test_it_stops_cleanly_at_any_moment_of_its_start(started, jobs_table):
    worker = started(code=STOPPED_WHILE_STARTING, DATABASE_URL=url_of("app"))
    assert worker.process.wait(90) == 0, worker.said()


def test_it_takes_up_work_again_after_the_database_was_away(started, jobs_table):
    worker = started("worker", "--queue", "upkeep", DATABASE_URL=url_of("app"))
    assert wait_until(lambda: sessions("ledgerflow worker"))
    with configured_target().connection("backup") as opened:
        opened.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'ledgerflow worker'"
        )
    assert wait_until(lambda: sessions("ledgerflow worker"))
    assert worker.process.poll() is None
    worker.process.send_signal(signal.SIGINT)
    assert worker.process.wait(30) == 0, worker.said()


def sessions(program):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s AND query LIKE"
            " 'LISTEN%%'",
            [program],
        )
        return cursor.fetchone()[0]


def wait_until(question, seconds=30.0):
    """Ask again until the answer is true."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)
    return answer
