"""The page that closes a period: its checks, its button by role, opening again."""

import re

import pytest
from django.test import Client

from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.models import Membership, User
from ledgerflow.firms.services import membership_grant
from ledgerflow.ledger.models import Account, Period
from ledgerflow.review.models import Decision
from ledgerflow.review.services import decision_undo
from tests.published import decide, publish
from tests.web.conftest import Desk, desk_of

PAGE, CLOSE, REOPEN = "books/close/", "books/close/close/", "books/close/reopen/"
LINES = [("2025-01-03", "500.00", "HARBOR CLIENT"), ("2025-01-20", "-120.00", "PAPER SHOP")]


@pytest.fixture
def ready(desk):
    """A proved January with every transaction decided."""
    books = desk.books
    with books.scope():
        publish(books, LINES, start="2025-01-01", end="2025-01-31")
        decide(books, "HARBOR CLIENT", "sales")
        decide(books, "PAPER SHOP", "supplies")
    return desk


def spoil(desk):
    """One transaction is undecided again."""
    books = desk.books
    with books.scope():
        decision = Decision.objects.get(transaction__description="PAPER SHOP")
        decision_undo(decision=decision, batch=books.batch("undo"), reason="whose was it?")


def as_role(desk, role):
    """Somebody else with this role, signed in."""
    person = User.objects.create_user(f"{role}@example.com", "correct horse 12")
    books = desk.books
    business = books.place.business_id if role == Membership.Role.CLIENT else None
    with books.scope():
        membership_grant(
            firm_id=books.place.firm_id,
            user=person,
            role=role,
            business=books.business if business else None,
        )
    client = Client()
    client.force_login(person)
    return Desk(client, books)


def text_of(desk, period="2025-01"):
    answer = desk.get(PAGE, period=period)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def post(desk, path=CLOSE, follow=True, **fields):
    return desk.client.post(desk.base + path, {"period": "2025-01", **fields}, follow=follow)


def locked(desk):
    with firm_scope(desk.books.place.firm_id), desk.books.scope():
        return [f"{p.start:%Y-%m}" for p in Period.objects.filter(is_locked=True)]


def test_the_page_opens_with_the_oldest_open_month_and_every_check(ready):
    page = text_of(ready, "")
    assert "2025-01-01 to 2025-01-31 · 0 of 12" not in page
    assert "0 of 1 month locked" in page
    assert "all hold" in page
    assert "Every bank transaction is decided nothing of the period waits" in page


def test_a_month_is_closed_and_opened_again_with_a_reason(ready):
    done = post(ready, reason="agreed")
    assert "2025-01 is closed." in done.content.decode()
    assert locked(ready) == ["2025-01"]
    assert "Reason: agreed" in text_of(ready)
    again = post(ready)
    assert again.status_code == 409
    opened = post(ready, REOPEN, reason="a late bill")
    assert "2025-01 is open again." in opened.content.decode()
    assert locked(ready) == []


def test_a_check_that_does_not_hold_is_shown_and_keeps_the_month_open(ready):
    spoil(ready)
    page = text_of(ready)
    assert "1 does not hold" in page
    assert "1 transaction, −120.00 USD net" in page
    assert "Close anyway" in page
    done = post(ready)
    assert "2025-01 is not closed" in done.content.decode()
    assert locked(ready) == []


def test_an_owner_closes_anyway_with_a_reason_only(ready):
    spoil(ready)
    assert post(ready, anyway="1", reason=" ").status_code == 400
    assert locked(ready) == []
    assert post(ready, anyway="1", reason="the client will not say").status_code == 200
    assert locked(ready) == ["2025-01"]


def test_a_bookkeeper_closes_what_holds_and_is_not_offered_more(ready):
    bookkeeper = as_role(ready, "bookkeeper")
    assert "Close 2025-01" in text_of(bookkeeper)
    spoil(ready)
    assert "ask an owner to close it anyway" in text_of(bookkeeper)
    assert post(bookkeeper, anyway="1", reason="in a hurry").status_code == 404
    assert post(bookkeeper, REOPEN, reason="in a hurry").status_code == 404
    assert locked(ready) == []


def test_who_may_only_look_sees_the_checks_and_no_button(ready):
    guest = as_role(ready, "viewer")
    page = text_of(guest)
    assert "may look but not close" in page
    assert '<form class="upload"' not in guest.get(PAGE, period="2025-01").content.decode()
    assert [post(guest, path).status_code for path in (CLOSE, REOPEN)] == [404, 404]
    assert locked(ready) == []


def test_for_a_client_there_is_no_such_page(ready):
    guest = as_role(ready, "client")
    assert guest.get(PAGE, period="2025-01").status_code == 404
    assert [post(guest, path).status_code for path in (CLOSE, REOPEN)] == [404, 404]
    assert locked(ready) == []


def test_a_check_that_does_not_hold_leads_to_where_it_is_mended(ready):
    spoil(ready)
    page = ready.get(PAGE, period="2025-01").content.decode()
    assert f'href="{ready.base}review/"' in page


def test_a_year_is_closed_and_its_months_open_only_with_it(ready):
    reason = {"period": "2025", "anyway": "1", "reason": "the other months had no business"}
    done = post(ready, **reason)
    assert "2025 is closed." in done.content.decode()
    assert len(locked(ready)) == 12
    with ready.books.scope():
        assert Account.objects.get(key="owner_equity").lines.count() == 1
    assert "open the whole year" in text_of(ready, "2025-06")
    refused = post(ready, REOPEN, period="2025-06", reason="one bill")
    assert refused.status_code == 422
    opened = post(ready, REOPEN, period="2025", reason="one bill")
    assert "2025 is open again." in opened.content.decode()


def test_another_firms_page_does_not_exist(ready, make_books):
    stranger = desk_of(make_books(name="Other Books"))
    theirs = stranger.client.get(ready.base + PAGE)
    nobody = stranger.client.get(f"/b/999999/{PAGE}")
    assert (theirs.status_code, nobody.status_code) == (404, 404)
    for path in (CLOSE, REOPEN):
        answer = stranger.client.post(ready.base + path, {"period": "2025-01", "reason": "x"})
        assert answer.status_code == 404
    assert locked(ready) == []


@pytest.mark.parametrize("period", ["2025-13", "x", "2025-01..2030-01"])
def test_what_is_no_period_is_said(ready, period):
    assert ready.get(PAGE, period=period).status_code == 400
    assert post(ready, period=period).status_code == 400


def test_a_form_needs_its_token_and_reading_changes_nothing(ready):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ready.books.user)
    assert strict.post(ready.base + CLOSE, {"period": "2025-01"}).status_code == 403
    for path in (CLOSE, REOPEN):
        assert ready.client.get(ready.base + path).status_code == 405
    assert Client().post(ready.base + CLOSE).status_code == 302
    assert locked(ready) == []
