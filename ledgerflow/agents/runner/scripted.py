"""A model that a function plays: for tests, the golden set and demonstrations.

Here: what the function sees and what it may do next. Not here: any script. It goes through the
same runner, tools, limits and checks as a real model; only the server is missing.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_ai.messages import (
    ModelMessage,
    ModelResponse,
    SystemPromptPart,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.models import Model
from pydantic_ai.models.function import AgentInfo, FunctionModel

from ledgerflow.agents.runner.offering import ANSWER


@dataclass(frozen=True, slots=True)
class Result:
    """What a call gave back; `text` as the model sees it."""

    name: str
    text: str

    @property
    def value(self) -> Any:
        """The text read as JSON; the text itself where it is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return self.text


@dataclass(frozen=True, slots=True)
class View:
    """All that a model knows at a step. `told` are complaints about its answers so far."""

    fields: Mapping[str, Any]
    accounts: Mapping[str, str]
    results: tuple[Result, ...] = ()
    told: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    system: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """Call tools: pairs of name and arguments, all in one step."""

    calls: tuple[tuple[str, Mapping[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer with these fields."""

    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Say:
    """Write words, whatever was asked for."""

    text: str


Step = Call | Answer | Say
Script = Callable[[View], Step]


def call(name: str, /, **arguments: Any) -> Call:
    """Call one tool."""
    return Call(((name, arguments),))


def scripted(script: Script, *, name: str = "scripted") -> Model:
    """A model that does at each step what `script` says. One object may serve many runs.

    Pass it as `model` to agent_run. Its tokens are counted by size.
    """

    async def play(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        step = script(_view(messages, info))
        if isinstance(step, Call):
            return ModelResponse(
                parts=[ToolCallPart(name, dict(args)) for name, args in step.calls]
            )
        if isinstance(step, Say):
            return ModelResponse(parts=[TextPart(step.text)])
        if info.output_tools:
            return ModelResponse(parts=[ToolCallPart(ANSWER, dict(step.fields))])
        return ModelResponse(parts=[TextPart(json.dumps(step.fields, ensure_ascii=False))])

    return FunctionModel(play, model_name=name)


def _view(messages: list[ModelMessage], info: AgentInfo) -> View:
    parts: list[Any] = [part for message in messages for part in message.parts]
    users = [str(part.content) for part in parts if isinstance(part, UserPromptPart)]
    returned = [part for part in parts if isinstance(part, ToolReturnPart)]
    data = json.loads(users[0].removeprefix("<data>").removesuffix("</data>"))
    accounts = data.pop("accounts", {})
    return View(
        fields=data,
        accounts=accounts,
        results=tuple(
            Result(one.tool_name, str(one.content)) for one in returned if one.tool_name != ANSWER
        ),
        told=(*users[1:], *(str(one.content) for one in returned if one.tool_name == ANSWER)),
        tools=tuple(tool.name for tool in info.function_tools),
        system="".join(part.content for part in parts if isinstance(part, SystemPromptPart)),
    )
