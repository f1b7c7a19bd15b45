"""Rows of firms are shown under a firm that is picked, and never changed."""

import pytest
from django.test import Client

from ledgerflow.audit.models import AuditEvent
from ledgerflow.firms.models import User
from ledgerflow.web.admin.agents.firmchoice import own_address
from tests.web.admin.agents.rows import agent_row, ended_run

LISTS = ("agentrun", "toolcall", "outboundcall", "lookup")


@pytest.mark.parametrize("name", LISTS)
def test_without_a_firm_a_list_asks_for_one_and_shows_nothing(operator, books, name):
    page = operator.get(f"{name}/")
    assert "Pick the one to look into" in page
    assert books.place.firm_name in page


def test_a_picked_firm_is_kept_and_told_to_the_firm(operator, books):
    operator.pick(books)
    operator.pick(books)
    assert books.place.firm_name in operator.get("agentrun/")
    with books.scope():
        event = AuditEvent.objects.get(action="admin_looked")
        assert (event.user_id, event.subject) == (operator.person.pk, "firm")


def test_rows_of_another_firm_are_not_there(operator, make_books):
    ours, theirs = make_books(), make_books(name="Theirs")
    agent = agent_row("payee")
    with theirs.scope():
        run = ended_run(theirs, agent, subject_key="their secret payee")
    operator.pick(ours)
    assert "their secret payee" not in operator.get("agentrun/")
    gone = operator.client.get(f"/admin/agents/agentrun/{run.pk}/change/", follow=True)
    assert "their secret payee" not in gone.content.decode()
    assert gone.redirect_chain == [("/admin/", 302)]
    operator.pick(theirs)
    assert "their secret payee" in operator.get("agentrun/")


def test_a_firm_that_is_not_there_is_refused(operator, books):
    answer = operator.client.post("/admin/agents/agentrun/choose-firm/", {"firm": "987654"})
    assert answer.status_code == 404
    answer = operator.client.post("/admin/agents/agentrun/choose-firm/", {"firm": "1 OR 1"})
    assert answer.status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_nothing_can_be_added(operator, books, name):
    operator.pick(books)
    operator.get(f"{name}/add/", status=403)


def test_nothing_can_be_changed_or_deleted(operator, books):
    agent = agent_row("payee")
    with books.scope():
        run = ended_run(books, agent)
    operator.pick(books)
    operator.post(f"agentrun/{run.pk}/change/", status=403, state="failed")
    operator.post(f"agentrun/{run.pk}/delete/", status=403, post="yes")
    operator.get(f"agentrun/{run.pk}/history/")
    with books.scope():
        run.refresh_from_db()
    assert run.state == "answered"


def test_the_way_back_stays_within_admin():
    assert own_address("/admin/agents/lookup/") == "/admin/agents/lookup/"
    for strange in ("https://evil.example/", "//evil.example/admin/", "/b/1/", "javascript:x"):
        assert own_address(strange) == "/admin/agents/agentrun/"


def test_people_who_are_no_operators_come_nowhere(desk):
    for name in (*LISTS, "agent", "tool", "languagemodel", "promptversion", "agentspend"):
        assert desk.client.get(f"/admin/agents/{name}/").status_code == 302
    assert desk.client.post("/admin/agents/tool/sync/").status_code == 302
    assert desk.client.post("/admin/agents/agentrun/choose-firm/").status_code == 302


def test_staff_who_are_no_superusers_see_and_change_nothing(books, search_tool):
    agent = agent_row("payee")
    person = User.objects.create_user("staff@example.com", is_staff=True)
    client = Client()
    client.force_login(person)
    pages = [f"{name}/" for name in (*LISTS, "agentspend", "agent", "tool")]
    pages += [
        "agentrun/choose-firm/",
        f"agent/{agent.pk}/try/",
        f"languagemodel/{agent.model_id}/try/",
        f"tool/{search_tool.pk}/try/",
    ]
    for page in pages:
        answer = client.get(f"/admin/agents/{page}")
        assert answer.status_code == 403, page
        assert books.place.firm_name not in answer.content.decode()
    presses = ["tool/sync/", "agent/ship/", f"promptversion/{agent.prompt_id}/current/"]
    for page in [*presses, *pages]:
        assert client.post(f"/admin/agents/{page}", {"firm": 1}).status_code == 403, page
