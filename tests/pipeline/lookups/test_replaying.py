"""A recorded run is repeated without any connection, and comes to what is recorded."""

import json
import socket

import pytest

from ledgerflow.agents.models import Agent, LanguageModel, Tool
from ledgerflow.agents.run_models import AgentRun
from ledgerflow.agents.runner.scripted import Answer, Say, call, scripted
from ledgerflow.agents.selectors import agent_spec
from ledgerflow.agents.toolbox.services import tools_sync
from ledgerflow.classification.asking.questions import classification_question
from ledgerflow.core.errors import AccessError, ConflictError, InputError
from ledgerflow.pipeline.lookups.asking_one import ask_one
from ledgerflow.pipeline.lookups.replaying import run_repeat
from tests.agents.asked import agent as agent_row
from tests.agents.ended import ended_run
from tests.pipeline.lookups.replayed import group_of, offline_books


@pytest.fixture
def books(make_books):
    return offline_books(make_books)


@pytest.fixture
def agent(db):
    tools_sync()
    Tool.objects.update(is_enabled=True)
    found = agent_row("classification", max_tool_calls=2)
    found.tools.set(Tool.objects.filter(name__in=["lookup_merchant", "find_similar"]))
    return found


@pytest.fixture
def offline(monkeypatch):
    """No socket of Python's connects; PostgreSQL's driver uses its own."""

    def refuse(*_arguments, **_named):
        raise AssertionError("nothing may be connected to")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def asked(books, agent, script):
    """The id of a run recorded with a scripted model."""
    return ask_one(
        books.place,
        agent_spec(agent),
        lambda business: classification_question(business, group_of(business), None),
        user_id=books.user.pk,
        model=scripted(script),
    ).run_id


def first_account(view):
    return next(number for number, label in view.accounts.items() if "Supplies" in label)


def looks_up_and_answers(view):
    if not view.results:
        return call("lookup_merchant", name="HOME DEPOT")
    if len(view.results) == 1:
        return call("find_similar", description="HOME DEPOT #7114")
    return Answer(
        {
            "account": first_account(view),
            "confidence": 0.7,
            "reason": "a hardware shop",
            "payee_name": "Home Depot",
            "sources": [{"url": "https://made-up.example/", "title": "", "quote": "invented"}],
        }
    )


def answers_after_a_repair(view):
    return (
        Answer({"account": "999999", "confidence": 7})
        if not view.told
        else Answer({"account": None, "confidence": 0.2})
    )


def never_answers(view):
    return Say("I would rather not.")


def calls_for_ever(view):
    return call("find_similar", description=f"try {len(view.results)}")


def calls_what_it_may_not(view):
    unknown = ("drop_tables", "x" * 200, "pay DE89370400440532013000")
    if len(view.results) < len(unknown):
        return call(unknown[len(view.results)], now=True)
    return never_answers(view)


@pytest.mark.parametrize(
    ("script", "state"),
    [
        (looks_up_and_answers, "answered"),
        (answers_after_a_repair, "answered"),
        (never_answers, "review"),
        (calls_for_ever, "review"),
        (calls_what_it_may_not, "review"),
    ],
)
def test_a_run_is_repeated_offline_and_comes_to_the_same(books, agent, script, state, offline):
    run_id = asked(books, agent, script)
    with books.scope():
        assert AgentRun.objects.get(pk=run_id).state == state
    found = run_repeat(books.place, run_id)
    assert found.differences == ()
    assert (found.state, found.is_same, found.has_other_words) == (state, True, False)


def test_a_failed_run_fails_in_the_same_words(books, agent, offline):
    def breaks(view):
        if not view.results:
            return call("lookup_merchant", name="HOME DEPOT")
        raise ConnectionError("gone")

    run_id = asked(books, agent, breaks)
    found = run_repeat(books.place, run_id)
    with books.scope():
        run = AgentRun.objects.get(pk=run_id)
    assert run.state in ("failed", "review")
    assert found.is_same
    assert (found.state, found.reason) == (run.state, run.reason)


def test_what_an_operator_changed_since_changes_no_replay(books, agent):
    run_id = asked(books, agent, looks_up_and_answers)
    Tool.objects.all().update(is_enabled=False)
    agent.tools.clear()
    Agent.objects.update(max_tool_calls=0, max_tokens=100, max_cost_per_run=0, model=None)
    LanguageModel.objects.all().delete()
    assert run_repeat(books.place, run_id).is_same


def test_a_replay_writes_nothing(books, agent):
    run_id = asked(books, agent, looks_up_and_answers)
    with books.scope():
        before = json.dumps(list(AgentRun.objects.values()), default=str)
    run_repeat(books.place, run_id)
    with books.scope():
        assert json.dumps(list(AgentRun.objects.values()), default=str) == before


def recorded(books, agent, **fields):
    """A run whose record a test writes itself."""
    with books.scope():
        return ended_run(books, agent, **fields).pk


def test_other_words_and_another_outcome_are_told(books, agent):
    told = [{"role": "system", "text": "Words of an older version."}]
    reply = {"role": "model", "text": "", "calls": [], "finish": "stop"}
    reply["calls"] = [{"id": "a", "name": "answer", "arguments": '{"account":null,"confidence":1}'}]
    run_id = recorded(
        books, agent, messages=[*told, reply], output={"account": "7"}, input={"fields": {}}
    )
    found = run_repeat(books.place, run_id)
    assert found.has_other_words
    assert ("account", "7", None) in [(d.what, d.recorded, d.now) for d in found.differences]


def test_what_cannot_be_repeated_is_told(books, agent, make_books):
    empty = recorded(books, agent, state="failed", reason="The process ended.")
    with pytest.raises(InputError, match=r"The process ended\."):
        run_repeat(books.place, empty)
    running = recorded(books, agent, state="running", ended_at=None, messages=[{"role": "note"}])
    with pytest.raises(ConflictError):
        run_repeat(books.place, running)
    with pytest.raises(AccessError):
        run_repeat(make_books().place, empty)
