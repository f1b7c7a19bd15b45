"""Questions as pages read them: counted, listed, with what is offered."""

from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgerflow.review.questions.asking import question_resolve
from ledgerflow.review.questions.selectors import (
    asked_states,
    open_counts,
    question_shown,
    questions_of,
)
from tests.published import decide, transaction
from tests.review.questions.asking_kit import ask, published, reply
from tests.review.test_services import suggest


def test_open_questions_are_counted_by_business(books, make_books):
    with books.scope():
        published(books)
        pk = books.business.pk
        assert open_counts(None) == {}
        reply(books, ask(books, "CORNER CAFE"))
        ask(books, "HARDWARE SHOP")
        closed = ask(books, "CORNER CAFE TOWN")
        question_resolve(business=books.business, question_id=closed.pk)
        assert open_counts(None) == open_counts([pk]) == {pk: (1, 1)}
        assert open_counts([pk + 1]) == {}
        states = asked_states([transaction(text).pk for text in ("CORNER CAFE", "HARDWARE SHOP")])
        assert sorted(states.values()) == ["answered", "waiting"]
        assert asked_states([transaction("CORNER CAFE TOWN").pk]) == {}


def test_a_list_of_questions_costs_the_same_however_many_there_are(books):
    with books.scope():
        published(books)
        first = ask(books, "HARDWARE SHOP")
        with CaptureQueriesContext(connection) as few:
            assert [q.question.pk for q in questions_of(books.business)] == [first.pk]
        later = ask(books, "CORNER CAFE")
        third = ask(books, "CORNER CAFE TOWN")
        with CaptureQueriesContext(connection) as many:
            shown = questions_of(books.business)
        with CaptureQueriesContext(connection) as offering:
            questions_of(books.business, with_offers=True)
        assert len(offering) <= len(many) + 2
        assert [q.question.pk for q in shown] == [third.pk, later.pk, first.pk]
        assert len(many) == len(few) <= 6
        assert [q.question.pk for q in questions_of(books.business, before=third.pk, limit=1)] == [
            later.pk
        ]


def test_a_question_shows_its_sum_and_what_waits_still(books):
    with books.scope():
        published(books)
        question = ask(books, "CORNER CAFE", "CORNER CAFE TOWN")
        decide(books, "CORNER CAFE", "meals")
        shown = question_shown(books.business, question)
        assert (shown.total, shown.currency) == (Decimal("-8.00"), "USD")
        assert shown.waiting_ids == (transaction("CORNER CAFE TOWN").pk,)
        assert shown.answer is None


def test_the_likeliest_accounts_are_offered_and_never_those_without_plain_words(books):
    with books.scope():
        published(books)
        suggest(books, "CORNER CAFE", "owner_draw")
        suggest(books, "CORNER CAFE TOWN", "meals")
        question = ask(books, "CORNER CAFE", "CORNER CAFE TOWN")
        offered = question_shown(books.business, question).offered
        assert [account.key for account in offered] == ["meals"]


def test_two_currencies_have_no_sum():
    from ledgerflow.review.questions.selectors import AskedQuestion

    class Row:
        amount, currency = Decimal(1), "USD"

    class Other(Row):
        currency = "EUR"

    both = AskedQuestion(None, [Row(), Other()])
    assert both.total is None
    assert AskedQuestion(None).currency == ""
