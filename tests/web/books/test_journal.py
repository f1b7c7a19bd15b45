"""The journal's page and the registers: questions in the address, pages by place."""

import re

import pytest

from tests.ledger.posted import meal
from tests.web.books.conftest import account_id, as_role, plain

PAGE = "books/journal/"


@pytest.fixture
def lunches(desk):
    """Sixty lunches on sixty days."""
    with desk.books.scope():
        for n in range(60):
            meal(desk.books, f"2025-0{1 + n // 28}-{1 + n % 28:02}", 10 + n, text=f"Lunch {n:02}")
    return desk


def link(answer, relation):
    found = re.search(rf'<a rel="{relation}" href="\?([^"]+)"', answer.content.decode())
    return found and found.group(1).replace("&amp;", "&")


def test_every_entry_is_shown_with_both_its_sides_and_where_it_came_from(ready):
    page = plain(ready.get(PAGE))
    assert "2 2025-01-20 PAPER SHOP 6160 Supplies" in page
    assert "120.00 USD Decision" in page
    assert page.index("PAPER SHOP") < page.index("HARBOR CLIENT")


def test_it_is_read_page_by_page(lunches):
    first = lunches.get(PAGE)
    query = link(first, "next")
    second = lunches.client.get(f"{lunches.base}{PAGE}?{query}")
    shown = re.findall(r"Lunch (\d\d)", plain(first) + plain(second))
    assert [int(n) for n in shown] == list(range(59, -1, -1))
    assert link(second, "next") is None


def test_its_filters_are_in_the_address(lunches):
    for query, found in (
        ({"q": "lunch 07"}, 1),
        ({"amount": "15.00"}, 1),
        ({"from": "2025-02-01", "to": "2025-02-03"}, 3),
        ({"account": "Meals", "to": "2025-01-02"}, 2),
        ({"account": "6180 Travel"}, 0),
        ({"source": "decision"}, 0),
        ({"kind": "normal", "q": "Lunch 5"}, 10),
    ):
        assert len(re.findall(r"Lunch \d\d", plain(lunches.get(PAGE, **query)))) == found, query


def test_only_the_list_answers_a_request_for_it(lunches):
    answer = lunches.client.get(
        f"{lunches.base}{PAGE}?q=07", headers={"HX-Request": "true", "HX-Target": "journal"}
    )
    assert answer.content.decode().lstrip().startswith("<section")


@pytest.mark.parametrize(
    "query",
    [
        {"from": "yesterday"},
        {"from": "2025-02-01", "to": "2025-01-01"},
        {"amount": "12..5"},
        {"account": "nowhere"},
        {"kind": "x"},
        {"source": "x"},
        {"after": "x"},
    ],
)
def test_what_cannot_be_asked_is_said(desk, query):
    assert desk.get(PAGE, **query).status_code == 400


def test_a_register_runs_its_balance_and_goes_from_day_to_day(lunches):
    pk = account_id(lunches, "meals")
    page = f"books/register/{pk}/"
    newest = lunches.get(page)
    total = f"{sum(10 + n for n in range(60)):,}.00"
    assert total in plain(newest)
    assert link(newest, "next") is None
    oldest = lunches.client.get(f"{lunches.base}{page}?{link(newest, 'prev')}")
    assert "Beginning" in plain(oldest)
    assert "Lunch 00" in plain(oldest)
    of_days = lunches.get(page, **{"from": "2025-02-01", "to": "2025-02-02"})
    assert re.findall(r"Lunch \d\d", plain(of_days)) == ["Lunch 28", "Lunch 29"]
    assert f"Carried forward {sum(10 + n for n in range(28)):,}.00" in plain(of_days)


def test_going_back_ends_where_the_asked_days_begin(lunches):
    page = f"{lunches.base}books/register/{account_id(lunches, 'meals')}/?from=2025-01-04"
    second = lunches.client.get(f"{page}&{link(lunches.client.get(page), 'next')}")
    first = lunches.client.get(f"{page}&{link(second, 'prev')}")
    assert re.findall(r"Lunch \d\d", plain(first))[0] == "Lunch 03"
    assert link(first, "prev") is None


def test_clients_and_strangers_see_neither(ready, make_books):
    client = as_role(ready, "client")
    pk = account_id(ready, "sales")
    for path in (PAGE, f"books/register/{pk}/"):
        assert client.get(path).status_code == 404
    other = make_books(name="Other Books")
    with other.scope():
        theirs = other.business.pk
    assert ready.client.get(f"/b/{theirs}/{PAGE}").status_code == 404
    assert ready.get("books/register/999999/").status_code == 404
