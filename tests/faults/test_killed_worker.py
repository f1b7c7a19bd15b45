"""A worker that is killed in a job: the job is taken up again and ends as if nothing had been."""

import datetime as dt
import random
import signal

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from ledgerflow.pipeline.services import Upload, statement_submit
from ledgerflow.statements.models import StatementFile
from tests.faults.test_killed_import import (
    DAYS,
    FIRST,
    check_all_is_there,
    check_nothing_is_half,
    history,
    studio,  # noqa: F401  the fixture
    wait_for_other_connections,
)
from tests.statement_files import csv_file


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db):
    """Procrastinate's tables are not ours, so that a flush does not empty them."""
    ProcrastinateJob.objects.all().delete()
    yield
    ProcrastinateJob.objects.all().delete()


def statuses():
    jobs = ProcrastinateJob.objects.filter(task_name="statement_process")
    return set(jobs.values_list("status", flat=True))


def grow_old():
    """The dead worker's last heartbeat is long ago; the suite does not wait for that."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        )


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_job_of_a_killed_worker_is_swept_up_and_finished(studio, zygote, share):  # noqa: F811
    account = history(1)
    for number in range(2):
        first = FIRST + dt.timedelta(number * (DAYS - 2))
        last = first + dt.timedelta(DAYS - 1)
        upload = Upload(f"{number}.csv", csv_file(account, first, last))
        statement_submit(studio.place, upload, account="Checking", user_id=studio.user.pk)
    code = zygote.run(do="jobs", kill_after=share * random.uniform(0.8, 1.2))  # noqa: S311
    wait_for_other_connections(connection.settings_dict["NAME"])
    check_nothing_is_half(studio)
    if code == -signal.SIGKILL:
        grow_old()
    assert zygote.run(do="sweep") == 0
    assert "doing" not in statuses(), "the sweep gives every job of a dead worker back"
    assert zygote.run(do="jobs") == 0
    assert statuses() == {"succeeded"}
    check_nothing_is_half(studio)
    check_all_is_there(studio, account, last)
    with studio.scope():
        assert StatementFile.objects.count() == 2


def test_jobs_of_living_workers_are_left_alone(studio, zygote):  # noqa: F811
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
            " VALUES ('default', 'statement_process', '{}', 'doing', %s)",
            [worker],
        )
    assert zygote.run(do="sweep") == 0
    assert statuses() == {"doing"}
