"""What tests of the runner share: an agent, a question, a server told how to behave."""

import importlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from ledgerflow.agents.context import RunContext
from ledgerflow.agents.records import AgentSpec, ModelSpec, Question, RunOutcome, ToolSpec
from ledgerflow.agents.runner.breaker import gates_forget
from ledgerflow.agents.runner.forms import forms_forget
from ledgerflow.agents.runner.pacing import Pace
from ledgerflow.agents.runner.run import agent_run, never
from ledgerflow.agents.toolbox.calling import Toolbox
from tests.agents.runner.fake_openai import Behaviour, FakeOpenAI
from tools.context import MerchantFact
from tools.outbound.addresses import OutboundPolicy

FAST = Pace(first_wait=0.01, longest_wait=0.02)
"""Backoff in hundredths of a second."""

GOOD = {
    "account": "11",
    "confidence": 0.8,
    "reason": "A bakery; meals with clients.",
    "payee_name": "Corner Bakery",
}
QUESTION = Question(
    kind="classification",
    subject_key="corner bakery",
    fields={
        "descriptions": ["SQ *CORNER BAKERY 0412"],
        "industry": "Design studio",
        "legal_form": "sole proprietor",
        "tax_regime": "US",
        "direction": "out",
        "currency": "USD",
    },
    accounts={"11": "Meals", "12": "Rent"},
    transactions=(7, 8),
)
LOOK = ToolSpec("lookup_merchant", "tools.merchant_tool.lookup_merchant", calls_per_run=50)
PROMPT = "You place payments of a {legal_form} working as {industry} on the accounts offered."


def model_of(base_url: str = "", **fields: Any) -> ModelSpec:
    """A model at a compatible server; impatient."""
    given: dict[str, Any] = {"name": "small", "provider": "compatible", "request_seconds": 1}
    return ModelSpec(**(given | {"model_name": "tiny-1", "base_url": base_url} | fields))


def agent_of(model: ModelSpec, **fields: Any) -> AgentSpec:
    """An agent of the kind classification."""
    given: dict[str, Any] = {"kind": "classification", "prompt": PROMPT, "max_seconds": 3}
    return AgentSpec(id=1, name="placer", model=model, prompt_id=1, prompt_version=1,
                     **(given | fields))  # fmt: skip


def context_for(*hosts: str) -> RunContext:
    """A context that may reach these hosts of ours, and knows one merchant."""
    fact = MerchantFact("Corner Bakery", "bakery", "meals", "sure")
    return RunContext(
        searxng_url=None,
        policy=OutboundPolicy(private_hosts=frozenset(hosts)),
        merchants=lambda _name, _limit: [fact],
    )


def toolbox_for(spec: AgentSpec, context: RunContext) -> Toolbox:
    """The agent's tools for one run."""
    return Toolbox(
        spec.tools, context, max_calls=spec.max_tool_calls, on_refusal=lambda _refusal: None
    )


@dataclass(frozen=True)
class Ran:
    """A run that is over, and what its server saw of it."""

    outcome: RunOutcome
    server: FakeOpenAI
    spec: AgentSpec
    seconds: float

    @property
    def requests(self) -> int:
        return len(self.server.asked)

    @property
    def what(self) -> set[str]:
        """The kinds of refusals."""
        return {refusal.what for refusal in self.outcome.refusals}


Ask = Callable[..., Ran]


@pytest.fixture(autouse=True, scope="session")
def _libraries() -> None:
    """Import them before any clock runs: seconds, on a busy machine many."""
    importlib.import_module("pydantic_ai.models.openai")


@pytest.fixture(autouse=True)
def _fresh_memory() -> None:
    gates_forget()
    forms_forget()


@pytest.fixture
def ask() -> Ask:
    """`ask(behaviour, ..., agent={...}, tools=(...), **model fields)`: one run against a server."""

    def run(
        *behaviours: Behaviour,
        agent: dict[str, Any] | None = None,
        tools: Sequence[ToolSpec] = (),
        question: Question = QUESTION,
        pace: Pace = FAST,
        cancelled: Callable[[], bool] = never,
        request_seconds: float = 1,
        **model: Any,
    ) -> Ran:
        with FakeOpenAI(*behaviours) as server:
            spec = agent_of(model_of(server.base_url, **model), tools=tuple(tools), **(agent or {}))
            # Below a second, which rows cannot be: tests do not wait.
            impatient: Any = replace(spec.model, request_seconds=request_seconds)
            spec = replace(spec, model=impatient)
            context = context_for(server.host)
            began = time.monotonic()
            outcome = agent_run(
                spec,
                question,
                toolbox=toolbox_for(spec, context),
                context=context,
                cancelled=cancelled,
                pace=pace,
            )
            return Ran(outcome, server, spec, time.monotonic() - began)

    return run
