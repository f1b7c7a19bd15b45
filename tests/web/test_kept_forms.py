"""What somebody typed while signed out: kept for them, and for nobody else."""

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ledgerflow.firms.models import User
from ledgerflow.web import kept_forms
from ledgerflow.web.kept_forms import CHARACTERS_MAX

HERE = {"Origin": "http://testserver", "Referer": "http://testserver/b/1/entries/new/?day=1"}
PASSWORD = "correct horse 12"
TYPED = {"memo": "Rent <b>March</b>\nand April", "amount": "1,200.00"}


def sign_in(visitor, email):
    form = {"username": email, "password": PASSWORD}
    return visitor.post("/sign-in/", form | {"next": "/account/kept/"})


@pytest.fixture
def expired(books):
    """A browser whose session ended."""
    visitor = Client()
    sign_in(visitor, books.user.email)
    del visitor.cookies[settings.SESSION_COOKIE_NAME]
    return visitor


@pytest.fixture
def address(books):
    return f"/b/{books.place.business_id}/statements/"


def page_of(visitor):
    return visitor.get("/account/kept/").content.decode()


def test_what_was_typed_is_shown_after_signing_in_and_sent_where_it_was_sent(
    expired, books, address
):
    answer = expired.post(address, TYPED, headers=HERE)
    assert answer["Location"] == "/sign-in/?next=/account/kept/"
    assert sign_in(expired, books.user.email)["Location"] == "/account/kept/"
    page = page_of(expired)
    assert "Here is what you typed" in page
    assert "Rent &lt;b&gt;March&lt;/b&gt;<br>and April" in page
    assert 'href="/b/1/entries/new/?day=1"' in page
    (form,) = kept_of(expired)
    sent = expired.post(f"/account/kept/{form['id']}/send/", TYPED)
    assert (sent.status_code, sent["Location"]) == (307, address)
    assert expired.post(f"/account/kept/{form['id']}/send/", TYPED).status_code == 302
    assert "Nothing is waiting here" in page_of(expired)


def kept_of(visitor):
    return visitor.session.get(kept_forms.SESSION_KEY, [])


def test_files_passwords_and_tokens_are_not_kept(expired, books, address):
    secret = {"password": "hush", "api_token": "hush", "csrfmiddlewaretoken": "hush"}
    file = SimpleUploadedFile("march.csv", b"hush")
    once = {"token": "done-once", "new_name": ""}
    expired.post(address, TYPED | secret | once | {"file": file}, headers=HERE)
    (form,) = kept_of(expired)
    assert ["token", "done-once"] in form["fields"]
    assert "hush" not in str(form)
    assert form["files"] == ["march.csv"]
    sign_in(expired, books.user.email)
    page = page_of(expired)
    assert "choose march.csv again" in page
    assert re.findall(r"<dt>(.*?)</dt>", page) == ["Memo", "Amount"]


def test_somebody_else_who_signs_in_sees_nothing_of_it(expired, address):
    User.objects.create_user("lee@example.com", PASSWORD)
    expired.post(address, TYPED, headers=HERE)
    (form,) = kept_of(expired)
    sign_in(expired, "lee@example.com")
    assert "Nothing is waiting here" in page_of(expired)
    expired.post(f"/account/kept/{form['id']}/send/", TYPED)
    assert kept_of(expired) == [form]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Referer": "https://evil.example/http://testserver/"},
    ],
)
def test_a_form_of_another_site_is_not_kept(expired, address, headers):
    answer = expired.post(address, TYPED, headers=headers)
    assert answer["Location"].startswith("/sign-in/?next=/")
    assert kept_of(expired) == []


def test_a_stranger_s_form_is_not_kept(db, address):
    visitor = Client()
    visitor.post(address, TYPED, headers=HERE)
    assert kept_of(visitor) == []


def test_a_form_that_is_too_long_leads_back_to_its_page(expired, address):
    answer = expired.post(address, {"memo": "x" * CHARACTERS_MAX}, headers=HERE)
    assert answer["Location"] == "/sign-in/?next=/b/1/entries/new/%3Fday%3D1"
    assert kept_of(expired) == []


def test_only_the_last_three_are_kept_and_only_for_an_hour(expired, books, address, monkeypatch):
    for number in range(4):
        expired.post(address, {"memo": f"number {number}"}, headers=HERE)
    assert [form["fields"][0][1] for form in kept_of(expired)] == [f"number {n}" for n in (1, 2, 3)]
    sign_in(expired, books.user.email)
    monkeypatch.setattr(kept_forms, "SECONDS", -1)
    assert "Nothing is waiting here" in page_of(expired)


def test_it_can_be_thrown_away(expired, books, address):
    expired.post(address, TYPED, headers=HERE)
    (form,) = kept_of(expired)
    sign_in(expired, books.user.email)
    expired.post(f"/account/kept/{form['id']}/drop/")
    assert kept_of(expired) == []


def test_a_page_from_before_signing_in_again_is_kept_too(books, address):
    """Its token is older than the session; nothing is wrong with the person."""
    visitor = Client(enforce_csrf_checks=True)
    visitor.force_login(books.user)
    answer = visitor.post(address, TYPED, headers=HERE)
    assert (answer.status_code, answer["Location"]) == (302, "/account/kept/")
    assert "Here is what you typed" in page_of(visitor)
    trap = visitor.post(address, TYPED, headers={"Origin": "https://evil.example"})
    assert trap.status_code == 403
    assert len(kept_of(visitor)) == 1
