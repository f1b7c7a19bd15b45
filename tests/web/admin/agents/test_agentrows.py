"""Agents in admin: the steps before one can work, its prompt as versions, on and off."""

from ledgerflow.agents.models import Agent, PromptVersion
from ledgerflow.agents.services import agents_ship
from ledgerflow.web.admin.agents.agentrows import first_steps
from tests.agents.asked import language_model

FIELDS = {
    "max_tool_calls": "6",
    "max_seconds": "60",
    "max_tokens": "20000",
    "max_cost_per_run": "0.05",
    "max_cost_per_day": "5",
    "purpose": "",
}


def change(operator, agent, **fields):
    known = {"name": agent.name, "kind": agent.kind, "prompt_note": "", "prompt_text": ""}
    if agent.prompt:
        known["prompt_text"] = agent.prompt.text
    return operator.post(f"agent/{agent.pk}/change/", **(FIELDS | known | fields))


def test_the_first_steps_are_listed_until_they_are_done(operator):
    assert [step["done"] for step in first_steps()] == [False, False, False, False]
    page = operator.get("agent/")
    assert "First steps" in page
    assert "No agent yet: make the shipped ones" in page
    operator.post("agent/ship/")
    assert [step["done"] for step in first_steps()] == [False, True, False, False]
    model = language_model()
    Agent.objects.update(model=model, is_enabled=True)
    agent = Agent.objects.get(kind="classification")
    agent.tools.all().update(is_enabled=True)
    assert first_steps() == []
    assert "First steps" not in operator.get("agent/")


def test_an_edited_prompt_is_a_new_version_with_a_note(operator):
    agents_ship()
    agent = Agent.objects.get(kind="payee")
    shipped = agent.prompt
    page = change(operator, agent, prompt_text=shipped.text + "\nBe brief.", prompt_note="brevity")
    assert "Prompt version 2 is the current one now." in page
    agent.refresh_from_db()
    assert (agent.prompt.version, agent.prompt.note) == (2, "brevity")
    assert agent.prompt.created_by == operator.person
    assert PromptVersion.objects.get(pk=shipped.pk).text == shipped.text


def test_an_unchanged_prompt_is_no_new_version(operator):
    agents_ship()
    agent = Agent.objects.get(kind="payee")
    as_sent = agent.prompt.text.replace("\n", "\r\n")  # by every browser
    change(operator, agent, purpose="Another purpose", prompt_text=as_sent)
    agent.refresh_from_db()
    assert (agent.purpose, agent.prompt.version) == ("Another purpose", 1)


def test_an_unknown_field_of_a_template_names_the_known_ones(operator):
    agents_ship()
    agent = Agent.objects.get(kind="payee")
    page = change(operator, agent, prompt_text="Place {payee_secret}, {industry}")
    assert "there is no field {payee_secret}" in page
    assert "{direction}" in page
    assert PromptVersion.objects.filter(agent=agent).count() == 1


def test_a_new_agent_starts_with_the_shipped_words(operator, search_tool):
    operator.post(
        "agent/add/", name="second", kind="payee", tools=[search_tool.pk], prompt_text="",
        prompt_note="", **FIELDS,
    )  # fmt: skip
    agent = Agent.objects.get(name="second")
    assert agent.prompt.version == 1
    assert agent.prompt.note == "first version"
    assert list(agent.tools.all()) == [search_tool]


def test_the_kind_of_an_agent_stays(operator):
    agents_ship()
    agent = Agent.objects.get(kind="payee")
    change(operator, agent, kind="profile")
    agent.refresh_from_db()
    assert agent.kind == "payee"


def test_an_agent_is_switched_on_only_with_a_model_that_is_on(operator):
    agents_ship()
    agent = Agent.objects.get(kind="payee")
    assert "Choose a model before" in change(operator, agent, is_enabled="on")
    model = language_model(is_enabled=False)
    page = change(operator, agent, is_enabled="on", model=model.pk)
    assert "switched off: switch it on" in page
    page = operator.post("agent/", action="switch_on", _selected_action=[agent.pk])
    assert "is not switched on: Agent payee-lookup has no language model." in page
    model.is_enabled = True
    model.save()
    change(operator, agent, is_enabled="on", model=model.pk)
    agent.refresh_from_db()
    assert agent.is_enabled
    operator.post("agent/", action="switch_off", _selected_action=[agent.pk])
    agent.refresh_from_db()
    assert not agent.is_enabled


def test_an_agent_is_never_deleted(operator):
    agents_ship()
    agent = Agent.objects.get(kind="payee")
    operator.get(f"agent/{agent.pk}/delete/", status=403)


def test_a_list_of_agents_takes_a_fixed_number_of_queries(
    operator, search_tool, django_assert_max_num_queries
):
    agents_ship()
    for number in range(12):
        agent = Agent.objects.create(name=f"more-{number}", kind="payee")
        agent.tools.add(search_tool)
    with django_assert_max_num_queries(16):
        operator.get("agent/")
