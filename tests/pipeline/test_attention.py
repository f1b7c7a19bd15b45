"""Which business comes first: the score as the page states it, and its reasons."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgerflow.firms.access import practices_of
from ledgerflow.firms.models import Membership, User
from ledgerflow.ledger.services import business_open
from ledgerflow.pipeline.attention import DECISIONS_MAX, attention, attention_of
from ledgerflow.review.needs import BusinessNeeds, MoneyState
from tests.published import publish

TODAY = dt.date(2025, 6, 10)
SPRING = dt.date(2025, 3, 20)


def needs(regime="none", groups=0, **open_things):
    money = (MoneyState("USD", groups, groups, Decimal(groups), Decimal(10_000)),)
    usual = dict.fromkeys(("stopped", "unproved", "unprovable", "missing", "asked", "answered"), 0)
    counts = usual | {"statements": 3, "closed": None} | open_things
    return BusinessNeeds(7, "Alder Bakery", "USD", regime, "none", money, **counts)


@pytest.mark.parametrize(
    ("open_things", "score", "reasons"),
    [
        ({}, 0, ()),
        ({"stopped": 2}, 20, ("2 files stopped",)),
        ({"unproved": 1}, 10, ("1 statement not proved",)),
        ({"missing": 3}, 15, ("3 statements missing",)),
        ({"answered": 1, "asked": 2}, 5, ("1 answer came", "2 questions wait")),
        ({"groups": 9}, 9, ("9 decisions left",)),
        ({"groups": 5_000}, DECISIONS_MAX, ("5000 decisions left",)),
        ({"statements": 0}, 0, ("No statement yet",)),
    ],
)
def test_a_score_is_the_sum_of_its_points_with_the_heaviest_reason_first(
    open_things, score, reasons
):
    found = attention(needs(**open_things), TODAY)
    assert (found.score, found.reasons) == (score, reasons)


@pytest.mark.parametrize(
    ("today", "score", "is_near"),
    [("2025-01-10", 10, False), ("2025-02-20", 15, True), ("2025-04-01", 20, True)],
)
def test_a_near_tax_deadline_weighs_what_is_open(today, score, is_near):
    found = attention(needs("us_schedule_c", groups=10), dt.date.fromisoformat(today))
    assert (found.score, found.is_near) == (score, is_near)


def test_nothing_open_is_in_no_hurry_whatever_the_deadline():
    found = attention(needs("us_schedule_c"), SPRING)
    assert (found.score, found.is_near, found.needs.is_ready) == (0, False, True)
    assert found.deadline is not None
    assert str(found.deadline.due) == "2025-04-15"


def test_a_firm_is_sorted_by_need_and_costs_one_query_and_its_scope(books):
    with books.scope():
        publish(books, [("2025-05-14", "-4.00", "COFFEE")])
        business_open(firm_id=books.place.firm_id, name="Alder Bakery", chart="us_sole_proprietor")
    (practice,) = practices_of(books.user)
    with CaptureQueriesContext(connection) as caught:
        found = attention_of(practice, user_id=books.user.pk, today=TODAY)
    assert [a.name for a in found] == ["Harbor Street Studio", "Alder Bakery"]
    own = [q for q in caught if "firms_business" in q["sql"]]
    assert len(own) == 1


def test_a_client_s_firm_holds_the_businesses_named_for_the_client_alone(books):
    with books.scope():
        other = business_open(
            firm_id=books.place.firm_id, name="Alder Bakery", chart="us_sole_proprietor"
        )
    person = User.objects.create_user("client@example.com", "correct horse 12")
    with books.scope():
        Membership.objects.create(
            firm_id=books.place.firm_id, user=person, role="client", business=other
        )
    (practice,) = practices_of(person)
    assert [a.name for a in attention_of(practice, user_id=person.pk)] == ["Alder Bakery"]
