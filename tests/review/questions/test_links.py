"""The link: one business, some days, its secret nowhere but in the token."""

import datetime as dt

import pytest
from django.utils import timezone

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.firms.models import Firm
from ledgerflow.review.question_models import QuestionLink
from ledgerflow.review.questions.links import (
    is_usable,
    link_extend,
    link_open,
    link_withdraw,
    links_of,
)
from tests.review.questions.asking_kit import ask, link_of, published


@pytest.fixture
def made(books):
    with books.scope():
        published(books)
        question = ask(books, "CORNER CAFE")
        link, token = link_of(books)
        question.refresh_from_db()
        assert question.link_id == link.pk
    return books, link, token


def test_a_link_opens_its_business_and_remembers_when_first(made):
    books, link, token = made
    opened = link_open(token)
    assert (opened.firm_id, opened.business_id) == (books.place.firm_id, books.place.business_id)
    assert (opened.business_name, opened.link_id) == ("Harbor Street Studio", link.pk)
    with books.scope():
        first = QuestionLink.objects.get(pk=link.pk).opened_at
    link_open(token)
    with books.scope():
        assert QuestionLink.objects.get(pk=link.pk).opened_at == first is not None
        assert AuditEvent.objects.filter(action="question_link_open").count() == 1


def test_the_row_does_not_know_the_secret(made):
    _books, link, token = made
    secret = token.split(".")[2]
    assert len(secret) >= 32
    assert secret.encode() not in bytes(link.secret_hash)


def test_an_expired_link_is_refused_and_can_be_extended(made):
    books, link, token = made
    with books.scope():
        QuestionLink.objects.filter(pk=link.pk).update(
            expires_at=timezone.now() - dt.timedelta(seconds=1)
        )
    with pytest.raises(AccessError):
        link_open(token)
    with books.scope():
        assert not is_usable(links_of(books.business)[0])
        link_extend(business=books.business, link_id=link.pk, days=3)
        assert is_usable(links_of(books.business)[0])
    assert link_open(token).link_id == link.pk


def test_a_withdrawn_link_is_gone_for_good(made):
    books, link, token = made
    with books.scope():
        link_withdraw(business=books.business, link_id=link.pk)
        with pytest.raises(InputError):
            link_extend(business=books.business, link_id=link.pk)
    with pytest.raises(AccessError):
        link_open(token)


def test_a_closed_firm_answers_no_links(made):
    books, _link, token = made
    with books.scope():
        Firm.objects.filter(pk=books.place.firm_id).update(closed_at=timezone.now())
    with pytest.raises(AccessError):
        link_open(token)


@pytest.mark.parametrize("days", [0, 91])
def test_a_link_is_open_for_a_time_that_makes_sense(books, days):
    with books.scope(), pytest.raises(InputError):
        link_of(books, days=days)


def test_links_of_elsewhere_cannot_be_touched(made, make_books):
    _books, link, _token = made
    other = make_books("Other Books")
    for change in (link_withdraw, link_extend):
        with other.scope(), pytest.raises(AccessError):
            change(business=other.business, link_id=link.pk)
