"""Members who asked for it get one e-mail a week about what needs attention, and no bank text."""

import datetime as dt

import pytest
from django.core import mail

from ledgerflow.firms.members import demo_close, digest_choose
from ledgerflow.firms.models import User
from ledgerflow.firms.services import firm_create
from ledgerflow.pipeline import digest
from ledgerflow.pipeline.digest import digests_send
from tests.published import publish

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2025, 4, 7)
SAID = [("2025-03-03", "-86.10", "HOME DEPOT #7114"), ("2025-03-05", "-9.99", "ZQX <b>9</b>")]


@pytest.fixture
def reader(books, settings):
    """The owner, who wants the e-mail, with something that waits."""
    settings.BASE_URL = "https://books.example.com/"
    with books.scope():
        publish(books, SAID)
    digest_choose(firm_id=books.place.firm_id, user=books.user, weekly=True)
    return books


def test_it_names_businesses_and_counts_and_nothing_that_a_bank_wrote(reader):
    assert digests_send(today=MONDAY) == 1
    (message,) = mail.outbox
    assert message.to == [reader.user.email]
    html = message.alternatives[0][0]
    for text in (message.body, html):
        assert "Harbor Street Studio" in text
        assert "decision" in text
        assert "https://books.example.com/settings/" in text
        for told in ("HOME DEPOT", "ZQX", "86.10"):
            assert told not in text


def test_nobody_gets_it_twice_a_week_and_everybody_again_the_next(reader):
    assert [digests_send(today=MONDAY) for _ in range(2)] == [1, 0]
    assert digests_send(today=MONDAY + dt.timedelta(days=3)) == 0
    assert digests_send(today=MONDAY + dt.timedelta(days=7)) == 1


def test_who_did_not_ask_or_is_switched_off_gets_none(reader, make_books):
    make_books(name="Other Books")
    User.objects.filter(pk=reader.user.pk).update(is_active=False)
    assert digests_send(today=MONDAY) == 0
    assert mail.outbox == []


def test_a_job_that_dies_while_sending_sends_no_second_one(reader, monkeypatch):
    def dies(*_):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(digest, "_send", dies)
        with pytest.raises(RuntimeError):
            digests_send(today=MONDAY)
    assert digests_send(today=MONDAY) == 0


def test_a_demo_that_was_put_away_sends_nothing(reader):
    demo = firm_create(name="Demo", owner=reader.user, is_demo=True)
    digest_choose(firm_id=demo.pk, user=reader.user, weekly=True)
    demo_close(firm_id=demo.pk, user_id=reader.user.pk)
    assert digests_send(today=MONDAY) == 1


def test_links_are_left_out_where_no_address_is_known(reader, settings):
    settings.BASE_URL = ""
    digests_send(today=MONDAY)
    assert "http" not in mail.outbox[0].body
