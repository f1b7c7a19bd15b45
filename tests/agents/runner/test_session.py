"""A run contains whatever goes wrong in it."""

import logging
from typing import Any

import pytest

from ledgerflow.agents.records import RunOutcome
from ledgerflow.agents.runner import session
from ledgerflow.agents.runner.run import agent_run
from ledgerflow.agents.runner.scripted import Answer, scripted
from tests.agents.runner import fake_openai as server
from tests.agents.runner.conftest import (
    FAST,
    GOOD,
    QUESTION,
    Ask,
    agent_of,
    context_for,
    model_of,
    toolbox_for,
)

SECRET = "JANE EXAMPLE 4111"


def run_against(base_url: str, **more: Any) -> RunOutcome:
    spec, context = agent_of(model_of(base_url)), context_for()
    return agent_run(spec, QUESTION, toolbox=toolbox_for(spec, context), context=context,
                     pace=FAST, **more)  # fmt: skip


def test_a_fault_of_ours_is_an_outcome_and_logged_without_its_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Any:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(session, "Conversation", broken)
    with caplog.at_level(logging.DEBUG):
        outcome = run_against("", model=scripted(lambda _view: Answer(GOOD)))
    assert (outcome.state, outcome.reason_code) == ("failed", "fault")
    assert "RuntimeError" in outcome.reason
    assert SECRET not in caplog.text + outcome.reason


def test_a_missing_library_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_spec: object) -> None:
        raise ImportError(name="anthropic")

    monkeypatch.setattr(session, "library_load", missing)
    outcome = run_against("https://llm.example")
    assert (outcome.state, outcome.reason_code) == ("failed", "not_installed")


def test_a_private_server_that_is_not_listed_is_not_reached() -> None:
    with server.FakeOpenAI(server.answers(**GOOD)) as fake:
        outcome = run_against(fake.base_url)
        assert (outcome.state, outcome.reason_code) == ("failed", "outbound_refused")
        assert "LEDGERFLOW_PRIVATE_HOSTS" in outcome.reason
        assert fake.asked == []
        (kept,) = outcome.outbound
        assert (kept.host, kept.sent_bytes, bool(kept.refused)) == ("127.0.0.1", 0, True)


def test_a_server_that_is_not_there_is_down(ask: Ask) -> None:
    with server.FakeOpenAI(server.answers(**GOOD)) as fake:
        base_url, host = fake.base_url, fake.host
    spec, context = agent_of(model_of(base_url)), context_for(host)
    outcome = agent_run(
        spec, QUESTION, toolbox=toolbox_for(spec, context), context=context, pace=FAST
    )
    assert (outcome.state, outcome.reason_code) == ("failed", "model_down")
    assert outcome.messages[-1]["role"] == "end"


def test_forms_are_tried_down_to_the_weakest(ask: Ask) -> None:
    ran = ask(server.falls_over(lambda body: "tools" in body, server.answers(**GOOD)))
    assert ran.outcome.state == "answered"
    assert ran.requests == ran.outcome.usage.requests == 5
    roles = [one["role"] for one in ran.outcome.messages]
    assert roles == ["note"] * 4 + ["system", "user", "model"]


def test_a_server_that_fails_whatever_it_is_asked_is_down(ask: Ask) -> None:
    ran = ask(server.fails(500))
    assert (ran.outcome.state, ran.outcome.reason_code) == ("failed", "model_down")
    assert ran.requests <= 8


def test_a_fault_in_the_middle_is_no_matter_of_form(ask: Ask) -> None:
    ran = ask(server.answers(**(GOOD | {"confidence": 7})), server.fails(400))
    assert (ran.outcome.reason_code, ran.requests) == ("request_refused", 2)
