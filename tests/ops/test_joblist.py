"""The people of a firm see its jobs, and have a failed one tried again; no other firm's."""

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from ledgerflow.core.errors import AccessError, RuleError
from ledgerflow.ops.joblist import job_page, job_retry

pytestmark = pytest.mark.django_db


def defer(books, number=1):
    job = app.configure_task("statement_process", queue="statements", allow_unknown=True)
    return job.defer(
        firm_id=books.place.firm_id, business_id=books.place.business_id, file_id=number
    )


def fail(job_id):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job_id])


def test_the_newest_jobs_of_the_firm_come_first_page_by_page(books, make_books):
    jobs = [defer(books, number) for number in range(3)]
    defer(make_books(name="Other Books"))
    first = job_page(books.place.firm_id, limit=2)
    assert [row.id for row in first.jobs] == jobs[:0:-1]
    rest = job_page(books.place.firm_id, before=first.before)
    assert [row.id for row in rest.jobs] == jobs[:1]
    assert rest.before is None
    row = first.jobs[0]
    assert (row.task, row.status, row.file_id) == ("statement_process", "todo", 2)
    assert row.business_id == books.place.business_id
    assert row.began is not None


def test_a_failed_job_is_tried_again_and_no_other(books):
    job = defer(books)
    with pytest.raises(RuleError) as caught:
        job_retry(books.place.firm_id, job)
    assert caught.value.code == "job_not_failed"
    fail(job)
    assert [row.id for row in job_page(books.place.firm_id, status="failed").jobs] == [job]
    assert job_page(books.place.firm_id, status="failed").jobs[0].has_failed
    job_retry(books.place.firm_id, job)
    assert job_page(books.place.firm_id).jobs[0].status == "todo"


def test_another_firms_job_is_like_one_that_does_not_exist(books, make_books):
    other = make_books(name="Other Books")
    job = defer(other)
    fail(job)
    for number in (job, job + 1000):
        with pytest.raises(AccessError):
            job_retry(books.place.firm_id, number)
