"""Who sees what: another firm's pages do not exist, and roles that look may not write."""

import re

import pytest
from django.test import Client

from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.models import Membership, User
from ledgerflow.firms.services import membership_grant
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.statements.models import StatementFile
from tests.web.conftest import JANUARY, Desk, desk_of

PATHS = (
    "",
    "statements/1/",
    "statements/1/state/",
    "statements/1/original/",
    "reports/trial-balance/",
    "books/entries/?accounts=1",
    "books/entries/1/",
)


@pytest.fixture
def stranger(make_books):
    """The owner of another firm."""
    return desk_of(make_books(name="Other Books"))


def without_token(answer):
    """The page; each one's form for signing out has a token of its own."""
    own = r"\b[A-Za-z0-9]{64}\b|name=\"next\" value=\"[^\"]*\""
    return re.sub(own, "", answer.content.decode())


@pytest.mark.parametrize("path", PATHS)
def test_a_business_of_another_firm_is_like_one_that_does_not_exist(kept_books, stranger, path):
    theirs = stranger.client.get(kept_books.base + path)
    nobody = stranger.client.get("/b/999999/" + path)
    assert theirs.status_code == nobody.status_code == 404
    assert without_token(theirs) == without_token(nobody)


def test_a_file_of_another_firm_is_not_found_under_the_own_business(kept_books, stranger):
    with kept_books.books.scope():
        file_id = StatementFile.objects.get().pk
    for path in ("", "original/"):
        assert stranger.get(f"statements/{file_id}/{path}").status_code == 404
    assert stranger.client.post(f"{stranger.base}statements/{file_id}/undo/").status_code == 404


def test_accounts_of_another_firm_are_like_accounts_that_do_not_exist(kept_books, stranger):
    with kept_books.books.scope():
        theirs = account_by_key(kept_books.books.business, "supplies").pk
    with stranger.books.scope():
        own = account_by_key(stranger.books.business, "supplies").pk
    assert kept_books.get("books/entries/", accounts=theirs).status_code == 200
    answers = [stranger.get("books/entries/", accounts=f"{own},{n}") for n in (theirs, 10**12)]
    assert [a.status_code for a in answers] == [404, 404]
    assert without_token(answers[0]) == without_token(answers[1])


def test_the_start_page_lists_only_the_own_businesses(kept_books, stranger):
    page = stranger.client.get("/").content.decode()
    assert "Other Books" in page
    assert "Harbor Street Studio" not in page


def someone(books, role, business=None):
    person = User.objects.create_user(f"{role}@example.com", "correct horse 12")
    with books.scope():
        membership_grant(
            firm_id=books.place.firm_id, user=person, role=role, business=business and business()
        )
    client = Client()
    client.force_login(person)
    return Desk(client, books)


def test_who_only_looks_cannot_upload_or_undo(kept_books):
    books, role = kept_books.books, Membership.Role.VIEWER
    guest = someone(books, role)
    assert guest.get().status_code == 200
    assert 'type="file"' not in guest.get().content.decode()
    refused = guest.upload("more.csv", JANUARY + b"\n")
    assert refused.status_code == 404
    assert f"The role {role} may look" in refused.content.decode()
    with books.scope():
        file = StatementFile.objects.get()
    assert guest.client.post(f"{books_base(books)}statements/{file.pk}/undo/").status_code == 404
    with books.scope():
        assert StatementFile.objects.get().state == "published"


def test_a_client_hands_in_files_and_undoes_none(kept_books):
    books = kept_books.books
    client = someone(books, Membership.Role.CLIENT, lambda: books.business)
    assert 'type="file"' in client.get().content.decode()
    with books.scope():
        file = StatementFile.objects.get()
    assert client.client.post(f"{books_base(books)}statements/{file.pk}/undo/").status_code == 404
    with books.scope():
        assert StatementFile.objects.get().state == "published"


def books_base(books):
    return f"/b/{books.place.business_id}/"


def test_somebody_who_lost_the_membership_loses_the_page_at_once(kept_books):
    books = kept_books.books
    with firm_scope(books.place.firm_id, books.user.pk):
        Membership.objects.filter(user=books.user).delete()
    assert kept_books.get().status_code == 404


@pytest.mark.parametrize("path", ["statements/", "statements/1/undo/"])
def test_a_form_without_its_token_does_nothing(kept_books, path):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(kept_books.books.user)
    answer = careful.post(kept_books.base + path)
    assert answer.status_code == 403
    assert "without a valid token" in answer.content.decode()


def test_a_fragment_of_a_session_that_ended_tells_the_page_and_does_not_replace_it(kept_books):
    answer = Client().get(f"{kept_books.base}statements/1/state/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Trigger"], answer.content) == (401, "signed-out", b"")
