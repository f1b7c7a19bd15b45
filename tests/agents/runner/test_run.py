"""The way in."""

import subprocess
import sys

import pytest

from ledgerflow.agents.runner import run
from ledgerflow.agents.runner.run import agent_run, never
from tests.agents.runner import fake_openai as server
from tests.agents.runner.conftest import GOOD, QUESTION, Ask, agent_of, context_for, model_of
from tests.agents.runner.conftest import toolbox_for as tools_for


def test_the_base_installation_does_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "find_spec", lambda _name: None)
    spec, context = agent_of(model_of()), context_for()
    outcome = agent_run(spec, QUESTION, toolbox=tools_for(spec, context), context=context)
    assert (outcome.state, outcome.reason_code) == ("failed", "not_installed")
    assert "make llm" in outcome.reason


def test_importing_the_way_in_does_not_import_the_library() -> None:
    code = (
        "import sys, ledgerflow.agents.runner.run, ledgerflow.agents.runner.replay;"
        " sys.exit('pydantic_ai' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_nobody_cancels_by_default() -> None:
    assert not never()


def test_an_unknown_kind_is_a_programming_fault() -> None:
    spec, context = agent_of(model_of(), kind="poetry"), context_for()
    with pytest.raises(KeyError):
        agent_run(spec, QUESTION, toolbox=tools_for(spec, context), context=context)


def test_a_run_comes_back_with_all_that_happened(ask: Ask) -> None:
    ran = ask(server.answers(**GOOD), input_price=1, output_price=5)
    outcome = ran.outcome
    assert [one["role"] for one in outcome.messages] == ["system", "user", "model"]
    assert [one.purpose for one in outcome.outbound] == ["model"]
    assert (outcome.usage.requests, outcome.usage.input_tokens) == (1, 100)
    assert str(outcome.usage.cost) == "0.000200"
    assert outcome.milliseconds > 0
