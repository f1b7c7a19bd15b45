"""Servers that do everything wrong: each item ends in an answer or with a person, within limits."""

import json
import threading
from typing import Any

import pytest

from ledgerflow.agents.records import RunOutcome
from ledgerflow.agents.runner.run import agent_run
from tests.agents.runner import fake_openai as server
from tests.agents.runner.conftest import (
    FAST,
    GOOD,
    LOOK,
    QUESTION,
    Ask,
    agent_of,
    context_for,
    model_of,
    toolbox_for,
)
from tests.agents.runner.fake_openai import Behaviour, FakeOpenAI

ENDS = {"answered", "review", "failed"}
good = server.answers(**GOOD)
SECONDS = 3.0
TOKENS = 20_000


def nan(_body: Any) -> server.Reply:
    return server.answers_text('{"account": "11", "confidence": NaN}')(_body)


def objects(_body: Any) -> server.Reply:
    """A call whose arguments are an object where the protocol wants text."""
    function = {"name": "answer", "arguments": GOOD}
    return server.completion(
        {"tool_calls": [{"id": "c", "type": "function", "function": function}]}
    )


def sparse(_body: Any) -> server.Reply:
    """As small servers do: no time, no reason to finish, no usage."""
    message = {"role": "assistant", "content": json.dumps(GOOD)}
    choices = [{"index": 0, "message": message}]
    small = {"id": "c", "object": "chat.completion", "model": "tiny-1", "choices": choices}
    return server.Reply(body=json.dumps(small).encode())


def anything(body: Any) -> server.Reply:
    """Different rubbish at every step."""
    size = len(body["messages"])
    return [server.says("<b>hm</b>"), server.says(""), server.answers(account=None)][size % 3](body)


MISBEHAVING: dict[str, tuple[tuple[Behaviour, ...], dict[str, Any], str]] = {
    # what it does, the model's row, how the run ends
    "hangs": ((server.hangs(),), {"request_seconds": 0.2}, "too_slow"),
    "drip-feeds": ((server.drips(),), {"request_seconds": 0.2}, "too_slow"),
    "hangs once": ((server.hangs(), good), {"request_seconds": 0.2}, ""),
    "429 for ever": ((server.fails(429),), {}, "model_busy"),
    "429 once": ((server.fails(429), good), {}, ""),
    "429, wait none": ((server.fails(429, Retry_After="0"), good), {}, ""),
    "429, wait an hour": ((server.fails(429, Retry_After="3600"),), {}, "model_busy"),
    "429, wait until a day": (
        (server.fails(429, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"), good), {}, "",
    ),
    "429, rubbish wait": ((server.fails(429, Retry_After="soon"), good), {}, ""),
    "500 then well": ((server.fails(500), server.fails(503), good), {}, ""),
    "500 for ever": ((server.fails(500),), {}, "model_down"),
    "503 for ever": ((server.fails(503),), {}, "model_down"),
    "401": ((server.fails(401),), {}, "key_refused"),
    "403": ((server.fails(403),), {}, "key_refused"),
    "404": ((server.fails(404),), {}, "model_unknown"),
    "400": ((server.fails(400),), {}, "request_refused"),
    "413": ((server.fails(413),), {}, "request_refused"),
    "redirects": ((server.fails(302, Location="http://127.0.0.1:1/v1"),), {}, "redirected"),
    "500 for json_schema": (
        (server.falls_over(server.wants_json_schema, good),), {"output_mode": "native"}, "",
    ),
    "500 for a required tool": ((server.falls_over(server.wants_required_tool, good),), {}, ""),
    "500 for any tool": ((server.falls_over(lambda body: "tools" in body, good),), {}, ""),
    "no JSON": ((server.sends(b"{'account':"),), {}, "bad_reply"),
    "HTML": ((server.sends(b"<html>Welcome</html>", "text/html"),), {}, "bad_reply"),
    "nothing": ((server.sends(b""),), {}, "bad_reply"),
    "a list": ((server.sends(b"[]"),), {}, "bad_reply"),
    "null": ((server.sends(b"null"),), {}, "bad_reply"),
    "no choices": ((lambda _b: server.completion({}, choices=[]),), {}, "bad_reply"),
    "not UTF-8": ((server.sends(b'{"id": "\xff\xfe"}'),), {}, "bad_reply"),
    "nested without end": ((server.answers_text('{"account":' * 1_000),), {}, "no_answer"),
    "packed": ((lambda _b: server.Reply(body=b"x", headers={"Content-Encoding": "gzip"}),), {},
               "reply_too_large"),
    "1 MB": ((server.says("x" * 1_000_000),), {}, "reply_too_large"),
    "100 kB of words": ((server.says("x" * 100_000),), {}, "no_answer"),
    "wrong content type": (
        (lambda body: server.Reply(body=good(body).body, content_type="text/plain"),), {}, "",
    ),
    "a cut connection": ((server.resets(),), {}, "model_down"),
    "cut once": ((server.resets(), good), {}, ""),
    "extra keys": ((server.answers(**GOOD, approve_all=True),), {}, "no_answer"),
    "an unknown account": ((server.answers(**(GOOD | {"account": "999999"})),), {}, "no_answer"),
    "another firm's account": ((server.answers(**(GOOD | {"account": "13"})),), {}, "no_answer"),
    "an account by number": ((server.answers(**(GOOD | {"account": 11})),), {}, "no_answer"),
    "confidence 7": ((server.answers(**(GOOD | {"confidence": 7})),), {}, "no_answer"),
    "NaN": ((nan,), {}, "no_answer"),
    "repaired": ((server.answers(**(GOOD | {"confidence": 7})), good), {}, ""),
    "repaired twice": ((server.says("Well."), server.says("Meals!"), good), {}, ""),
    "refuses": ((lambda _b: server.completion({"content": None, "refusal": "No."}),), {},
                "model_refused"),
    "filtered": ((server.says("", finish="content_filter"),), {}, "model_refused"),
    "cut at its length": ((server.answers_text('{"account":"1', finish="length"),), {},
                          "no_answer"),
    "tools without end": ((server.calls("lookup_merchant", name="x"),), {}, "tool_limit"),
    "tools it lacks": ((server.calls("os_system", command="x"),), {}, "tool_limit"),
    "arguments that are none": ((lambda _b: server.called(("lookup_merchant", "[1]")),), {},
                                "tool_limit"),
    "a hundred calls at once": (
        (lambda _b: server.called(*[("lookup_merchant", '{"name":"x"}')] * 100),), {}, "tool_limit",
    ),
    "thinks aloud": ((server.says("<think>{\"account\": 1}</think>" + json.dumps(GOOD)),), {}, ""),
    "arguments as an object": ((objects,), {}, "bad_reply"),
    "no finish, no time, no usage": ((sparse,), {}, ""),
    "rubbish": ((anything,), {}, "no_answer"),
    "no usage": ((server.answers_text(json.dumps(GOOD), usage=None),), {}, ""),
    "dear": ((good,), {"input_price": 500, "output_price": 500}, "too_costly"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISBEHAVING)
def test_every_item_ends_within_its_limits(name: str, ask: Ask) -> None:
    behaviours, row, code = MISBEHAVING[name]
    ran = ask(*behaviours, tools=(LOOK,), agent={"max_tool_calls": 3}, **row)
    outcome = ran.outcome
    assert (outcome.reason_code, outcome.state in ENDS) == (code, True), outcome.reason
    assert (outcome.state == "answered") is (code == "")
    assert outcome.output is None or outcome.output["account"] == "11"
    assert ran.seconds < SECONDS + 0.5
    assert ran.requests == outcome.usage.requests <= 12
    assert len(outcome.calls) <= 3 + 20
    assert sum(call.outcome == "ok" for call in outcome.calls) <= 3
    assert outcome.usage.input_tokens + outcome.usage.output_tokens <= TOKENS
    assert code == "" or outcome.reason.endswith(".")


@pytest.mark.parametrize("name", ["null content", "null content, native", "null, prompted"])
def test_a_server_that_falls_over_null_content_is_given_none(name: str, ask: Ask) -> None:
    mode = {"null content": "tool", "null content, native": "native"}.get(name, "prompted")
    look = server.calls("lookup_merchant", name="Corner Bakery")
    strict = [server.falls_over(server.has_null_content, one) for one in (look, good)]
    ran = ask(*strict, tools=(LOOK,), output_mode=mode)
    assert (ran.outcome.state, ran.requests) == ("answered", 2)


@pytest.mark.filterwarnings("ignore:Failed to extract usage")
@pytest.mark.parametrize(
    "usage",
    [
        {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
        {"prompt_tokens": -5, "completion_tokens": 10**15, "total_tokens": 3},
        {"prompt_tokens": 10**15, "completion_tokens": 10**15, "total_tokens": 3},
    ],
)
def test_a_lying_bill_is_kept_within_columns(usage: dict[str, int], ask: Ask) -> None:
    ran = ask(server.answers_text(json.dumps(GOOD), usage=usage), input_price=1, output_price=1)
    used = ran.outcome.usage
    assert ran.outcome.state == "answered"
    assert 0 < used.input_tokens < 2**31
    assert 0 < used.output_tokens < 2**31
    assert 0 < used.cost < 1_000_000


def test_a_reply_that_is_cut_off_is_paid_for_and_a_server_that_is_not_there_is_not(
    ask: Ask,
) -> None:
    cut = ask(server.resets(), input_price=1, output_price=1)
    assert cut.outcome.reason_code == "model_down"
    assert cut.outcome.usage.cost > 0
    gone_row = model_of("http://127.0.0.1:9/v1", name="gone", input_price=1, output_price=1)
    spec = agent_of(gone_row)
    context = context_for("127.0.0.1:9")
    toolbox = toolbox_for(spec, context)
    gone = agent_run(spec, QUESTION, toolbox=toolbox, context=context, pace=FAST)
    assert (gone.reason_code, gone.usage.cost) == ("model_down", 0)


def test_a_batch_of_all_of_them_completes() -> None:
    """One after the other and all at once against one model: no run stops another."""
    outcomes: list[RunOutcome] = []
    mixed: list[Behaviour] = [
        one for name, (behaviours, row, _) in MISBEHAVING.items() if not row for one in behaviours
        if name not in ("429, wait an hour",)
    ]  # fmt: skip
    with FakeOpenAI(*mixed, good) as fake:
        spec = agent_of(model_of(fake.base_url, concurrency=3), tools=(LOOK,))

        def work() -> None:
            for _ in range(6):
                context = context_for(fake.host)
                toolbox = toolbox_for(spec, context)
                outcomes.append(
                    agent_run(spec, QUESTION, toolbox=toolbox, context=context, pace=FAST)
                )

        threads = [threading.Thread(target=work) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert len(outcomes) == 30
        assert {one.state for one in outcomes} <= ENDS
        assert fake.most_at_once <= 3
