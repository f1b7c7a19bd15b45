"""Whether anybody works and what waits too long."""

import pytest
from django.db import connection

from ledgerflow.ops.doctor import queues
from ledgerflow.ops.doctor.finding import Installation
from ledgerflow.ops.jobs import Queue


@pytest.mark.parametrize(("alive", "state"), [(0, "warning"), (1, "ok"), (3, "ok")])
def test_somebody_must_work(alive, state):
    assert queues.workers(alive).state == state


def test_a_queue_is_late_after_a_quarter_of_an_hour_and_named():
    assert queues.late(Queue("statements", 4, 899.0)) is None
    said = queues.late(Queue("statements", 4, 1800.0))
    assert said.state == "warning"
    assert "4 jobs waiting, the oldest for 30 minutes" in said.what
    assert "--queue statements" in said.remedy


def test_jobs_that_ended_badly_are_counted():
    assert list(queues.ended(0, 0)) == []
    said = list(queues.ended(2, 1))
    assert [one.what.split()[0] for one in said] == ["2", "1"]


@pytest.mark.django_db(transaction=True)
def test_the_tables_are_asked_by_a_connection_of_its_own():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_workers")
    said = list(queues.look(Installation(None)))
    assert [one.state for one in said] == ["warning", "ok"]
    assert said[1].what == "No job is late; 0 waiting."
