"""The kinds that there are, and that each one is complete."""

import pytest

from ledgerflow.agents.kinds import KINDS
from ledgerflow.agents.kinds.template import template_faults
from ledgerflow.agents.models import Agent
from ledgerflow.agents.records import Question


def test_every_kind_of_agent_is_known_and_no_other() -> None:
    assert sorted(KINDS) == sorted(Agent.Kind.values)
    assert all(kind.name == name for name, kind in KINDS.items())


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_shipped_prompt_names_only_fields_of_its_kind(name: str) -> None:
    kind = KINDS[name]
    assert template_faults(kind.default_prompt, kind.template_fields) == []
    assert len(kind.default_prompt) < 2_500, "each run pays for the prompt"


@pytest.mark.parametrize("name", sorted(KINDS))
def test_an_answer_may_hold_nothing_that_was_not_asked_for(name: str) -> None:
    schema = (
        KINDS[name].answer_type(Question(name, accounts={"7": "510 Meals"})).model_json_schema()
    )
    assert schema["additionalProperties"] is False
    nested = schema.get("$defs", {}).values()
    assert all(one["additionalProperties"] is False for one in nested)
