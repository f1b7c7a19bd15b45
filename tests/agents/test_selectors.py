"""What an agent is made of, and which one is asked."""

import pytest

from ledgerflow.agents.selectors import agent_by_name, agent_spec, enabled_agent
from ledgerflow.core.errors import InputError
from tests.agents.asked import agent, language_model, tool

pytestmark = pytest.mark.django_db


def test_a_spec_has_the_model_the_prompt_and_the_tools_that_are_on():
    on, off = tool(), tool("read_page", "tools.page_tool.read_page", is_enabled=False)
    made = agent(tools=[on, off], max_seconds=9)
    spec = agent_spec(made)
    assert (spec.id, spec.kind, spec.max_seconds) == (made.pk, "classification", 9)
    assert (spec.prompt_version, spec.prompt) == (1, "Choose an account.")
    assert [one.name for one in spec.tools] == ["find_similar"]
    assert spec.model.base_url == "http://127.0.0.1:9/v1"
    assert spec.model.is_local


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"model": None}, "agent_no_model", "no language model"),
        ({"prompt": None}, "agent_no_prompt", "no prompt"),
    ],
)
def test_an_agent_that_lacks_something_says_what(change, code, words):
    made = agent()
    for name, value in change.items():
        setattr(made, name, value)
    with pytest.raises(InputError, match=words) as caught:
        agent_spec(made)
    assert caught.value.code == code
    assert caught.value.hint


def test_a_model_that_is_off_is_no_model():
    made = agent(model=language_model("old", is_enabled=False))
    with pytest.raises(InputError, match="that is off") as caught:
        agent_spec(made)
    assert caught.value.code == "agent_no_model"


def test_the_agent_that_is_on_and_has_a_model_is_asked():
    assert enabled_agent("classification") is None
    agent(name="asleep", is_enabled=False)
    assert enabled_agent("classification") is None
    bare = agent(name="a-bare-one")
    bare.model = None
    bare.save()
    assert enabled_agent("classification") == bare
    agent(name="b-whole-one")
    agent(name="c-later-one")
    assert enabled_agent("classification").name == "b-whole-one"
    assert enabled_agent("payee") is None


def test_an_unknown_agent_is_answered_with_those_there_are():
    assert agent(name="known-one") == agent_by_name("known-one")
    with pytest.raises(InputError, match="Known: known-one"):
        agent_by_name("nobody")
