"""Switching, searching, help, languages: what every page leads to."""

import pytest

from ledgerflow.firms.models import Membership
from tests.web.conftest import desk_of


def test_the_switcher_lists_the_businesses_of_the_person(desk, make_books):
    make_books(name="Quay Street Bakery")
    page = desk.client.get("/switch/").content.decode()
    assert "Harbor Street Studio" in page
    assert "Quay Street Bakery" not in page


def test_the_switcher_keeps_the_page_that_is_open(desk):
    asked = {"q": "harbor", "section": "review/"}
    page = desk.client.get("/switch/", asked, headers={"HX-Request": "true"}).content.decode()
    assert f'href="{desk.base}review/"' in page
    assert "<html" not in page
    asked["section"] = "//evil.example/"
    page = desk.client.get("/switch/", asked).content.decode()
    assert f'href="{desk.base}"' in page
    assert f"{desk.base}//" not in page


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("recon", "books/reconcile/"),
        ("profit", "reports/profit-and-loss/"),
        ("6160", "books/register/"),
        ("harbor", "Harbor Street Studio"),
        ("statement", "/help/"),
        ("depot", "transactions/?text=depot"),
    ],
)
def test_the_search_finds_pages_reports_accounts_businesses_and_help(desk, text, found):
    asked = {"q": text, "business": desk.books.place.business_id}
    for address in ("/search/", "/palette/"):
        assert found in desk.client.get(address, asked).content.decode()


def test_the_search_offers_no_form_of_another_tax_regime(desk, make_books):
    other = make_books(name="Quay Street Bakery", tax_regime="uk_self_employment")
    for books, is_offered in ((desk.books, True), (other, False)):
        person = desk_of(books).client
        asked = {"q": "schedule", "business": books.place.business_id}
        page = person.get("/search/", asked).content.decode()
        assert ("reports/schedule-c-worksheet/" in page) is is_offered


def test_the_search_shows_nothing_of_others(desk, make_books):
    other = make_books(name="Quay Street Bakery")
    for business in (other.place.business_id, "x", "9" * 30):
        page = desk.client.get("/palette/", {"q": "6160", "business": business}).content.decode()
        assert "books/register/" not in page
    assert "Quay Street" not in desk.client.get("/palette/", {"q": "quay"}).content.decode()


def test_a_search_that_finds_nothing_says_so(desk):
    page = desk.client.get("/palette/", {"q": "zzz"}).content.decode()
    assert "Nothing is called like that." in page


def test_a_client_is_led_to_no_page_of_the_books(desk):
    books = desk.books
    with books.scope():
        Membership.objects.filter(user=books.user).update(
            role="client", business_id=books.place.business_id
        )
    asked = {"q": "", "business": books.place.business_id}
    page = desk.client.get("/palette/", asked).content.decode()
    assert f"{desk.base}statements/" in page
    for closed in ("review/", "books/journal/", "rules/", "/settings/"):
        assert f"{desk.base}{closed}" not in page
    assert f"/f/{books.place.firm_id}/" not in page


def test_strangers_are_sent_to_sign_in(db, client):
    for address in ("/switch/", "/search/", "/palette/", "/help/"):
        assert client.get(address)["Location"].startswith("/sign-in/")


def test_help_shows_the_docs_and_404s_what_is_none(desk):
    page = desk.client.get("/help/howto/keyboard/").content.decode()
    assert "<h1" in page
    assert "Work with the keyboard" in page
    assert desk.client.get("/help/howto/none/").status_code == 404
    assert desk.client.get("/help/../settings/").status_code == 404


def test_help_says_where_docs_are_when_they_are_not_installed(desk, monkeypatch):
    monkeypatch.setattr("ledgerflow.web.shell.docs.FOLDERS", ())
    page = desk.client.get("/help/howto/rules/").content.decode()
    assert "docs/howto/rules.md" in page


def test_the_language_is_chosen_by_a_form(desk):
    answer = desk.client.post("/language/", {"language": "de", "next": "/switch/"})
    assert answer["Location"] == "/switch/"
    page = desk.client.get("/switch/").content.decode()
    assert '<html lang="de"' in page
    assert "Betrieb wechseln" in page
    answer = desk.client.post("/language/", {"language": "de", "next": "https://evil.example/"})
    assert answer["Location"] == "/"


def test_the_chosen_colours_are_in_the_first_byte(desk):
    desk.client.cookies["lf_theme"] = "dark"
    assert 'data-bs-theme="dark"' in desk.client.get("/switch/").content.decode()
