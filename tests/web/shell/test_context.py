"""The frame of a page: where one is, and where one can go."""

import pytest
from django.test import RequestFactory

from ledgerflow.firms.access import Place, Practice
from ledgerflow.web.shell.context import THEME_COOKIE, Frame, frame


def request_at(path, *, role="owner", where="place", theme=""):
    request = RequestFactory().get(path)
    if theme:
        request.COOKIES[THEME_COOKIE] = theme
    if where == "place":
        request.place = Place(3, 7, "harbor", "Harbor Street Studio", "Invented Practice", role)
    elif where == "practice":
        request.practice = Practice(3, "Invented Practice", role)
    return request


def current_of(shown):
    return [link.href for group in shown.groups for link in group.links if link.is_current]


@pytest.mark.parametrize(
    ("path", "current", "is_exact"),
    [
        ("/b/7/", "/b/7/", True),
        ("/b/7/statements/", "/b/7/statements/", True),
        ("/b/7/statements/12/", "/b/7/statements/", False),
        ("/b/7/books/journal/", "/b/7/books/journal/", True),
        ("/b/7/books/entries/5/", "/b/7/books/journal/", False),
        ("/b/7/books/register/5/", "/b/7/books/accounts/", False),
        ("/b/7/elsewhere/", None, False),
    ],
)
def test_the_nearest_destination_is_marked(path, current, is_exact):
    shown = Frame(request_at(path))
    assert current_of(shown) == ([current] if current else [])
    exact = [link.href for group in shown.groups for link in group.links if link.is_exact]
    assert bool(exact) is is_exact


def test_changing_the_business_keeps_the_destination():
    assert Frame(request_at("/b/7/statements/12/")).section == "statements/"
    assert Frame(request_at("/b/7/")).section == ""


def test_a_client_sees_the_way_to_no_page_that_is_not_for_clients():
    groups = Frame(request_at("/b/7/", role="client")).groups
    hrefs = [link.href for group in groups for link in group.links]
    assert hrefs == ["/b/7/", "/b/7/statements/", "/b/7/reports/", "/b/7/questions/"]


def test_a_page_of_a_firm_leads_to_its_queue_and_settings():
    shown = Frame(request_at("/f/3/review/", where="practice"))
    assert [link.href for link in shown.groups[0].links] == ["/f/3/review/", "/f/3/settings/"]
    assert current_of(shown) == ["/f/3/review/"]
    assert shown.phone == ()


def test_outside_of_a_firm_the_frame_is_empty():
    shown = frame(request_at("/", where=""))["frame"]
    assert (shown.groups, shown.phone, shown.business_id, shown.firm_id) == ((), (), None, None)
    assert (shown.firm_name, shown.is_client, shown.section) == ("", False, "")


@pytest.mark.parametrize(("kept", "theme"), [("dark", "dark"), ("light", "light"), ("<x>", "")])
def test_colours_are_those_of_the_cookie_where_it_says_some(kept, theme):
    assert Frame(request_at("/", where="", theme=kept)).theme == theme
