"""The steps of a run: ask, call what the model wants called, take its answer or say what is wrong.

Here: the order, the tool calls, two attempts to repair an answer. Not here: sending (asking.py),
whether a tool may be called (toolbox/), whether an answer may be taken (kinds/). Whatever a model
writes, it comes to one of: a call of an offered tool, an answer of the schema, a refusal.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_ai.messages import ModelResponse, ToolCallPart

from ledgerflow.agents.kinds.kind import AnswerRefused, Kind
from ledgerflow.agents.leaking import leaks
from ledgerflow.agents.records import AgentSpec, Question, Refusal
from ledgerflow.agents.runner.answers import TEXT_MAX, NotTaken, answer_read, json_in
from ledgerflow.agents.runner.asking import Asker, Limits
from ledgerflow.agents.runner.endings import review
from ledgerflow.agents.runner.offering import ANSWER, mode_of, offer_of, schema_of, tools_of
from ledgerflow.agents.runner.prompting import (
    RULES,
    compact,
    data_message,
    rules_for,
    system_prompt,
)
from ledgerflow.agents.runner.transcript import (
    CALLS_MAX,
    Transcript,
    arguments_text,
    spoken_text,
    tool_name,
)
from ledgerflow.agents.toolbox.calling import Toolbox

REPAIRS = 2
CALLS_PER_STEP = 8
REFUSALS_MAX = 50


@dataclass(frozen=True, slots=True)
class Task:
    """What a conversation is about, and what it must never give away."""

    agent: AgentSpec
    kind: Kind
    question: Question
    toolbox: Toolbox
    secrets: Sequence[str] = ()


class Conversation:
    """One run's talk with one model; `refusals` grows with what is attempted."""

    def __init__(self, task: Task, asker: Asker, limits: Limits, said: Transcript) -> None:
        self._task, self._asker, self._limits, self._said = task, asker, limits, said
        self.refusals: list[Refusal] = []
        self._repairs = 0
        model = task.agent.model
        self._mode = mode_of(model)
        self._answer_type = task.kind.answer_type(task.question)
        self._schema = schema_of(self._answer_type)
        self._tools = tools_of(model, task.toolbox.definitions())
        rules = rules_for(task.question, self._mode, self._schema)
        # What must not come back out: our words, without the values and the names of fields, which
        # honest answers are full of.
        self._hidden = f"{task.agent.prompt}\n{RULES}"
        system = system_prompt(task.agent.prompt, rules, task.question, task.kind.template_fields)
        said.open(system, data_message(task.question))

    def output(self) -> dict[str, Any]:
        """The checked answer. Raises RunEnd."""
        for _ in range(self._task.agent.max_tool_calls + 1 + REPAIRS):
            response = self._asked()
            calls = response.tool_calls[:CALLS_MAX]
            answer = next((call for call in calls if call.tool_name == ANSWER), None)
            try:
                if answer is not None:
                    return self._taken(arguments_text(answer))
                if calls:
                    self._call_tools(calls)
                    continue
                return self._taken(json_in(spoken_text(response)))
            except NotTaken as fault:
                self._again(fault, calls, was_cut=response.finish_reason == "length")
        raise review("tool_limit", "The model called tools again and again and never answered.")

    def _asked(self) -> ModelResponse:
        tools = self._tools if self._is_open else []
        response = self._asker.ask(self._said, offer_of(self._mode, self._schema, tools))
        if response.finish_reason == "content_filter" and not response.tool_calls:
            raise review("model_refused", "The model refused to answer.")
        return response

    @property
    def _is_open(self) -> bool:
        """While there are tool calls left, tools are offered."""
        return len(self._task.toolbox.calls) < self._task.agent.max_tool_calls

    def _taken(self, text: str) -> dict[str, Any]:
        """The output of an answer's JSON text. Raises NotTaken."""
        task = self._task
        answer = answer_read(text, self._answer_type)
        try:
            output, dropped = task.kind.checked(answer, task.question, task.toolbox.calls)
        except AnswerRefused as refused:
            raise NotTaken(
                f"Your answer was not taken: {refused.message}",
                Refusal("output", refused.message[:300]),
            ) from None
        self._refuse(*dropped)
        if self._leaks("\n".join(_texts_in(output))):
            raise NotTaken(
                "Your answer was not taken: it repeats your instructions. Answer in other words.",
                Refusal("leak", "An answer that repeats the instructions or a key."),
            )
        return output

    def _call_tools(self, calls: Sequence[ToolCallPart]) -> None:
        """Call them in their order, and give the model what came back."""
        was_open = self._is_open and bool(self._tools)
        results: list[tuple[ToolCallPart, str]] = []
        for call in calls:
            self._limits.check()
            results.append((call, self._called(call, len(results))))
        self._said.returned(results)
        if not was_open:
            self._count_repair(
                "tool_limit",
                "The model went on calling tools it may not call, though told to answer.",
            )

    def _called(self, call: ToolCallPart, place: int) -> str:
        if place >= CALLS_PER_STEP:
            return _error("Not called: too many calls at once.")
        if not self._tools:
            self._refuse(Refusal("tool_unknown", "A tool was called though none was offered."))
            return _error("There are no tools. Answer now.")
        text = arguments_text(call)
        if len(text) > TEXT_MAX:
            self._refuse(Refusal("arguments", "A tool call whose arguments are endless."))
            return _error("Not called: the arguments are too long.")
        if self._leaks(f"{tool_name(call)}\n{text}"):
            self._refuse(Refusal("leak", "A tool call that repeats the instructions or a key."))
            return _error("Not called: it repeats your instructions.")
        arguments = _object_of(text)
        if arguments is None:
            self._refuse(Refusal("arguments", "A tool call whose arguments are no JSON object."))
            return _error("Not called: the arguments are no JSON object.")
        left = self._limits.deadline.left
        record = self._task.toolbox.call(tool_name(call), arguments, seconds=left)
        return record.result if record.outcome == "ok" else _error(record.error)

    def _again(self, fault: NotTaken, calls: Sequence[ToolCallPart], *, was_cut: bool) -> None:
        """Tell the model what was wrong. Raises RunEnd where it was told often enough."""
        self._refuse(*fault.refusals)
        last = f" The last: {fault.refusals[0].detail}" if fault.refusals else ""
        self._count_repair("no_answer", f"The model gave no answer that can be taken.{last}")
        message = fault.message
        if was_cut:
            message += " It was cut at the limit of its length: be brief."
        if calls:
            told = [
                (call, message if call.tool_name == ANSWER else "Not called.") for call in calls
            ]
            self._said.returned(told)
        else:
            self._said.asked_again(message)

    def _count_repair(self, code: str, reason: str) -> None:
        self._repairs += 1
        if self._repairs > REPAIRS:
            raise review(code, reason)

    def _leaks(self, text: str) -> bool:
        return bool(leaks(text, secrets=self._task.secrets, prompt=self._hidden))

    def _refuse(self, *refusals: Refusal) -> None:
        self.refusals += refusals[: REFUSALS_MAX - len(self.refusals)]


def _object_of(text: str) -> dict[str, Any] | None:
    """A JSON object; None for anything else, also for what is nested without end."""
    try:
        value = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _texts_in(value: Any) -> Iterator[str]:
    """Every text within a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _texts_in(one)


def _error(message: str) -> str:
    return compact({"error": message})
