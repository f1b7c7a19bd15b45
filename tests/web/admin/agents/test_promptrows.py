"""Prompt versions are a list to look at; any of them can be made the current one."""

from ledgerflow.agents.models import Agent, PromptVersion
from ledgerflow.agents.services import agents_ship, prompt_add


def two_versions():
    agents_ship()
    agent = Agent.objects.get(kind="payee")
    first = agent.prompt
    text = first.text + "\nBe <i>brief</i>."
    return agent, first, prompt_add(agent=agent, text=text, note="brevity", user=None)


def test_a_version_shows_what_changed_since_the_one_before(operator):
    _, first, second = two_versions()
    listed = operator.get("promptversion/")
    assert "brevity" in listed
    assert "v2" in listed
    assert "Current" in listed
    answer = operator.client.get(f"/admin/agents/promptversion/{second.pk}/change/")
    page = answer.content.decode()
    assert "What changed since v1" in page
    assert 'lfa-added">Be &lt;i&gt;brief' in page
    assert "What changed since" not in operator.get(f"promptversion/{first.pk}/change/")


def test_an_older_version_is_made_current_again(operator):
    agent, first, _ = two_versions()
    assert "Make current" in operator.get(f"promptversion/{first.pk}/change/")
    assert "is the current prompt" in operator.post(f"promptversion/{first.pk}/current/")
    agent.refresh_from_db()
    assert agent.prompt == first
    assert "Make current" not in operator.get(f"promptversion/{first.pk}/change/")


def test_versions_are_neither_written_nor_deleted_here(operator):
    _, first, _ = two_versions()
    operator.get("promptversion/add/", status=403)
    operator.post(f"promptversion/{first.pk}/change/", status=403, text="other")
    operator.post(f"promptversion/{first.pk}/delete/", status=403)
    assert operator.client.get("/admin/agents/promptversion/1/current/").status_code == 405
    assert PromptVersion.objects.get(pk=first.pk).text == first.text
