"""The record of what happened is read page by page, the newest first, of one's own firm."""

import datetime as dt

import pytest
from django.utils import timezone

from ledgerflow.audit.selectors import EventFilter, event_page
from ledgerflow.audit.services import event_record

pytestmark = pytest.mark.django_db


def told(books, *actions):
    with books.scope():
        for number, action in enumerate(actions):
            event_record(
                firm_id=books.place.firm_id,
                business_id=books.place.business_id,
                action=action,
                subject="test",
                subject_id=number,
            )


def actions_of(books, wanted=None, **page):
    with books.scope():
        return [e.action for e in event_page(wanted or EventFilter(), **page).events]


def test_the_newest_come_first_and_every_event_on_one_page_only(books):
    told(books, *(f"step_{n}" for n in range(5)))
    with books.scope():
        first = event_page(EventFilter(), limit=2)
        second = event_page(EventFilter(), limit=2, before=first.before)
    assert [e.action for e in first.events + second.events] == [
        "step_4",
        "step_3",
        "step_2",
        "step_1",
    ]
    assert actions_of(books, before=second.before)[0] == "step_0"
    with books.scope():
        assert event_page(EventFilter(), limit=500).before is None


def test_it_is_asked_by_action_person_business_and_day(books):
    told(books, "wanted", "other")
    today = timezone.now().date()
    assert actions_of(books, EventFilter(action="wanted")) == ["wanted"]
    assert "wanted" in actions_of(books, EventFilter(user_id=books.user.pk))
    assert actions_of(books, EventFilter(action="wanted", user_id=books.user.pk + 1)) == []
    assert actions_of(books, EventFilter("wanted", business_id=books.place.business_id + 1)) == []
    assert actions_of(books, EventFilter("wanted", start=today, end=today)) == ["wanted"]
    later = today + dt.timedelta(days=1)
    assert actions_of(books, EventFilter("wanted", start=later)) == []
    assert actions_of(books, EventFilter("wanted", end=today - dt.timedelta(days=1))) == []


def test_another_firms_events_are_not_there(books, make_books):
    told(make_books(name="Other Books"), "theirs")
    assert "theirs" not in actions_of(books)
