"""What dead workers leave behind is ended, and living ones give way."""

import datetime as dt

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from ledgerflow.agents.models import AgentSpend
from ledgerflow.agents.run_models import AgentRun, LookUp
from ledgerflow.pipeline.lookups import abandoned
from ledgerflow.pipeline.lookups.abandoned import abandoned_end, others_wait
from ledgerflow.pipeline.lookups.batch import look_up_start
from tests.agents.asked import priced, run
from tests.pipeline.lookups.lookers import undecided_books

HOUR = dt.timedelta(hours=1)


def begun_before(books, ago):
    spec = priced()
    with books.scope():
        one = run(books, spec, 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: dt.datetime.now(dt.UTC) - ago)
        with books.scope():
            return one.pk, run(books, spec, 4).pk


def test_a_run_long_past_its_limit_is_given_up_and_its_reservation_back(books):
    young, old = begun_before(books, HOUR)
    abandoned_end()
    with books.scope():
        states = dict(AgentRun.objects.values_list("pk", "state"))
    assert states == {young: "running", old: "failed"}
    assert sum(row.reserved for row in AgentSpend.objects.all()) == priced().max_cost_per_run


def test_a_look_up_without_a_job_is_ended_with_its_reason(books):
    undecided_books(books)
    number = look_up_start(books.place)
    abandoned_end()
    with books.scope():
        LookUp.objects.update(created_at=timezone.now() - HOUR)
    abandoned_end()
    with books.scope():
        assert LookUp.objects.get(pk=number).state == "waiting", "its job still waits"
    ProcrastinateJob.objects.filter(task_name="agents_look_up").delete()
    abandoned_end()
    with books.scope():
        ended = LookUp.objects.get(pk=number)
    assert (ended.state, ended.reason_code) == ("stopped", "worker_lost")
    assert "Start it anew" in ended.reason


def test_a_look_up_gives_way_to_others_after_its_first_seconds(monkeypatch):
    now, asked = [0.0], []
    monkeypatch.setattr(abandoned, "_somebody_waits", lambda: bool(asked.append(now[0]) or True))
    give_way = others_wait(clock=lambda: now[0])
    answers = []
    for now[0] in (1.0, 14.0, 16.0):
        answers.append(give_way())
    assert answers == [False, False, True]
    assert asked == [16.0]


def test_the_queue_is_asked_every_few_seconds_only(monkeypatch):
    now, asked = [0.0], []
    monkeypatch.setattr(abandoned, "_somebody_waits", lambda: bool(asked.append(now[0])))
    give_way = others_wait(clock=lambda: now[0])
    for now[0] in (20.0, 20.5, 21.0, 22.5):
        assert not give_way()
    assert asked == [20.0, 22.5]


def test_another_job_that_waits_is_seen(books):
    ProcrastinateJob.objects.all().delete()
    assert not abandoned._somebody_waits()
    undecided_books(books)
    look_up_start(books.place)
    assert abandoned._somebody_waits()
