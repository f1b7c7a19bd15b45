"""Reads of what agents left behind: look-ups, runs, and one run step by step.

Here: rows of a business in its firm's scope. Not here: what an agent is made of (selectors.py), or
showing it. All texts are as a model, a server or a page gave them: data, to be escaped.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from ledgerflow.agents.lookups import OPEN
from ledgerflow.agents.run_models import AgentRun, LookUp, OutboundCall, ToolCall
from ledgerflow.core.errors import AccessError
from ledgerflow.firms.models import Business

TITLES = {
    "system": "Instructions to the model",
    "user": "Data for the model",
    "model": "The model",
    "note": "Note",
    "end": "End",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was said or done in a run; `call` where it was a tool's call."""

    title: str
    text: str
    call: ToolCall | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What an answer rests on; only http and https addresses are kept."""

    url: str
    title: str
    quote: str


@dataclass(frozen=True, slots=True)
class Trail:
    """A run with everything that came of it, in order."""

    run: AgentRun
    steps: tuple[Step, ...]
    sources: tuple[Source, ...]
    outbound: tuple[OutboundCall, ...]


def look_ups_of(business: Business) -> QuerySet[LookUp]:
    """A business's look-ups, the newest first."""
    rows = LookUp.objects.filter(business=business).select_related("asked_by", "batch")
    return rows.order_by("-pk")


def look_up_newest(business: Business) -> LookUp | None:
    """The last look-up, whatever became of it."""
    return look_ups_of(business).first()


def is_under_way(look_up: LookUp | None) -> bool:
    """True while a look-up waits or works."""
    return look_up is not None and look_up.state in OPEN


def runs_of(business: Business) -> QuerySet[AgentRun]:
    """A business's runs, the newest first, without what was said in them."""
    rows = AgentRun.objects.filter(business=business).select_related("agent", "prompt")
    return rows.defer("messages", "input").order_by("-pk")


def run_trail(business: Business, run_id: int) -> Trail:
    """One run step by step. AccessError where the business has no such run."""
    rows = AgentRun.objects.filter(business=business, pk=run_id)
    run = rows.select_related("agent", "prompt", "look_up").first()
    if run is None:
        raise AccessError(
            f"{business.name} has no run {run_id}.",
            code="unknown_run",
            hint="`ledgerflow agents runs` lists them.",
        )
    calls = tuple(run.recorded_calls.order_by("position"))
    return Trail(
        run,
        tuple(_steps(run.messages, list(calls))),
        sources_of(run.output),
        tuple(run.outbound.order_by("pk")),
    )


def sources_of(evidence: Mapping[str, Any] | None) -> tuple[Source, ...]:
    """The sources of an answer, or of a suggestion's evidence."""
    found = (evidence or {}).get("sources")
    return tuple(
        Source(str(one["url"]), str(one.get("title") or one["url"]), str(one.get("quote") or ""))
        for one in (found if isinstance(found, list) else [])
        if isinstance(one, dict) and str(one.get("url")).startswith(("https://", "http://"))
    )


def _steps(messages: Any, calls: list[ToolCall]) -> Iterable[Step]:
    """What was said in order, each result of a tool with its call; calls left over at the end.

    A call that was not even made, such as one that repeats the prompt, has a message and no row.
    """
    for entry in messages if isinstance(messages, list) else []:
        role = entry.get("role") if isinstance(entry, dict) else ""
        if role == "tool" and calls and told_of(entry, calls[0]):
            yield _call_step(calls.pop(0))
        elif role == "tool":
            yield Step(f"Not called: {entry.get('name')}", str(entry.get("text") or ""))
        elif role in TITLES:
            yield Step(TITLES[role], _said(entry))
    yield from map(_call_step, calls)


def told_of(entry: Mapping[str, Any], call: ToolCall) -> bool:
    """True where the message gave the model what this call brought."""
    text = str(entry.get("text") or "")
    if call.outcome == ToolCall.Outcome.OK:
        return call.result.startswith(text)  # of a long result a message keeps the beginning
    return json.dumps(call.error, ensure_ascii=False) in text


def _said(entry: Mapping[str, Any]) -> str:
    asked = [f"calls {c.get('name')} {c.get('arguments')}" for c in entry.get("calls") or ()]
    return "\n".join(filter(None, [str(entry.get("text") or ""), *asked]))


def _call_step(call: ToolCall) -> Step:
    return Step(f"Tool {call.tool_name}", json.dumps(call.arguments, ensure_ascii=False), call)
