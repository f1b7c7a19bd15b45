"""What a model is offered in each output mode."""

import pytest

from ledgerflow.agents.kinds import KINDS
from ledgerflow.agents.runner.offering import ANSWER, mode_of, offer_of, schema_of, tools_of
from ledgerflow.agents.toolbox.calling import ToolDefinition
from tests.agents.runner.conftest import QUESTION, model_of

LOOK = ToolDefinition("lookup_merchant", "Who is it?", {"type": "object", "properties": {}})
SCHEMA = schema_of(KINDS["classification"].answer_type(QUESTION))


def test_the_schema_offers_the_accounts_and_spares_words() -> None:
    assert SCHEMA["properties"]["account"]["anyOf"][0]["enum"] == ["11", "12"]
    assert SCHEMA["additionalProperties"] is False
    assert "maxLength" not in SCHEMA["properties"]["reason"]


def test_a_property_called_title_stays() -> None:
    source = SCHEMA["$defs"]["SourceGiven"]
    assert "title" in source["properties"]
    assert "title" not in source


@pytest.mark.parametrize(
    ("row", "mode"),
    [
        ({}, "tool"),
        ({"output_mode": "native"}, "native"),
        ({"supports_tools": False}, "prompted"),
        ({"supports_tools": False, "output_mode": "native"}, "native"),
    ],
)
def test_without_tools_there_is_no_answer_tool(row: dict[str, object], mode: str) -> None:
    assert mode_of(model_of(**row)) == mode


def test_tools_are_offered_where_the_server_takes_them() -> None:
    assert [tool.name for tool in tools_of(model_of(), [LOOK])] == ["lookup_merchant"]
    assert tools_of(model_of(supports_tools=False), [LOOK]) == []


def test_no_tool_goes_by_the_answer_s_name() -> None:
    assert tools_of(model_of(), [ToolDefinition(ANSWER, "", {})]) == []


def test_each_mode_asks_for_the_answer_its_own_way() -> None:
    tools = tools_of(model_of(), [LOOK])
    by_tool = offer_of("tool", SCHEMA, tools)
    assert [one.name for one in by_tool.output_tools] == [ANSWER]
    assert not by_tool.allow_text_output
    native = offer_of("native", SCHEMA, tools)
    assert native.output_object is not None
    assert native.output_object.json_schema == SCHEMA
    prompted = offer_of("prompted", SCHEMA, tools)
    assert (prompted.output_tools, prompted.output_object) == ([], None)
    assert [len(one.function_tools) for one in (by_tool, native, prompted)] == [1, 1, 1]
