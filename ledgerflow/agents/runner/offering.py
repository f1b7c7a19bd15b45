"""What a model is offered in a step: the tools it may call, and the form of its answer.

Here: a kind's answer type and the toolbox's definitions, as pydantic-ai's request parameters for
each output mode. Not here: the words beside them (prompting.py).
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from typing import Any

from pydantic import BaseModel
from pydantic_ai.models import ModelRequestParameters
from pydantic_ai.output import OutputObjectDefinition
from pydantic_ai.tools import ToolDefinition

from ledgerflow.agents.records import ModelSpec
from ledgerflow.agents.toolbox import calling

ANSWER = "answer"
# What costs tokens and tells a model nothing; an answer is held against all of it (answers.py).
LEFT_OUT = ("title", "default", "maxLength")


def mode_of(model: ModelSpec) -> str:
    """The output mode in fact: a server without tools cannot answer through one."""
    is_impossible = model.output_mode == "tool" and not model.supports_tools
    return "prompted" if is_impossible else model.output_mode


def schema_of(answer_type: type[BaseModel]) -> dict[str, Any]:
    """The answer's JSON schema as a model is shown it."""
    return deepcopy(_schema_made(answer_type))


@lru_cache(maxsize=64)
def _schema_made(answer_type: type[BaseModel]) -> dict[str, Any]:
    """Made once per type: it takes as long as all else that we do for a run."""
    schema: dict[str, Any] = _shown(answer_type.model_json_schema())
    return schema


def tools_of(
    model: ModelSpec, definitions: Sequence[calling.ToolDefinition]
) -> list[ToolDefinition]:
    """The toolbox's tools as the model is offered them; none where its server takes none.

    A tool by the answer's own name is not offered: a call of it would be the answer.
    """
    if not model.supports_tools:
        return []
    return [
        ToolDefinition(
            name=one.name, description=one.description, parameters_json_schema=dict(one.schema)
        )
        for one in definitions
        if one.name != ANSWER
    ]


def offer_of(
    mode: str, schema: Mapping[str, Any], tools: list[ToolDefinition]
) -> ModelRequestParameters:
    """The request parameters of a step in an output mode ("tool", "native", "prompted")."""
    if mode == "tool":
        answer = ToolDefinition(
            name=ANSWER,
            description="Give your answer; nothing follows it.",
            parameters_json_schema=dict(schema),
            kind="output",
        )
        return ModelRequestParameters(
            function_tools=tools,
            output_mode="tool",
            output_tools=[answer],
            allow_text_output=False,
        )
    if mode == "native":
        form = OutputObjectDefinition(json_schema=dict(schema), name=ANSWER, strict=True)
        return ModelRequestParameters(
            function_tools=tools, output_mode="native", output_object=form
        )
    return ModelRequestParameters(function_tools=tools, output_mode="text")


def _shown(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            key: _shown(value)
            for key, value in node.items()
            # A property may be called "title": then its value is a schema, an object.
            if key not in LEFT_OUT or isinstance(value, dict)
        }
    return [_shown(one) for one in node] if isinstance(node, list) else node
