"""Jobs: named, retried on what may pass, harmless to run again."""

import pytest
from django.db import OperationalError
from procrastinate.contrib.django import app

from ledgerflow.audit.models import Batch
from ledgerflow.pipeline import stages
from ledgerflow.pipeline.services import statement_submit
from ledgerflow.pipeline.tasks import RETRY, stalled_jobs_retry, statement_process
from ledgerflow.statements import formats
from ledgerflow.statements.models import BankTransaction, StatementFile
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
