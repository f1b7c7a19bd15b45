"""The form of an agent: tools by checkbox with their state, limits with bounds."""

from ledgerflow.agents.models import Agent, Tool
from ledgerflow.web.admin.agents.agentforms import AgentForm

FIELDS = {
    "name": "second",
    "kind": "payee",
    "max_tool_calls": "6",
    "max_seconds": "60",
    "max_tokens": "20000",
    "max_cost_per_run": "0.05",
    "max_cost_per_day": "5",
}


def test_tools_are_checkboxes_that_say_which_are_off(db):
    Tool.objects.create(name="a<b>", module_path="tools.search_tool.search_web", is_enabled=True)
    Tool.objects.create(name="other", module_path="tools.page_tool.read_page")
    shown = str(AgentForm()["tools"])
    assert shown.count('type="checkbox"') == 2
    assert "tools.page_tool.read_page" in shown
    assert shown.count(">off<") == 1
    assert "a&lt;b&gt;" in shown
    assert "a<b>" not in shown


def test_limits_have_bounds_in_plain_words(db):
    form = AgentForm(FIELDS | {"max_tool_calls": "51", "max_seconds": "0", "max_tokens": "99"})
    assert form.errors["max_tool_calls"] == ["Between 0 and 50."]
    assert form.errors["max_seconds"] == ["Between 1 and 600."]
    assert form.errors["max_tokens"] == ["Between 100 and 1,000,000."]


def test_every_fault_of_a_template_is_told(db):
    form = AgentForm(FIELDS | {"prompt_text": "{nothing} and {industry.real} and a single }"})
    assert len(form.errors["prompt_text"]) == 3


def test_a_saved_agent_shows_its_current_words(db):
    agent = Agent.objects.create(name="a", kind="payee")
    assert AgentForm(instance=agent).initial.get("prompt_text") is None
    prompt = agent.prompts.create(version=1, text="Current words.")
    agent.prompt = prompt
    assert AgentForm(instance=agent).initial["prompt_text"] == "Current words."
