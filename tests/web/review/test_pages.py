"""The review pages and their fragments, with a script and without."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgerflow.firms.models import Membership
from tests.web.conftest import desk_of
from tests.web.test_closing import as_role

QUERIES_MAX = 12


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def queries(waiting, **query):
    waiting.get(**query)
    with CaptureQueriesContext(connection) as caught:
        assert waiting.get(**query).status_code == 200
    own = [one["sql"] for one in caught]
    return len([sql for sql in own if "SAVEPOINT" not in sql and "SET CONSTRAINTS" not in sql])


def test_the_list_names_groups_with_money_and_what_is_left(waiting):
    said = text_of(waiting.get())
    assert "Home Depot" in said
    assert "−516.81 USD" in said
    assert "6 decisions left" in said
    assert "0 % of the money settled" in said


def test_the_page_of_a_group_has_its_rows_and_forms_that_need_no_script(waiting):
    page = waiting.get(group=waiting.token("home depot")).content.decode()
    assert page.count('name="ids"') == 6
    assert 'action="/b/' in page
    assert not re.search(r'\son\w+="|style="|javascript:', page)


def test_lists_and_groups_cost_no_more_than_the_budget(waiting):
    assert queries(waiting) <= QUERIES_MAX
    assert queries(waiting, group=waiting.token("home depot")) <= QUERIES_MAX


def test_a_filter_leaves_groups_out_and_stays_in_their_links(waiting):
    page = waiting.get(q="starbucks")
    said = text_of(page)
    assert "Starbucks" in said
    assert "Home Depot" not in said
    assert "q=starbucks&amp;group=" in page.content.decode()
    assert "Nothing that waits fits this filter." in text_of(waiting.get(q="no such payee"))


@pytest.mark.parametrize("part", ["list", "panel", "rows", "sure", "filters", "transfer", "papers"])
def test_a_fragment_is_a_part_of_the_page_or_a_page_by_itself(waiting, part):
    token = waiting.token("home depot")
    fragment = waiting.part(part, group=token)
    assert fragment.status_code == 200
    assert "<html" not in fragment.content.decode()
    alone = waiting.get(part=part, group=token)
    assert alone.status_code == 200
    assert "<html" in alone.content.decode()


def test_what_is_sure_is_shown_before_it_is_accepted(waiting):
    said = text_of(waiting.part("sure", at="1"))
    assert "Starbucks" in said
    assert "Zorblatt" not in said
    assert "Nothing that waits is suggested so surely." in text_of(waiting.part("sure", at="99"))


def test_what_is_sure_stays_within_the_lists_filter(waiting):
    link = re.search(
        r'id="review-sure" href="([^"]+)"', waiting.get(q="starbucks").content.decode()
    )
    assert link[1].endswith("review/?q=starbucks&amp;part=sure")
    fragment = waiting.part("sure", at="1", q="starbucks")
    said, page = text_of(fragment), fragment.content.decode()
    assert "Starbucks" in said
    assert "Home Depot" not in said
    assert "?q=starbucks&amp;part=sure&amp;at=60" in page
    assert '<input type="hidden" name="back" value="q=starbucks">' in page


def test_accepting_what_is_sure_leaves_what_the_filter_hides(waiting):
    answer = waiting.decide(do="accept", mark=waiting.token("starbucks"), back="to=2025-01-08")
    assert answer.status_code == 200
    assert waiting.groups()["Starbucks"].count == 2


def test_the_firms_page_names_the_business_of_each_group(waiting):
    place = waiting.books.place
    page = waiting.client.get(f"/f/{place.firm_id}/review/")
    assert "Harbor Street Studio ·" in text_of(page)
    token = waiting.token("home depot")
    group = waiting.client.get(f"/f/{place.firm_id}/review/", {"group": token}).content.decode()
    assert f'action="/b/{place.business_id}/review/decide/"' in group
    assert 'name="scope" value="firm"' in group


def test_an_empty_queue_says_what_is_next(desk):
    said = text_of(desk.get("review/"))
    assert "Nothing waits" in said
    assert "Close the month" in said


def test_a_group_that_waits_no_more_is_no_error(waiting):
    place = waiting.books.place
    said = text_of(waiting.get(group=f"{place.business_id}:USD:gone -"))
    assert "Nothing of this waits any more" in said


def test_a_viewer_looks_and_a_client_sees_no_such_page(waiting):
    guest = as_role(waiting.desk, Membership.Role.VIEWER)
    token = waiting.token("home depot")
    page = guest.client.get(waiting.base, {"group": token})
    assert page.status_code == 200
    assert 'id="decide"' not in page.content.decode()
    assert as_role(waiting.desk, Membership.Role.CLIENT).client.get(waiting.base).status_code == 404


def test_another_firms_queue_does_not_exist(waiting, make_books):
    stranger = desk_of(make_books(name="Other Books"))
    assert stranger.client.get(waiting.base).status_code == 404
    own = f"/b/{stranger.books.place.business_id}/review/"
    page = stranger.client.get(own, {"group": waiting.token("home depot")})
    assert "Home Depot" not in text_of(page)


def test_an_unreadable_address_is_refused(waiting):
    assert waiting.get(after="nowhere").status_code == 400
    assert waiting.get(**{"from": "someday"}).status_code == 400
