"""Answering with an account: a client does, a viewer does not, and no file is lost in silence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ledgerflow.firms.models import Membership, User
from ledgerflow.review.paper_models import Attachment
from ledgerflow.review.question_models import Answer
from tests.review.papers.pictures import jpeg
from tests.review.questions.asking_kit import ask, published
from tests.web.conftest import desk_of
from tests.web.test_closing import as_role


@pytest.fixture
def asking(books):
    """Somebody signed in, with three transactions that wait and nothing known of them."""
    with books.scope():
        published(books)
    return desk_of(books)


def client_of(books):
    """A client of the business, signed in."""
    person = User.objects.create_user("client@example.com", "correct horse 12")
    with books.scope():
        Membership.objects.create(
            firm_id=books.place.firm_id,
            user=person,
            role=Membership.Role.CLIENT,
            business_id=books.place.business_id,
        )
    browser = Client()
    browser.force_login(person)
    return browser


def post(desk, path, **fields):
    return desk.client.post(desk.base + path, fields)


def text_of(response):
    return response.content.decode()


def test_a_client_with_an_account_answers_and_sees_nothing_else(asking):
    books = asking.books
    with books.scope():
        question = ask(books, "CORNER CAFE", text="With whom?")
    browser = client_of(books)
    page = text_of(browser.get(asking.base + "questions/"))
    assert "With whom?" in page
    assert "Link for the client" not in page
    address = f"{asking.base}questions/{question.pk}/answer/"
    refused = browser.post(address, {"text": "kept text"})
    assert refused.status_code == 400
    assert "kept text" in text_of(refused)
    photo = SimpleUploadedFile("photo.jpg", jpeg())
    saved = browser.post(address, {"use": "private", "text": "My lunch", "file": photo})
    assert saved.status_code == 302
    with books.scope():
        answer = Answer.objects.get()
        assert (answer.use, answer.answered_by.email) == ("private", "client@example.com")
        paper = Attachment.objects.get()
    assert browser.get(f"{asking.base}receipts/{paper.pk}/").status_code == 200
    for closed in ("receipts/", "rules/", "rules/new/", "payees/", "recurring/"):
        assert browser.get(asking.base + closed).status_code == 404
    for closed in ("questions/ask/", "questions/links/", f"questions/{question.pk}/decide/"):
        assert browser.post(asking.base + closed).status_code == 404


def test_more_photos_than_go_at_once_are_refused_with_what_was_typed(asking):
    with asking.books.scope():
        question = ask(asking.books, "CORNER CAFE")
    photos = [SimpleUploadedFile(f"{n}.jpg", jpeg()) for n in range(6)]
    address = f"{asking.base}questions/{question.pk}/answer/"
    sent = {"use": "private", "text": "kept text", "file": photos}
    refused = client_of(asking.books).post(address, sent)
    assert refused.status_code == 400
    assert "You chose 6 files; at most 5 go at once." in text_of(refused)
    assert "kept text" in text_of(refused)
    with asking.books.scope():
        assert not Answer.objects.exists()


def test_a_client_is_told_where_a_photo_lies_that_comes_again(asking):
    with asking.books.scope():
        cafe, shop = ask(asking.books, "CORNER CAFE"), ask(asking.books, "HARDWARE SHOP")
        payee = cafe.payee_name
    browser = client_of(asking.books)
    for question in (cafe, shop):
        photo = SimpleUploadedFile("photo.jpg", jpeg())
        address = f"{asking.base}questions/{question.pk}/answer/"
        page = browser.post(address, {"use": "private", "file": photo}, follow=True)
    where = f"the question about {payee}" if payee else "another question"
    assert f"photo.jpg was here already, with {where}; it stays there." in text_of(page)


def test_a_viewer_answers_nothing(asking):
    with asking.books.scope():
        question = ask(asking.books, "CORNER CAFE")
    viewer = as_role(asking, Membership.Role.VIEWER)
    photo = SimpleUploadedFile("photo.jpg", jpeg())
    sent = post(viewer, f"questions/{question.pk}/answer/", use="private", text="No", file=photo)
    assert sent.status_code == 404
    with asking.books.scope():
        assert not Answer.objects.exists()
        assert not Attachment.objects.exists()
        question.refresh_from_db()
    assert question.state == "waiting"
