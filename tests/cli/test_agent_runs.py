"""`ledgerflow agents runs`, `show`, `try`: what was asked, and trying."""

import json

import pytest

from ledgerflow.agents.run_models import AgentRun
from ledgerflow.agents.runner.scripted import Answer, call, scripted
from ledgerflow.pipeline.lookups import trial
from ledgerflow.pipeline.lookups.batch import look_up_run, look_up_start
from tests.agents.asked import tool
from tests.pipeline.lookups.lookers import AtOnce, account_of, answers, undecided_books


def diligent(view):
    """Asks a tool, attempts what it may not, then answers."""
    if not view.results:
        return call("find_similar", description="ZORBLATT \x1b[31mWIDGETS")
    if len(view.results) == 1:
        return call("drop_tables")
    return Answer({"account": account_of(view), "confidence": 0.7, "reason": "Widgets."})


@pytest.fixture
def asked(books):
    made = undecided_books(books, lines=[("2025-01-03", "-310.00", "ZORBLATT WIDGETS 114")])
    made.tools.add(tool())
    look_up_start(books.place, user_id=books.user.pk)
    look_up_run(books.place, executor=AtOnce(), model=scripted(diligent))
    with books.scope():
        return AgentRun.objects.get().pk


def test_runs_lists_who_was_asked_about_whom(cli, asked):
    said = cli("agents", "runs").text
    assert "classification-agent/1" in said
    assert "Answered" in said
    listed = json.loads(cli("agents", "runs", "--json").out)
    assert [one["id"] for one in listed] == [asked]
    assert listed[0]["agent"] == "classification-agent"
    assert json.loads(cli("agents", "runs", "--look-up", "999", "--json").out) == []


def test_show_tells_every_step_and_what_was_refused(cli, asked):
    done = cli("agents", "show", asked)
    assert done.code == 0
    for words in (
        "Instructions to the model",
        "Data for the model",
        "Tool find_similar",
        "Refused: tool_unknown",
        "Widgets.",
        "0 USD",
    ):
        assert words in done.text
    assert "\x1b" not in done.out, "nothing a model said reaches the terminal as an escape"


def test_show_as_json_has_calls_and_messages(cli, asked):
    told = json.loads(cli("agents", "show", asked, "--json").out)
    assert told["calls"][0]["tool_name"] == "find_similar"
    assert told["messages"][0]["role"] == "system"
    assert told["output"]["reason"] == "Widgets."
    assert told["outbound"] == []


def test_a_run_that_is_not_there_is_said(cli, asked):
    missing = cli("agents", "show", asked + 999)
    assert missing.code == 6
    assert "has no run" in missing.text


def test_try_asks_about_what_waits_and_suggests_nothing(cli, books, monkeypatch):
    undecided_books(books)
    real = trial.agent_try
    monkeypatch.setattr(trial, "agent_try", lambda *given: real(*given, model=answers()[1]))
    done = cli("agents", "try", "classification-agent", "1-2")
    assert done.code == 0
    assert "It sells them." in done.text
    assert "Nothing was suggested." in done.text
    assert cli("agents", "try", "nobody").code == 2
    assert cli("agents", "try", "classification-agent", "99").code == 2


def test_without_runs_it_says_so(cli, books):
    assert "No agent was asked yet." in cli("agents", "runs").text
