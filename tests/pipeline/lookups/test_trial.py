"""Trying an agent: real runs that suggest nothing."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from ledgerflow.agents.run_models import AgentRun
from ledgerflow.classification.models import Suggestion
from ledgerflow.core.errors import AccessError, InputError, RuleError
from ledgerflow.pipeline.lookups.trial import agent_try, agent_try_later, waiting_ids
from ledgerflow.pipeline.tasks import agents_try
from tests.agents.asked import agent
from tests.pipeline.lookups.lookers import answers, undecided_books


def jobs():
    return ProcrastinateJob.objects.filter(task_name="agents_try")


def test_a_trial_asks_once_a_payee_and_suggests_nothing(books):
    made = undecided_books(books)
    ids = waiting_ids(books.place, [1, 2, 3])
    script, model = answers()
    runs = agent_try(books.place, made, ids, books.user.pk, model=model)
    assert [run.state for run in runs] == ["answered", "answered"], "two are of one payee"
    assert {run.is_trial for run in runs} == {True}
    assert runs[0].output["reason"] == "It sells them."
    assert (runs[0].agent, runs[0].prompt.version) == (made, 1)
    with books.scope():
        assert not Suggestion.objects.filter(source="agent").exists()
        assert AgentRun.objects.filter(is_trial=True).count() == len(script.seen) == 2


def test_a_worker_tries_it_where_the_web_may_not_reach_out(books):
    made = undecided_books(books)
    ids = waiting_ids(books.place, [1, 2])
    agent_try_later(books.place, made, ids, books.user.pk)
    job = jobs().get()
    assert (job.queue_name, job.args) == (
        "agents",
        {
            "firm_id": books.place.firm_id,
            "business_id": books.place.business_id,
            "agent_id": made.pk,
            "transaction_ids": ids,
            "user_id": books.user.pk,
        },
    )
    agents_try.func(**job.args)  # its model's server is not there
    with books.scope():
        runs = AgentRun.objects.all()
        assert {(run.state, run.is_trial) for run in runs} == {("failed", True)}


def test_what_stands_in_a_trials_way_is_said_before_a_worker_is_asked(books):
    made = undecided_books(books, policy="none")
    with pytest.raises(RuleError, match="lets no language model"):
        agent_try_later(books.place, made, waiting_ids(books.place, [1]), None)
    assert not jobs().exists()


def test_a_trial_obeys_the_policy(books):
    made = undecided_books(books, policy="none")
    with pytest.raises(RuleError) as caught:
        agent_try(books.place, made, waiting_ids(books.place, [1]), books.user.pk)
    assert caught.value.code == "model_policy"


def test_what_cannot_be_tried_is_said(books, make_books):
    made = undecided_books(books)
    other = make_books(name="Other Books")
    with pytest.raises(AccessError, match="no transaction"):
        agent_try(other.place, made, waiting_ids(books.place, [1]), None)
    with pytest.raises(InputError, match="no number 5"):
        waiting_ids(books.place, [5])
    profile = agent("profile")
    with pytest.raises(InputError) as caught:
        agent_try(books.place, profile, waiting_ids(books.place, [1]), None)
    assert caught.value.code == "not_about_transactions"
