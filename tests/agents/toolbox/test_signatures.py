"""Which functions can be tools, and the schema of what they ask for."""

import functools
import json
from decimal import Decimal
from typing import Annotated, Any, Literal, Optional, Union

import pytest
from pydantic import Field, ValidationError

from ledgerflow.agents.toolbox.signatures import SignatureFault, signature_read
from tools.context import ToolContext


def lamp(
    context: ToolContext,
    query: str,
    count: int = 5,
    exact: bool = False,
    share: float | None = None,
    price: Optional[Decimal] = None,  # noqa: UP045  # both spellings are met
    kind: Literal["oil", "wax"] = "oil",
    names: list[str] = [],  # noqa: B006  # never changed
    size: Annotated[int, Field(ge=1, le=9)] = 3,
) -> str:
    """Look for lamps.

    `query`: a few words.
    `count`: how many, 1 to 10. The answer is JSON.
    """
    return query


def test_the_schema_says_what_the_signature_says():
    read = signature_read(lamp)
    schema = read.schema
    assert read.takes_context
    assert (schema["type"], schema["additionalProperties"]) == ("object", False)
    assert schema["required"] == ["query"]
    assert "context" not in schema["properties"]
    assert schema["properties"]["query"] == {"type": "string", "description": "a few words."}
    assert schema["properties"]["count"] == {
        "type": "integer",
        "default": 5,
        "description": "how many, 1 to 10.",
    }
    assert schema["properties"]["kind"]["enum"] == ["oil", "wax"]
    assert schema["properties"]["names"]["items"] == {"type": "string"}
    assert (schema["properties"]["size"]["minimum"], schema["properties"]["size"]["maximum"]) == (
        1,
        9,
    )


def test_people_are_told_in_plain_words():
    read = {p.name: p for p in signature_read(lamp).parameters}
    assert [p.kind for p in read.values()] == [
        *("text", "whole number", "yes or no", "number", "decimal number"),
        *("one of oil, wax", "list of text", "whole number"),
    ]
    assert [name for name, p in read.items() if p.is_required] == ["query"]
    assert read["count"].description == "how many, 1 to 10."


def test_a_function_without_parameters_takes_nothing():
    def now() -> str:
        """Say now."""
        return "now"

    read = signature_read(now)
    assert (read.takes_context, read.parameters) == (False, ())
    assert read.schema == {"type": "object", "additionalProperties": False, "properties": {}}


def test_names_that_pydantic_has_itself_may_be_parameters():
    def odd(title: str, schema: str, copy: int, model_config: str, json: str) -> str:
        """Take odd names."""
        return title

    read = signature_read(odd)
    assert list(read.schema["properties"]) == ["title", "schema", "copy", "model_config", "json"]
    assert read.schema["properties"]["title"] == {"type": "string"}


def doc(function):
    """Give a function a docstring."""
    function.__doc__ = "Do something."
    return function


def untyped(query): ...
def untyped_second(context: ToolContext, query: str, count=3): ...
def loose(*words: str): ...
def named(**words: str): ...
def positional(query: str, /): ...
def mapping(query: dict): ...
def anything(query: Any): ...
def several(query: str | int): ...
def old_several(query: Union[str, int, None]): ...  # noqa: UP007
def bare_list(query: list): ...
def raw(query: bytes): ...
def nested(query: list[dict[str, str]]): ...
def literal(query: Literal[b"x"]): ...
def late_context(query: str, context: ToolContext): ...
def other_context(context: str): ...
def hidden(query: "NoSuchType"): ...  # noqa: F821
def strange_default(query: str = object()): ...  # type: ignore[assignment]
async def coroutine(query: str): ...
async def streaming(query: str):
    yield query


def generating(query: str):
    yield query


@pytest.mark.parametrize(
    ("function", "said", "fix"),
    [
        (untyped, "its parameter query has no type", "Annotate query"),
        (untyped_second, "its parameter count has no type", "Annotate count"),
        (loose, "*args, **kwargs", "by name"),
        (named, "*args, **kwargs", "by name"),
        (positional, "positional-only parameter (query)", "by name"),
        (mapping, "not JSON's: dict", "Annotate query with: str"),
        (anything, "not JSON's: Any", "Annotate query"),
        (several, "not JSON's: str | int", "Annotate query"),
        (old_several, "not JSON's", "Annotate query"),
        (bare_list, "not JSON's: list", "Annotate query"),
        (raw, "not JSON's: bytes", "Annotate query"),
        (nested, "not JSON's", "Annotate query"),
        (literal, "not JSON's", "Annotate query"),
        (late_context, "context is a ToolContext", "put it first"),
        (other_context, "is no ToolContext", "context: ToolContext"),
        (hidden, "cannot be resolved (NameError)", "outside of TYPE_CHECKING"),
        (strange_default, "no JSON Schema can be made", "defaults that JSON can say"),
        (coroutine, "it is a coroutine", "instead of `async def`"),
        (streaming, "it is a coroutine", "instead of `async def`"),
        (generating, "it is a generator", "Return the whole text"),
    ],
)
def test_a_function_that_is_no_tool_is_told_why(function, said, fix):
    with pytest.raises(SignatureFault) as caught:
        signature_read(doc(function))
    assert said in caught.value.message
    assert fix in caught.value.hint


class Callable:
    """A class with a docstring."""

    def __call__(self, query: str) -> str:
        """Answer."""
        return query


@pytest.mark.parametrize(
    "thing",
    [
        *(Callable, Callable(), functools.partial(lamp), len, print, None, "lamp"),
        functools.lru_cache(lamp),
    ],
)
def test_only_plain_functions_can_be_tools(thing):
    with pytest.raises(SignatureFault, match="no plain function"):
        signature_read(thing)


@pytest.mark.parametrize("text", [None, "", "  \n "])
def test_a_function_without_a_docstring_is_no_tool(text):
    def silent(query: str) -> str:
        return query

    silent.__doc__ = text
    with pytest.raises(SignatureFault, match="no docstring") as caught:
        signature_read(silent)
    assert "the model reads it" in caught.value.hint


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"query": 3},
        {"query": None},
        {"query": "x", "count": "5"},
        {"query": "x", "count": 5.5},
        {"query": "x", "count": True},
        {"query": "x", "exact": "yes"},
        {"query": "x", "kind": "gas"},
        {"query": "x", "names": "a"},
        {"query": "x", "names": [1]},
        {"query": "x", "size": 10},
        {"query": "x", "context": "y"},
        {"query": "x", "other": 1},
        {"query": "x", "a0": "y"},
    ],
)
def test_arguments_are_checked_strictly(given):
    model = signature_read(lamp).arguments
    with pytest.raises(ValidationError):
        model.model_validate_json(json.dumps(given), strict=True)
