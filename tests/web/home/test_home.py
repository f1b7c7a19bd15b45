"""The start page: what each business needs, filters and pages in the address, clients' words."""

import html
import re

import pytest

from ledgerflow.firms.models import Business, Membership, User
from ledgerflow.ledger.services import business_open
from ledgerflow.review.question_models import Question
from ledgerflow.web.selectors.home import SECTION_SIZE, home_filter
from tests.published import publish
from tests.web.conftest import desk_of


def text_of(response):
    assert response.status_code == 200
    main = response.content.decode().split('id="main"')[-1]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))


def names(response):
    found = re.findall(r'class="strong" href="/b/\d+/">([^<]+)<', response.content.decode())
    return [html.unescape(name) for name in found]


def open_many(books, count):
    with books.scope():
        Business.objects.bulk_create(
            Business(
                firm_id=books.place.firm_id, name=f"Shop {number:03}", slug=f"shop-{number:03}"
            )
            for number in range(count)
        )


def test_a_business_shows_what_it_needs_and_leads_there(kept_books):
    answer = kept_books.client.get("/")
    page = text_of(answer)
    assert "Harbor Street Studio" in page
    assert "1 decision left" in page
    assert "15 %" in page  # 94.10 of 594.10
    assert "500.00 USD" in page
    assert f'href="{kept_books.base}review/"' in answer.content.decode()


def test_the_most_urgent_comes_first_or_the_order_that_is_asked_for(kept_books):
    open_many(kept_books.books, 2)
    assert names(kept_books.client.get("/"))[0] == "Harbor Street Studio"
    by_name = names(kept_books.client.get("/", {"order": "name"}))
    assert by_name == ["Harbor Street Studio", "Shop 000", "Shop 001"]


@pytest.mark.parametrize(
    ("show", "shown"),
    [
        ("undecided", ["Harbor Street Studio"]),
        ("unproved", []),
        ("questions", []),
        ("ready", []),
        ("nonsense", ["Harbor Street Studio", "Shop 000"]),
    ],
)
def test_the_list_can_be_narrowed_to_one_need(kept_books, show, shown):
    open_many(kept_books.books, 1)
    assert names(kept_books.client.get("/", {"show": show})) == shown


def test_a_business_is_found_by_a_part_of_its_name_and_the_search_stays_in_links(kept_books):
    open_many(kept_books.books, 2)
    answer = kept_books.client.get("/", {"q": "SHOP 001"})
    assert names(answer) == ["Shop 001"]
    assert "1 of 3 businesses" in text_of(answer)
    assert "?q=SHOP+001&amp;show=undecided" in answer.content.decode()
    assert "No business fits." in text_of(kept_books.client.get("/", {"q": "<b>"}))


def test_many_businesses_come_in_pages(desk):
    open_many(desk.books, 104)
    first = desk.client.get("/")
    assert len(names(first)) == 50
    assert 'rel="next" href="/?page=2"' in first.content.decode()
    last = desk.client.get("/", {"page": 3})
    assert len(names(last)) == 5
    assert 'rel="prev" href="/?page=2"' in last.content.decode()
    assert names(desk.client.get("/", {"page": 99})) == names(last)


def test_each_firm_has_a_section_and_leads_to_all_of_it(desk, make_books):
    other = make_books(name="Other Shop")
    open_many(other, SECTION_SIZE + 3)
    with other.scope():
        firm_id = other.place.firm_id
        Membership.objects.create(firm_id=firm_id, user=desk.books.user, role="viewer")
    answer = desk.client.get("/")
    assert len(names(answer)) == 1 + SECTION_SIZE
    more = re.search(r'rel="next" href="/\?(firm=\d+[^"]*)"', answer.content.decode())[1]
    whole = desk.client.get(f"/?{more.replace('&amp;', '&')}&page=1")
    assert len(names(whole)) == SECTION_SIZE + 4


def test_a_fragment_is_the_list_alone(kept_books):
    answer = kept_books.client.get("/", {"q": "harbor"}, headers={"HX-Request": "true"})
    assert names(answer) == ["Harbor Street Studio"]
    assert "<html" not in answer.content.decode()


def test_a_client_reads_plain_words_about_the_businesses_named(kept_books):
    books = kept_books.books
    open_many(books, 1)
    person = User.objects.create_user("client@example.com", "correct horse 12")
    with books.scope():
        business = books.business
        Membership.objects.create(
            firm_id=business.firm_id, user=person, role="client", business=business
        )
        Question.objects.create(
            firm_id=business.firm_id, business=business, text="What?", asked_by=books.user
        )
    kept_books.client.force_login(person)
    answer = kept_books.client.get("/")
    assert names(answer) == ["Harbor Street Studio"]
    page = text_of(answer)
    assert "1 question needs your answer" in page
    assert "decision" not in page
    assert "Not proved" not in page


def test_somebody_without_a_business_is_told_whom_to_ask(db):
    person = User.objects.create_user("new@example.com", "correct horse 12")
    client = desk_of(type("Nobody", (), {"user": person})()).client
    assert "You have no business here yet." in text_of(client.get("/"))


def test_what_an_address_says_wrongly_is_left_out():
    wanted = home_filter({"show": "x", "order": "y", "page": "-3", "firm": "9" * 30, "q": " a "})
    assert str(wanted) == "q=a"
    assert str(home_filter({"show": "ready", "page": "2"})) == "show=ready&page=2"


def test_the_score_is_stated_on_the_page(desk):
    page = text_of(desk.client.get("/"))
    assert "How this is sorted" in page
    assert "10 for a file that stopped" in page


def test_a_business_with_several_accounts_names_its_missing_months(desk):
    books = desk.books
    with books.scope():
        publish(books, [("2025-01-14", "-4.00", "COFFEE")], start="2025-01-01", end="2025-01-31")
        business_open(firm_id=books.place.firm_id, name="Alder Bakery", chart="us_sole_proprietor")
    answer = desk.client.get("/", {"show": "missing"})
    assert names(answer) == ["Harbor Street Studio"]
