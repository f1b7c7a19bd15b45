"""A run once more from its record: without a network, without tools, with the same outcome."""

import json
import socket
from dataclasses import asdict
from typing import Any

import pytest

from ledgerflow.agents.records import CallRecord, RunOutcome
from ledgerflow.agents.runner.replay import run_replay
from ledgerflow.agents.storable import json_of
from tests.agents.runner import fake_openai as server
from tests.agents.runner.conftest import GOOD, LOOK, PROMPT, QUESTION, Ask, Ran

good = server.answers(**GOOD)
look = server.calls("lookup_merchant", name="Corner Bakery")

RECORDED: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "an answer": ((good,), {}),
    "an answer after tools": ((look, look, good), {}),
    "an answer in words": ((server.says(json.dumps(GOOD)),), {}),
    "a repaired answer": ((server.answers(**(GOOD | {"confidence": 7})), good), {}),
    "an account of another firm": ((server.answers(**(GOOD | {"account": "13"})),), {}),
    "a NaN": ((server.answers_text('{"account":"11","confidence":NaN}'),), {}),
    "tools without end": ((look,), {}),
    "a tool it lacks": ((server.calls("os_system", command="id"), good), {}),
    "arguments that are none": ((lambda _b: server.called(("lookup_merchant", "[1]")), good), {}),
    "a name that no column holds": ((server.calls("os\0\ud800" + "y" * 90, now=1), good), {}),
    "words that no column holds": ((
        lambda _b: server.called(("lookup_merchant", '{"name": "Corner \ud800\0 Bakery"}')),
        server.answers_text(json.dumps(GOOD | {"reason": "A b\ud83ery"}, ensure_ascii=False)),
        good,
    ), {}),
    "a leak": ((server.answers(**(GOOD | {"reason": PROMPT})), good), {}),
    "an endless reply": ((server.says("x" * 100_000),), {}),
    "a refusal": ((server.says("", finish="content_filter"),), {}),
    "a server that is down": ((server.fails(401),), {}),
    "a server that goes down": ((look, server.fails(401)), {}),
    "a weaker form": ((server.falls_over(server.wants_required_tool, good),), {}),
    "an older server": ((server.falls_over(server.wants_json_schema, good),),
                        {"output_mode": "native"}),
    "no money left": ((look, good), {"input_price": 20, "output_price": 30}),
}  # fmt: skip


def stored(ran: Ran) -> tuple[list[dict[str, Any]], list[CallRecord]]:
    """Messages and calls as they come back from columns of JSON."""
    messages = json.loads(json.dumps(json_of(list(ran.outcome.messages)), allow_nan=False))
    calls = [CallRecord(**json_of(asdict(one))) for one in ran.outcome.calls]
    return messages, calls


def compared(outcome: RunOutcome) -> tuple[Any, ...]:
    calls = [(one.tool_name, one.arguments, one.result, one.outcome) for one in outcome.calls]
    refusals = sorted((one.what, one.detail) for one in outcome.refusals)
    return (outcome.state, outcome.output, outcome.reason_code, outcome.reason, calls, refusals)


@pytest.mark.parametrize("name", RECORDED)
def test_the_same_outcome_without_a_network(
    name: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    behaviours, row = RECORDED[name]
    ran = ask(*behaviours, tools=(LOOK,), agent={"max_tool_calls": 3}, **row)
    messages, calls = stored(ran)

    def refused(*_: object, **__: object) -> Any:
        raise AssertionError("a replay reached for the network")

    for door in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, door, refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    monkeypatch.setattr("ledgerflow.agents.context.CallContext.merchants", refused)
    again = run_replay(ran.spec, QUESTION, messages, calls)
    assert compared(again) == compared(ran.outcome)
    assert again.outbound == ()


def test_a_replay_uses_the_tokens_that_were_used(ask: Ask) -> None:
    ran = ask(look, good, tools=(LOOK,), input_price=1, output_price=5)
    again = run_replay(ran.spec, QUESTION, *stored(ran))
    assert again.usage == ran.outcome.usage


def test_a_record_that_ends_early_says_so(ask: Ask) -> None:
    ran = ask(look, good, tools=(LOOK,))
    messages, calls = stored(ran)
    kept = [one for one in messages if one["role"] != "model"]
    again = run_replay(ran.spec, QUESTION, kept, calls)
    assert (again.state, again.reason_code) == ("failed", "not_recorded")
