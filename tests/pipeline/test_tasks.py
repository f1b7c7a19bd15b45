"""Jobs: named, retried on what may pass, harmless to run again."""

import datetime as dt

import pytest
from django.db import OperationalError
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from ledgerflow.agents.lookups import look_up_open, model_policy_set
from ledgerflow.agents.run_models import LookUp
from ledgerflow.audit.models import Batch
from ledgerflow.pipeline import stages, tasks
from ledgerflow.pipeline.services import statement_submit
from ledgerflow.pipeline.tasks import (
    RETRY,
    agents_look_up,
    agents_tidy,
    stalled_jobs_retry,
    statement_process,
)
from ledgerflow.statements import formats
from ledgerflow.statements.models import BankTransaction, StatementFile
from tests.agents.asked import agent
from tests.pipeline.test_services import CSV, NONSENSE
from tests.published import checking


@pytest.fixture(autouse=True)
def _read_here(monkeypatch):
    monkeypatch.setattr(stages, "read_contained", formats.read)


def run(books, file_id):
    statement_process(
        firm_id=books.place.firm_id,
        business_id=books.place.business_id,
        file_id=file_id,
        user_id=books.user.pk,
    )


def test_a_job_brings_a_file_to_its_end_and_running_it_again_changes_nothing(books):
    with books.scope():
        checking(books)
    file_id = statement_submit(books.place, CSV, account="Checking", user_id=books.user.pk)
    run(books, file_id)
    with books.scope():
        assert StatementFile.objects.get().state == "published"
        before = (BankTransaction.objects.count(), Batch.objects.count())
    run(books, file_id)
    with books.scope():
        assert (BankTransaction.objects.count(), Batch.objects.count()) == before


def test_a_bad_file_ends_in_its_row_and_not_in_a_failed_job(books):
    file_id = statement_submit(books.place, NONSENSE, user_id=books.user.pk)
    run(books, file_id)
    with books.scope():
        assert StatementFile.objects.get().state == "failed"


def test_jobs_are_known_by_name_and_retried_when_the_database_went_away():
    assert {"statement_process", "stalled_jobs_retry"} <= set(app.tasks)
    assert statement_process.retry_strategy is RETRY
    assert RETRY.retry_exceptions == {OperationalError}
    assert stalled_jobs_retry.queueing_lock == "stalled_jobs_retry"
    assert (statement_process.queue, stalled_jobs_retry.queue) == ("statements", "upkeep")
    assert (agents_look_up.queue, agents_tidy.queue) == ("agents", "upkeep")
    assert agents_look_up.retry_strategy is RETRY


def look_up_jobs():
    return ProcrastinateJob.objects.filter(task_name="agents_look_up", status="todo")


def test_an_import_has_agents_asked_where_the_business_allows_it(books):
    ProcrastinateJob.objects.all().delete()
    agent()
    with books.scope():
        checking(books)
    file_id = statement_submit(books.place, CSV, account="Checking", user_id=books.user.pk)
    run(books, file_id)
    assert not look_up_jobs().exists(), "no policy, no question"
    with books.scope():
        model_policy_set(business=books.business, policy="local")
    run(books, file_id)
    assert look_up_jobs().count() == 1
    with books.scope():
        assert LookUp.objects.get().asked_by == books.user


def test_a_look_up_that_gives_way_is_queued_again_behind_the_others(books, monkeypatch):
    ProcrastinateJob.objects.all().delete()
    gave_way = iter([True, False])
    monkeypatch.setattr(tasks, "look_up_run", lambda place, give_way: next(gave_way))
    ids = {"firm_id": books.place.firm_id, "business_id": books.place.business_id}
    agents_look_up(**ids)
    assert look_up_jobs().get().args == ids
    look_up_jobs().delete()
    agents_look_up(**ids)
    assert not look_up_jobs().exists()


def test_the_minutes_tidying_ends_what_nobody_works_on(books):
    ProcrastinateJob.objects.all().delete()
    with books.scope():
        look_up = look_up_open(business=books.business)
        LookUp.objects.update(created_at=timezone.now() - dt.timedelta(hours=1))
    agents_tidy(0)
    with books.scope():
        look_up.refresh_from_db()
        assert look_up.state == "stopped"
