"""A question that a decision settled is open again once the decision is undone."""

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.pipeline.deciding import Picked, Wish, deciding_undo, picked_decide
from ledgerflow.pipeline.rules.applying import rule_apply
from ledgerflow.pipeline.rules.stating import RuleWish, rule_open
from ledgerflow.pipeline.stages import business_settle
from ledgerflow.pipeline.takingback import entry_take_back
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.review.models import Decision
from ledgerflow.review.questions.asking import question_resolve
from tests.published import transaction
from tests.review.questions.asking_kit import ask, published, reply


@pytest.fixture
def asking(books):
    with books.scope():
        published(books)
    return books


def state_of(books, question):
    with books.scope():
        question.refresh_from_db()
    return question.state


def asked_and_decided(books, text="CORNER CAFE", *, is_answered=False):
    """A question about one transaction, decided by a person since; and the batch of that."""
    with books.scope():
        question, pk = ask(books, text), transaction(text).pk
        if is_answered:
            reply(books, question)
    done = picked_decide(books.place, Picked((pk,)), Wish(account="meals"), user_id=books.user.pk)
    assert state_of(books, question) == "resolved"
    return question, done.batch_id


@pytest.mark.parametrize(("is_answered", "state"), [(False, "waiting"), (True, "answered")])
def test_a_stroke_that_is_undone_opens_its_question_as_it_was(asking, is_answered, state):
    question, batch_id = asked_and_decided(asking, is_answered=is_answered)
    deciding_undo(asking.place, batch_id, user_id=asking.user.pk)
    assert state_of(asking, question) == state
    assert (question.resolved_at, question.resolved_by_id) == (None, None)
    with asking.scope():
        event = AuditEvent.objects.get(action="question_reopen")
        assert (event.subject_id, event.detail) == (question.pk, {"because": "undone"})


@pytest.mark.parametrize("way", ["batch", "entry"])
def test_a_batch_or_an_entry_that_is_taken_back_opens_it_as_well(asking, way):
    question, batch_id = asked_and_decided(asking)
    if way == "batch":
        batch_undo(asking.place, batch_id, user_id=asking.user.pk)
    else:
        with asking.scope():
            number = Decision.objects.get().entry.number
            entry_take_back(business=asking.business, number=number, reason="wrong")
    assert state_of(asking, question) == "waiting"


def test_what_a_person_resolved_stays_closed(asking):
    with asking.scope():
        question = ask(asking, "CORNER CAFE")
        question_resolve(business=asking.business, question_id=question.pk)
        pk = transaction("CORNER CAFE").pk
    wish = Wish(account="meals")
    done = picked_decide(asking.place, Picked((pk,)), wish, user_id=asking.user.pk)
    deciding_undo(asking.place, done.batch_id, user_id=asking.user.pk)
    assert state_of(asking, question) == "resolved"


@pytest.mark.parametrize("way", ["applied", "accepted"])
def test_a_rule_that_decides_settles_a_question_and_its_undo_opens_it(asking, way):
    with asking.scope():
        question = ask(asking, "HARDWARE SHOP")
    wish = RuleWish(name="Hardware", contains=("HARDWARE",), account="supplies")
    rule = rule_open(asking.place, wish, user_id=asking.user.pk)
    if way == "applied":
        batch_id = rule_apply(asking.place, rule.pk, user_id=asking.user.pk).batch_id
    else:
        batch_id = business_settle(asking.place, asking.user.pk).accept_batch
    assert state_of(asking, question) == "resolved"
    deciding_undo(asking.place, batch_id, user_id=asking.user.pk)
    assert state_of(asking, question) == "waiting"
