"""Repeating a recorded run: what it comes to again, and in what it differs from its record.

Here: from the rows to the runner's replay, and the comparison. Not here: the replay itself
(agents/runner/replay.py). Nothing is written and nothing is connected to. Limits and switches of
the agent were held when it ran: what an operator changed since must not change what is repeated.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ledgerflow.agents.models import LanguageModel
from ledgerflow.agents.records import (
    AgentSpec,
    CallRecord,
    ModelSpec,
    Question,
    RunOutcome,
    ToolSpec,
)
from ledgerflow.agents.run_models import AgentRun, ToolCall
from ledgerflow.agents.runner.replay import run_replay
from ledgerflow.agents.selectors import model_spec, tool_spec
from ledgerflow.agents.storable import json_of
from ledgerflow.core.errors import AccessError, ConflictError, InputError
from ledgerflow.firms.access import Place, working_in

_CALL = ("position", "tool_name", "module_path", "arguments", "result", "outcome", "error",
         "was_cut", "from_cache", "milliseconds")  # fmt: skip
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that came out otherwise than it is recorded."""

    what: str
    recorded: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Repeated:
    """A run once more. `has_other_words`: what the model would be told today is another text."""

    run_id: int
    agent: str
    state: str
    reason: str
    output: Mapping[str, Any] | None
    differences: tuple[Difference, ...]
    has_other_words: bool

    @property
    def is_same(self) -> bool:
        """True where it comes to what is recorded."""
        return not self.differences


def run_repeat(place: Place, run_id: int) -> Repeated:
    """Repeat an ended run from its recorded replies and calls.

    Raises AccessError for a run that is not this business's, ConflictError while it is under way,
    InputError where nothing of it is recorded.
    """
    with working_in(place):
        run = _run(place, run_id)
        calls = list(run.recorded_calls.order_by("position"))
        spec = _spec(run, calls)
    question = Question(
        kind=run.kind,
        subject_key=run.subject_key,
        fields=run.input.get("fields", {}),
        accounts=run.input.get("accounts", {}),
        transactions=tuple(run.transactions),
    )
    outcome = run_replay(spec, question, run.messages, [_record(call) for call in calls])
    return Repeated(
        run_id=run.pk,
        agent=f"{run.agent.name}/{run.prompt.version}",
        state=outcome.state,
        reason=outcome.reason,
        output=outcome.output,
        differences=tuple(_differences(run, outcome)),
        has_other_words=_told(run.messages) != _told(outcome.messages),
    )


def _run(place: Place, run_id: int) -> AgentRun:
    rows = AgentRun.objects.select_related("agent__model", "prompt")
    run = rows.filter(pk=run_id, business_id=place.business_id).first()
    if run is None:
        raise AccessError(
            f"{place.business_name} has no run {run_id}.",
            code="unknown_run",
            hint="`ledgerflow agents runs` lists them.",
        )
    if run.state == AgentRun.State.RUNNING:
        raise ConflictError(
            f"Run {run_id} is under way.", code="run_not_ended", hint="Wait until it has ended."
        )
    if not run.messages:
        raise InputError(
            f"Nothing of run {run_id} is recorded: {run.reason or 'it ended before it began.'}",
            code="run_not_recorded",
            hint="`ledgerflow agents show` tells what is known of it.",
        )
    return run


def _spec(run: AgentRun, calls: Iterable[ToolCall]) -> AgentSpec:
    """The agent as it was, as far as its record tells; limits that end nothing."""
    tools = {call.tool_name: ToolSpec(call.tool_name, call.module_path) for call in calls}
    tools |= {tool.name: tool_spec(tool) for tool in run.agent.tools.order_by("name")}
    return AgentSpec(
        id=run.agent_id,
        name=run.agent.name,
        kind=run.kind,
        model=_model(run),
        prompt_id=run.prompt_id,
        prompt_version=run.prompt.version,
        prompt=run.prompt.text,
        tools=tuple(tools.values()),
        max_tool_calls=50,
        max_seconds=600,
        max_tokens=1_000_000_000,
        max_cost_per_run=Decimal(1_000_000),
    )


def _model(run: AgentRun) -> ModelSpec:
    """The model's row if it is still there: it says in which form answers were asked for."""
    known = LanguageModel.objects.filter(provider=run.provider, model_name=run.model_name)
    own = run.agent.model
    row = own if own and own in known else known.order_by("pk").first()
    return model_spec(row) if row else ModelSpec(run.model_name, run.provider, run.model_name)


def _record(call: ToolCall) -> CallRecord:
    return CallRecord(**{name: getattr(call, name) for name in _CALL})


def _differences(run: AgentRun, outcome: RunOutcome) -> Iterable[Difference]:
    output = None if outcome.output is None else json_of(outcome.output)
    pairs: list[tuple[str, Any, Any]] = [
        ("state", run.state, outcome.state),
        ("reason_code", run.reason_code, outcome.reason_code),
    ]
    names = sorted({*(run.output or {}), *(output or {})})
    pairs += [(name, (run.output or {}).get(name), (output or {}).get(name)) for name in names]
    recorded = Counter(str(one.get("what")) for one in run.refusals)
    pairs.append(("refusals", dict(recorded), dict(Counter(r.what for r in outcome.refusals))))
    return [Difference(what, was, now) for what, was, now in pairs if was != now]


def _told(messages: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """The words of the instructions, whatever order stored JSON brought them into."""
    system = next((m for m in messages if m.get("role") == "system"), {})
    return Counter(_WORDS.findall(str(system.get("text", ""))))
