"""Jobs of workers that died: taken up again, but not for ever."""

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from ledgerflow.pipeline.tasks import ATTEMPTS_MAX, stalled_jobs_retry, statement_process


@pytest.fixture
def stalled(db):
    """A job that a worker took and never finished; the worker is gone."""

    def make(attempts):
        job_id = statement_process.defer(firm_id=1, business_id=1, file_id=1)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s WHERE id = %s",
                [attempts, job_id],
            )
        return job_id

    return make


def sweep():
    of_this_run = JobContext(app=app, start_timestamp=0, job=None, abort_reason=lambda: None)
    async_to_sync(stalled_jobs_retry.func)(of_this_run, 0)


def state_of(job_id):
    return ProcrastinateJob.objects.get(pk=job_id).status


def test_a_job_whose_worker_was_killed_waits_for_the_next_one(stalled):
    job_id = stalled(attempts=0)
    sweep()
    assert state_of(job_id) == "todo"


def test_a_job_that_killed_its_workers_again_and_again_is_left_as_failed(stalled):
    job_id = stalled(attempts=ATTEMPTS_MAX)
    sweep()
    assert state_of(job_id) == "failed"


def test_the_sweep_runs_every_minute():
    periodic = {str(p.task.name): p.cron for p in app.periodic_registry.periodic_tasks.values()}
    assert periodic["stalled_jobs_retry"] == "* * * * *"
