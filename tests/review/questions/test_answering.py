"""Answers: kept beside each other, from what was offered, deciding nothing."""

import pytest

from ledgerflow.core.errors import AccessError, ConflictError, InputError, LimitError
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.review.models import Decision
from ledgerflow.review.questions import answering
from ledgerflow.review.questions.answering import Said, answer_give, answer_paper
from ledgerflow.review.questions.asking import question_resolve
from ledgerflow.review.questions.selectors import question_shown
from tests.published import transaction
from tests.review.papers.pictures import jpeg, png
from tests.review.questions.asking_kit import ask, link_of, published, reply
from tests.review.test_services import suggest


@pytest.fixture
def desk(books):
    with books.scope():
        yield published(books)


def test_a_second_answer_stands_beside_the_first_and_counts(desk):
    question = ask(desk, "CORNER CAFE")
    reply(desk, question, "private", text="My lunch")
    reply(desk, question, "business", text=" With a client ")
    shown = question_shown(desk.business, question)
    assert [(a.use, a.text) for a in shown.answers] == [
        ("business", "With a client"),
        ("private", "My lunch"),
    ]
    question.refresh_from_db()
    assert question.state == "answered"


def test_an_answer_decides_nothing(desk):
    question = ask(desk, "CORNER CAFE")
    reply(desk, question)
    assert not Decision.objects.exists()
    assert question_shown(desk.business, question).waiting_ids == (transaction("CORNER CAFE").pk,)


def test_only_what_is_offered_can_be_chosen(desk):
    suggest(desk, "CORNER CAFE", "meals")
    question = ask(desk, "CORNER CAFE")
    offered = question_shown(desk.business, question).offered
    assert [account.key for account in offered] == ["meals"]
    answer = reply(desk, question, account_id=offered[0].pk)
    assert answer.account_id == offered[0].pk
    assert reply(desk, question, "private", account_id=offered[0].pk).account_id is None
    with pytest.raises(InputError):
        reply(desk, question, account_id=account_by_key(desk.business, "supplies").pk)


@pytest.mark.parametrize("said", [Said(""), Said("<b>"), Said("private", text="x" * 1001)])
def test_what_is_no_answer_is_refused(desk, said):
    question = ask(desk, "CORNER CAFE")
    with pytest.raises(InputError):
        answer_give(business=desk.business, question_id=question.pk, said=said, user_id=1)


def test_a_closed_question_takes_no_answer_and_no_photo(desk):
    question = ask(desk, "CORNER CAFE")
    question_resolve(business=desk.business, question_id=question.pk)
    with pytest.raises(ConflictError):
        reply(desk, question)
    with pytest.raises(ConflictError):
        answer_paper(business=desk.business, question_id=question.pk, name="a", data=jpeg())


def test_a_question_of_elsewhere_is_not_there(desk, make_books):
    question, other = ask(desk, "CORNER CAFE"), make_books("Other Books")
    with other.scope(), pytest.raises(AccessError):
        reply(other, question)


def test_nobody_answers_without_end(desk, monkeypatch):
    monkeypatch.setattr(answering, "ANSWERS_MAX", 2)
    monkeypatch.setattr(answering, "PAPERS_MAX", 1)
    question = ask(desk, "CORNER CAFE")
    reply(desk, question)
    reply(desk, question)
    with pytest.raises(LimitError):
        reply(desk, question)
    given = {"business": desk.business, "question_id": question.pk, "name": "a.jpg"}
    answer_paper(data=jpeg(), **given)
    with pytest.raises(LimitError):
        answer_paper(data=png(), **given)


def test_a_photo_goes_to_the_only_transaction_of_its_question(desk):
    link, _ = link_of(desk)
    one, two = ask(desk, "HARDWARE SHOP"), ask(desk, "CORNER CAFE", "CORNER CAFE TOWN")
    given = {"business": desk.business, "name": "a.jpg", "link_id": link.pk}
    alone = answer_paper(question_id=one.pk, data=jpeg(), **given)
    loose = answer_paper(question_id=two.pk, data=png(), **given)
    assert alone.transaction_id == transaction("HARDWARE SHOP").pk
    assert (loose.transaction_id, loose.question_id, loose.link_id) == (None, two.pk, link.pk)
    assert question_shown(desk.business, two).papers == [loose]
