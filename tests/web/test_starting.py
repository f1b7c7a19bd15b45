"""The first steps show what is done and what is next, by what is really there."""

import re

import pytest

from ledgerflow.firms.access import practices_of
from ledgerflow.firms.models import Membership, User
from ledgerflow.web.selectors.starting import steps_of
from tests.published import decide, publish
from tests.web.test_closing import as_role

pytestmark = pytest.mark.django_db

SAID = [("2025-03-03", "-86.10", "HOME DEPOT #7114")]


def steps(books):
    with books.scope():
        found = steps_of(books.place.business_id)
    return (found.statement, found.decisions, found.report)


def test_each_step_follows_what_was_done(books):
    assert steps(books) == ("next", "later", "later")
    with books.scope():
        publish(books, SAID)
    assert steps(books) == ("done", "next", "later")
    with books.scope():
        decide(books, "HOME DEPOT #7114", "supplies")
    assert steps(books) == ("done", "done", "next")


def test_the_page_leads_to_the_statements_first(desk):
    page = desk.client.get("/start/")
    assert page.status_code == 200
    primary = re.findall(r'btn btn-primary" href="([^"]+)"', page.content.decode())
    assert primary[0] == f"{desk.base}statements/"


def test_who_works_in_several_firms_goes_to_the_start_page(desk, make_books):
    other = make_books(name="Other Books")
    from ledgerflow.firms.services import membership_grant

    with other.scope():
        membership_grant(firm_id=other.place.firm_id, user=desk.books.user, role="viewer")
    assert desk.client.get("/start/").headers["Location"] == "/"


def test_a_client_opens_no_demo_and_sees_no_button(desk):
    assert "Open a demo firm" in desk.client.get("/settings/").content.decode()
    client = as_role(desk, Membership.Role.CLIENT).client
    assert "Open a demo firm" not in client.get("/settings/").content.decode()
    refused = client.post("/start/demo/")
    assert refused.status_code == 404
    assert "opened by people who keep books here" in refused.content.decode()
    practices = practices_of(User.objects.get(email="client@example.com"))
    assert [practice.is_demo for practice in practices] == [False]


def test_a_demo_is_opened_once(desk):
    said = desk.client.post("/start/demo/", follow=True).content.decode()
    assert "The demo is open" in said
    again = desk.client.post("/start/demo/", follow=True).content.decode()
    assert "have a demo firm already" in again
