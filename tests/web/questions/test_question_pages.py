"""The desk of questions, what a client sees, and deciding what was answered."""

import re

import pytest
from django.core import mail
from django.test import Client

from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import business_open
from ledgerflow.review.models import Decision
from ledgerflow.review.question_models import Question, QuestionLink
from ledgerflow.review.queue_records import QueueFilter
from ledgerflow.review.queueing import queue_groups
from tests.published import transaction
from tests.review.questions.asking_kit import ask, published, reply
from tests.review.test_services import suggest
from tests.web.conftest import desk_of

UNTRUSTED = "<script>alert('x')</script>"


@pytest.fixture
def asking(books):
    """Somebody signed in, with three transactions that wait and nothing known of them."""
    with books.scope():
        published(books)
    return desk_of(books)


def post(desk, path, **fields):
    return desk.client.post(desk.base + path, fields)


def text_of(response):
    return response.content.decode()


def test_the_most_urgent_unknowns_are_asked_about_at_one_click(asking):
    page = text_of(asking.get("questions/"))
    assert "Ask about the 3 most urgent" in page
    answer = post(asking, "questions/ask/", bundle="1", text="What was this?")
    assert answer.status_code == 302
    with asking.books.scope():
        assert Question.objects.count() == 3
    page = text_of(asking.get("questions/"))
    assert "3 wait for your client" in page
    assert "Something is suggested for all that waits" in page


def test_ticked_groups_are_asked_about(asking):
    with asking.books.scope():
        groups = queue_groups([asking.books.business.pk], wanted=QueueFilter()).groups
    post(asking, "questions/ask/", group=[groups[0].key], text="Which client?")
    with asking.books.scope():
        assert Question.objects.get().text == "Which client?"
    refused = post(asking, "questions/ask/", text="Nothing ticked")
    assert (refused.status_code, "Nothing is chosen" in text_of(refused)) == (400, True)


def test_single_transactions_are_asked_about_from_elsewhere(asking):
    with asking.books.scope():
        pk = transaction("CORNER CAFE").pk
    post(asking, "questions/ask/", transaction=[pk], text="With whom?")
    with asking.books.scope():
        assert list(Question.objects.get().asked_about.values_list("transaction_id")) == [(pk,)]


def test_a_link_is_shown_once_to_be_copied(asking):
    with asking.books.scope():
        ask(asking.books, "CORNER CAFE")
    assert post(asking, "questions/links/", days="7").status_code == 302
    page = text_of(asking.get("questions/"))
    address = re.search(r'value="(http://testserver/q/[^"]+)"', page)[1]
    assert Client().get(address).status_code == 200
    assert address not in text_of(asking.get("questions/"))
    assert not mail.outbox


def test_a_link_is_shown_on_the_page_of_its_business_alone(asking):
    books = asking.books
    with books.scope():
        second = business_open(
            firm_id=books.place.firm_id, name="Second Books", chart="us_sole_proprietor"
        )
    post(asking, "questions/links/", days="7")
    assert "/q/" not in text_of(asking.client.get(f"/b/{second.pk}/questions/"))
    assert "http://testserver/q/" in text_of(asking.get("questions/"))


def test_a_link_is_sent_by_mail_withdrawn_and_extended(asking):
    post(asking, "questions/links/", days="14", email="client@example.com")
    assert "/q/" not in text_of(asking.get("questions/")), "what was sent is not shown"
    assert mail.outbox[0].to == ["client@example.com"]
    address = re.search(r"http://\S+/q/\S+", mail.outbox[0].body)[0]
    assert Client().get(address).status_code == 200
    with asking.books.scope():
        link = QuestionLink.objects.get()
    post(asking, f"questions/links/{link.pk}/extend/")
    with asking.books.scope():
        assert QuestionLink.objects.get().expires_at > link.expires_at
    post(asking, f"questions/links/{link.pk}/withdraw/")
    assert Client().get(address).status_code == 404
    assert "Withdrawn" in text_of(asking.get("questions/"))


def test_no_link_is_made_for_what_is_no_address(asking):
    refused = post(asking, "questions/links/", days="14", email="client@example.com\nbcc: x@y.z")
    assert refused.status_code == 400
    with asking.books.scope():
        assert not QuestionLink.objects.exists()


def test_a_mail_that_cannot_be_sent_leaves_the_link_to_be_copied(asking, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    post(asking, "questions/links/", days="14", email="client@example.com")
    page = text_of(asking.get("questions/"))
    assert "could not be sent" in page
    assert "/q/" in page


@pytest.mark.parametrize("typed", ["", "meals"])
def test_an_answer_is_booked_whole_whatever_share_is_suggested(asking, typed):
    books = asking.books
    with books.scope():
        suggest(books, "CORNER CAFE", "meals", business_percent=60)
        question = ask(books, "CORNER CAFE")
        reply(books, question, account_id=account_by_key(books.business, "meals").pk)
    post(asking, f"questions/{question.pk}/decide/", account=typed)
    with books.scope():
        decision = Decision.objects.get()
        assert (decision.account.key, decision.business_percent) == ("meals", 100)


@pytest.mark.parametrize(
    ("use", "kind", "key"),
    [("private", "category", "owner_draw"), ("business", "category", "meals"),
     ("transfer", "transfer", "transfers_clearing")],
)  # fmt: skip
def test_an_answer_is_decided_at_one_click(asking, use, kind, key):
    books = asking.books
    with books.scope():
        suggest(books, "CORNER CAFE", "meals")
        question = ask(books, "CORNER CAFE")
        meals = account_by_key(books.business, "meals").pk if use == "business" else None
        reply(books, question, use, account_id=meals)
    page = text_of(asking.get("questions/"))
    assert "Answered: decide" in page
    assert post(asking, f"questions/{question.pk}/decide/").status_code == 302
    with books.scope():
        decision = Decision.objects.get()
        assert decision.kind == kind
        assert decision.account.key == key
        question.refresh_from_db()
        assert question.state == "resolved"
    again = post(asking, f"questions/{question.pk}/decide/")
    assert "waits for a decision" in text_of(again)


def test_what_the_bookkeeper_types_stands_before_the_answer(asking):
    books = asking.books
    with books.scope():
        question = ask(books, "CORNER CAFE", "CORNER CAFE TOWN")
        reply(books, question, "unsure")
        account = account_by_key(books.business, "meals")
    refused = post(asking, f"questions/{question.pk}/decide/")
    assert "names no account" in text_of(refused)
    post(asking, f"questions/{question.pk}/decide/", account=f"{account.code} {account.name}")
    with books.scope():
        assert set(Decision.objects.values_list("account__key", flat=True)) == {"meals"}


def test_questions_are_withdrawn_and_resolved(asking):
    with asking.books.scope():
        one, two = ask(asking.books, "CORNER CAFE"), ask(asking.books, "HARDWARE SHOP")
    post(asking, f"questions/{one.pk}/withdraw/")
    post(asking, f"questions/{two.pk}/resolve/")
    page = text_of(asking.get("questions/", closed="1"))
    assert page.count("Withdrawn") == page.count("Resolved") == 1


def test_answers_are_shown_as_text(asking):
    with asking.books.scope():
        reply(asking.books, ask(asking.books, "CORNER CAFE"), "business", text=UNTRUSTED)
    page = text_of(asking.get("questions/"))
    assert UNTRUSTED not in page
    assert "&lt;script&gt;alert" in page
