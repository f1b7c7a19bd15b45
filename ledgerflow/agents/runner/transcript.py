"""What was said in a run: for the model as pydantic-ai's messages, for the record as plain values.

Here: both, kept side by side, and reading recorded replies back. Not here: what is said. The record
(AgentRun.messages) is a list of objects in order, each with a "role":

- {"role": "system" | "user", "text"}: what the model was given; a "user" one is data.
- {"role": "model", "text", "calls": [{"id", "name", "arguments"}], "finish", "input_tokens",
  "output_tokens", "estimated"}: its reply. `arguments` is JSON text as the model wrote it.
- {"role": "tool", "id", "name", "text"}: what a call gave back to it.
- {"role": "note", "text"}: something of ours that the model was not told, such as a retry.
- {"role": "end", "state", "code", "text"}: how the run ended, if not with an answer.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    SystemPromptPart,
    TextPart,
    ThinkingPart,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.usage import RequestUsage

from ledgerflow.agents.runner.budget import Counted
from ledgerflow.agents.runner.endings import Ending
from ledgerflow.agents.storable import text_of

# One more than an answer may have (answers.py): what was too long stays too long in the record.
TEXT_MAX = 20_001
CALLS_MAX = 32
NAME_MAX = 100
# Of words that were no answer, so much goes back to the model: it pays for all that it is told.
BACK_MAX = 2_000


class Transcript:
    """The growing conversation of one run."""

    def __init__(self) -> None:
        self.messages: list[ModelMessage] = []
        self.entries: list[dict[str, Any]] = []
        self.sent_bytes = 0

    def open(self, system: str, user: str) -> None:
        """What the model is given first: its instructions, and the data."""
        told = ModelRequest(parts=[SystemPromptPart(content=system), UserPromptPart(content=user)])
        self.messages.append(told)
        self._tell("system", system)
        self._tell("user", user)

    def replied(self, response: ModelResponse, counted: Counted) -> None:
        """Keep the model's reply, as it goes back to it with the next step."""
        back = _sent_back(response)
        self.messages.append(back)
        self.sent_bytes += reply_bytes(back)
        calls = [
            {
                "id": text_of(one.tool_call_id, 100),
                "name": tool_name(one),
                "arguments": arguments_text(one)[:TEXT_MAX],
            }
            for one in response.tool_calls[:CALLS_MAX]
        ]
        self._enter(
            "model",
            spoken_text(response),
            calls=calls,
            finish=response.finish_reason or "",
            input_tokens=counted.input_tokens,
            output_tokens=counted.output_tokens,
            estimated=counted.is_estimated,
        )

    def returned(self, results: Sequence[tuple[ToolCallPart, str]]) -> None:
        """Give the calls of the last reply their results."""
        parts = [
            ToolReturnPart(tool_name=call.tool_name, content=text, tool_call_id=call.tool_call_id)
            for call, text in results
        ]
        self.messages.append(ModelRequest(parts=parts))
        for call, text in results:
            self._tell("tool", text, id=text_of(call.tool_call_id, 100), name=tool_name(call))

    def asked_again(self, text: str) -> None:
        """Tell the model in plain words what was wrong with its reply."""
        self.messages.append(ModelRequest(parts=[UserPromptPart(content=text)]))
        self._tell("user", text)

    def start_again(self, why: str) -> None:
        """Forget what was said; only our own notes are kept, and why."""
        self.messages, self.sent_bytes = [], 0
        self.entries = [entry for entry in self.entries if entry["role"] == "note"]
        self.note(why)

    def note(self, text: str) -> None:
        """Keep something that the model is not told."""
        self.entries.append({"role": "note", "text": text_of(text, 500)})

    def ended(self, ending: Ending) -> None:
        """Keep how the run ended."""
        self.entries.append(
            {"role": "end", "state": ending.state, "code": ending.code, "text": ending.reason}
        )

    def _tell(self, role: str, text: str, **more: Any) -> None:
        """Enter what the model is told."""
        self.sent_bytes += len(text.encode("utf-8", "replace"))
        self._enter(role, text, **more)

    def _enter(self, role: str, text: str, **more: Any) -> None:
        self.entries.append({"role": role, "text": text_of(text, TEXT_MAX), **more})


def arguments_text(call: ToolCallPart) -> str:
    """A call's arguments as JSON text, as the model wrote them and as a record can hold them."""
    if isinstance(call.args, str):
        return text_of(call.args)
    written = json.dumps(call.args or {}, ensure_ascii=False, separators=(",", ":"), default=str)
    return text_of(written)


def tool_name(call: ToolCallPart) -> str:
    """The name of the tool that a call asks for, as a record can hold it."""
    return text_of(call.tool_name, NAME_MAX)


def spoken_text(response: ModelResponse) -> str:
    """The words of a reply, without what a model says to itself."""
    words = [part.content for part in response.parts if isinstance(part, TextPart)]
    return text_of("".join(words))


def reply_bytes(response: ModelResponse) -> int:
    """How much a model wrote: its words, its thoughts, its calls."""
    spoken = [part.content for part in response.parts if isinstance(part, TextPart | ThinkingPart)]
    called = [f"{one.tool_name}{arguments_text(one)}" for one in response.tool_calls]
    return sum(len(text.encode("utf-8", "replace")) for text in (*spoken, *called))


def response_of(entry: Mapping[str, Any]) -> ModelResponse:
    """A recorded reply ("role": "model") as the model gave it."""
    parts: list[Any] = [TextPart(content=entry["text"])] if entry.get("text") else []
    parts += [
        ToolCallPart(tool_name=call["name"], args=call["arguments"], tool_call_id=call["id"])
        for call in entry.get("calls", ())
    ]
    usage = RequestUsage(
        input_tokens=entry.get("input_tokens", 0), output_tokens=entry.get("output_tokens", 0)
    )
    return ModelResponse(parts=parts, usage=usage, finish_reason=entry.get("finish") or None)


def _sent_back(response: ModelResponse) -> ModelResponse:
    """Without a model's own thoughts, and not endless.

    Words are never none but "": some servers fall over an assistant's message with null for them.
    """
    words = spoken_text(response)[:BACK_MAX]
    calls = [
        one if len(arguments_text(one)) < TEXT_MAX else replace(one, args="{}")
        for one in response.tool_calls[:CALLS_MAX]
    ]
    return replace(response, parts=[TextPart(content=words), *calls])
