"""`ledgerflow agents`: setting up, policy, look-ups, status, cancelling."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from ledgerflow.agents.models import Agent
from ledgerflow.agents.run_models import LookUp
from ledgerflow.cli import agents, worker
from ledgerflow.firms.models import Membership, User
from ledgerflow.firms.services import membership_grant
from ledgerflow.pipeline.lookups.batch import look_up_run
from tests.pipeline.lookups.lookers import PAYEES, AtOnce, answers, undecided_books


@pytest.fixture(autouse=True)
def _no_old_jobs(db):
    ProcrastinateJob.objects.all().delete()


def test_init_makes_the_shipped_rows_once(cli, db):
    done = cli("agents", "init")
    assert done.code == 0
    assert "made: agent classification (switched off)" in done.text
    assert "add a language model" in done.text
    assert "All of them are there already." in cli("agents", "init").text
    assert Agent.objects.filter(is_enabled=False).count() == 3


def test_list_shows_what_is_on_and_what_it_cost(cli, books):
    assert "no agent yet" in cli("agents", "list").text
    undecided_books(books)
    said = cli("agents", "list").text
    assert "classification-agent" in said
    assert "house-model" in said
    assert "0 of 5" in said


def test_the_policy_is_shown_and_set_by_an_owner(cli, books):
    assert "none (No language model)" in cli("agents", "policy").text
    assert "local (Local models only)" in cli("agents", "policy", "local").text
    refused = cli("agents", "policy", "everything")
    assert refused.code == 2
    assert "none, local, allowed" in refused.text
    keeper = User.objects.create_user("keeper@example.com", "correct horse 12")
    with books.scope():
        membership_grant(firm_id=books.place.firm_id, user=keeper, role=Membership.Role.BOOKKEEPER)
    refused = cli("agents", "policy", "allowed", "--user", "keeper@example.com")
    assert refused.code == 6
    assert "may not set the policy" in refused.text


def test_run_says_what_is_missing(cli, books):
    refused = cli("agents", "run")
    assert refused.code == 5
    assert "lets no language model" in refused.text
    cli("agents", "policy", "local")
    refused = cli("agents", "run")
    assert refused.code == 2
    assert "ledgerflow agents init" in refused.text


def test_a_look_up_is_queued_watched_and_cancelled(cli, books):
    undecided_books(books)
    assert "No agent was asked yet" in cli("agents", "status").text
    done = cli("agents", "run", "--no-wait", "--user", books.user.email)
    assert done.code == 0
    assert "is queued" in done.text
    assert cli("agents", "run", "--no-wait").code == 4
    assert "Waiting" in cli("agents", "status").text
    assert "is being cancelled" in cli("agents", "cancel").text
    assert "Cancelled" in cli("agents", "status").text
    assert cli("agents", "cancel").code == 4


def worked_by(books, monkeypatch, model):
    """Where no worker runs the command does the work: here, at once and with a played model."""
    queues = []

    def work_off(names):
        queues.extend(names)
        look_up_run(books.place, executor=AtOnce(), model=model)

    monkeypatch.setattr(worker, "work_off", work_off)
    return queues


def test_without_a_worker_the_command_does_the_work(cli, books, monkeypatch):
    undecided_books(books)
    queues = worked_by(books, monkeypatch, answers()[1])
    done = cli("agents", "run")
    assert (done.code, queues) == (0, ["agents"])
    assert f"Done: {PAYEES} of {PAYEES}" in done.text
    assert "4 suggestions; 0 payees left to you." in done.text
    assert "takes them back" in done.text
    with books.scope():
        batch = LookUp.objects.get().batch_id
    undone = cli("undo", batch)
    assert undone.code == 0
    assert "suggestions of agents taken back: 4" in undone.text


def test_a_look_up_that_stopped_is_told_with_exit_code_1(cli, books, monkeypatch):
    undecided_books(books, max_seconds=1)
    worked_by(books, monkeypatch, None)
    done = cli("agents", "run")
    assert done.code == 1
    assert "Stopped" in done.text
    assert "Stopped" in cli("agents", "status").text


def test_the_commands_of_other_modules_hang_on_the_same_word():
    names = {command.name for command in agents.app.registered_commands}
    assert {"runs", "show", "try", "replay", "profile", "accept"} <= names


def test_review_shows_what_a_suggestion_rests_on(cli, books, monkeypatch):
    undecided_books(books)
    worked_by(books, monkeypatch, answers(questions=["Whose widgets\x1b[31m?"])[1])
    cli("agents", "run")
    done = cli("review")
    assert "Looked up for 1, 2 (run" in done.text
    assert "to ask the client: Whose widgets" in done.text
    assert "\x1b" not in done.out
