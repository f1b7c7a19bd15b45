"""What was said, for the model and for the record."""

import json

from pydantic_ai.messages import ModelResponse, TextPart, ThinkingPart, ToolCallPart
from pydantic_ai.usage import RequestUsage

from ledgerflow.agents.runner.budget import Counted
from ledgerflow.agents.runner.endings import Ending
from ledgerflow.agents.runner.transcript import (
    BACK_MAX,
    TEXT_MAX,
    Transcript,
    arguments_text,
    reply_bytes,
    response_of,
)

COUNTED = Counted(10, 5, is_estimated=False)
CALL = ToolCallPart("search_web", '{"query": "corner bakery"}', tool_call_id="c1")


def opened() -> Transcript:
    said = Transcript()
    said.open("Place it.", "<data>{}</data>")
    return said


def test_the_record_tells_the_run_in_order() -> None:
    said = opened()
    reply = ModelResponse(parts=[TextPart("Let me look."), CALL], finish_reason="tool_call")
    said.replied(reply, COUNTED)
    said.returned([(CALL, '{"results":[]}')])
    said.asked_again("Answer by the schema.")
    said.note("Asked again after 1.0 s.")
    said.ended(Ending("review", "no_answer", "No answer."))
    assert [one["role"] for one in said.entries] == [
        "system", "user", "model", "tool", "user", "note", "end",
    ]  # fmt: skip
    assert said.entries[2] == {
        "role": "model",
        "text": "Let me look.",
        "calls": [{"id": "c1", "name": "search_web", "arguments": CALL.args}],
        "finish": "tool_call",
        "input_tokens": 10,
        "output_tokens": 5,
        "estimated": False,
    }
    assert len(said.messages) == 4  # neither notes nor the end are the model's business


def test_the_record_fits_a_column_of_json() -> None:
    said = opened()
    bad = ToolCallPart("tool\0", '{"a":"\ud800"}', tool_call_id="x\0")
    said.replied(ModelResponse(parts=[TextPart("a\0b\ud800"), bad]), COUNTED)
    text = json.dumps(said.entries, ensure_ascii=False)
    assert "\0" not in text
    text.encode()


def test_a_reply_without_words_goes_back_with_empty_ones() -> None:
    said = opened()
    said.replied(ModelResponse(parts=[ThinkingPart("hm"), CALL]), COUNTED)
    assert said.messages[-1].parts == [TextPart(""), CALL]


def test_endless_words_do_not_go_back_and_stay_too_long_in_the_record() -> None:
    said = opened()
    before = said.sent_bytes
    long_call = ToolCallPart("answer", "x" * 50_000, tool_call_id="c1")
    said.replied(ModelResponse(parts=[TextPart("y" * 300_000), long_call]), COUNTED)
    assert said.sent_bytes - before < BACK_MAX + 100
    assert len(said.entries[-1]["text"]) == TEXT_MAX
    assert len(said.entries[-1]["calls"][0]["arguments"]) == TEXT_MAX


def test_arguments_are_text_however_they_came() -> None:
    assert arguments_text(ToolCallPart("t", {"q": "é"})) == '{"q":"é"}'
    assert arguments_text(ToolCallPart("t", None)) == "{}"
    assert arguments_text(ToolCallPart("t", "{oops")) == "{oops"


def test_all_that_a_model_wrote_is_counted() -> None:
    reply = ModelResponse(parts=[ThinkingPart("12"), TextPart("é"), ToolCallPart("ab", "{}")])
    assert reply_bytes(reply) == 8


def test_starting_again_keeps_our_notes_only() -> None:
    said = opened()
    said.note("One.")
    said.start_again("Two.")
    assert [one["text"] for one in said.entries] == ["One.", "Two."]
    assert (said.messages, said.sent_bytes) == ([], 0)


def test_a_recorded_reply_is_the_reply() -> None:
    said = opened()
    reply = ModelResponse(
        parts=[TextPart("Well."), CALL],
        usage=RequestUsage(input_tokens=10, output_tokens=5),
        finish_reason="length",
    )
    said.replied(reply, COUNTED)
    again = response_of(said.entries[-1])
    assert again.parts == reply.parts
    assert (again.usage.input_tokens, again.usage.output_tokens) == (10, 5)
    assert again.finish_reason == "length"
