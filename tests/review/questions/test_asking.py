"""Asking: once about a transaction, closed when all of it is decided."""

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import AccessError, ConflictError, InputError
from ledgerflow.review.question_models import Question
from ledgerflow.review.questions.asking import (
    ABOUT_MAX,
    question_ask,
    question_find,
    question_resolve,
    question_withdraw,
    questions_resolve_decided,
)
from tests.published import decide, publish, transaction
from tests.review.questions.asking_kit import ask, published


@pytest.fixture
def desk(books):
    with books.scope():
        yield published(books)


def test_a_question_names_what_it_is_about(desk):
    question = ask(desk, "CORNER CAFE", "CORNER CAFE TOWN", text="  What\nwas this? ")
    assert (question.text, question.state) == ("What was this?", "waiting")
    assert "CORNER CAFE" in question.payee_name.upper()
    assert question.asked_about.count() == 2
    event = AuditEvent.objects.get(action="question_ask")
    assert (event.subject_id, event.detail) == (question.pk, {"transactions": 2})


def test_nothing_is_asked_twice_while_it_is_open(desk):
    first = ask(desk, "CORNER CAFE")
    with pytest.raises(ConflictError) as refused:
        ask(desk, "CORNER CAFE")
    assert refused.value.code == "already_asked"
    second = ask(desk, "CORNER CAFE", "HARDWARE SHOP")
    about = second.asked_about.values_list("transaction__description", flat=True)
    assert list(about) == ["HARDWARE SHOP"]
    question_withdraw(business=desk.business, question_id=first.pk)
    assert ask(desk, "CORNER CAFE").pk != first.pk


@pytest.mark.parametrize("text", ["", "  ", "x" * 501])
def test_a_question_has_a_short_text(desk, text):
    with pytest.raises(InputError):
        ask(desk, "CORNER CAFE", text=text)


@pytest.mark.parametrize("ids", [[], range(1, ABOUT_MAX + 2)])
def test_a_question_is_about_something_and_not_about_everything(desk, ids):
    with pytest.raises(InputError):
        question_ask(business=desk.business, transaction_ids=ids, text="What?", user_id=1)


def test_transactions_of_another_business_cannot_be_asked_about(desk, make_books):
    other = make_books("Other Books")
    with other.scope():
        publish(other, [("2025-01-13", "-1.00", "ELSEWHERE")])
        elsewhere = transaction("ELSEWHERE").pk
    with pytest.raises(AccessError):
        question_ask(
            business=desk.business, transaction_ids=[elsewhere], text="What?", user_id=desk.user.pk
        )


def test_a_question_is_resolved_when_all_of_it_is_decided(desk):
    question = ask(desk, "CORNER CAFE", "CORNER CAFE TOWN")
    other = ask(desk, "HARDWARE SHOP")
    decide(desk, "CORNER CAFE", "meals")
    assert questions_resolve_decided(business=desk.business) == 0
    decide(desk, "CORNER CAFE TOWN", "meals")
    assert questions_resolve_decided(business=desk.business) == 1
    question.refresh_from_db()
    assert (question.state, question.resolved_by_id) == ("resolved", desk.user.pk)
    assert question.resolved_at is not None
    other.refresh_from_db()
    assert other.state == "waiting"


def test_resolving_costs_one_query_where_nothing_is_open(desk, django_assert_num_queries):
    business = desk.business
    with django_assert_num_queries(3):  # and the savepoint of its transaction
        assert questions_resolve_decided(business=business) == 0


def test_a_closed_question_stays_closed(desk):
    question = ask(desk, "CORNER CAFE")
    closed = question_resolve(business=desk.business, question_id=question.pk)
    assert closed.state == Question.State.RESOLVED
    for close in (question_resolve, question_withdraw):
        with pytest.raises(ConflictError) as refused:
            close(business=desk.business, question_id=question.pk)
        assert refused.value.code == "question_closed"
    with pytest.raises(AccessError):
        question_find(desk.business, 10**9)
