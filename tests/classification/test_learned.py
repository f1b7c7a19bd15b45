"""The kept state of a learner: once, its own, and of no use to others once it was changed."""

from decimal import Decimal

import pytest
from django.db import connection

from ledgerflow.classification.learned import (
    KEPT,
    learner_new,
    shared_of,
    state_keep,
    state_load,
    states_forget,
    states_of,
)
from ledgerflow.classification.models import LearnedModel
from ledgerflow.classification.sharing import sharing_switch
from ledgerflow.firms.models import Business
from ledgerflow.ledger.services import business_open
from tests.published import decide, publish


@pytest.fixture
def business(books):
    """The business, within its firm's scope."""
    with books.scope():
        yield books.business


def keep(business, upto=1):
    learner = learner_new(business, None)
    state_keep(business=business, learner=learner, upto=upto, decisions=1, ids_sum=Decimal(upto))
    return learner


def test_a_state_comes_back_as_it_was_kept(business):
    learner = keep(business)
    (row,) = states_of(business)
    assert state_load(row, None).dump() == learner.dump()


def test_the_same_state_kept_twice_is_one(business):
    keep(business)
    keep(business)
    assert LearnedModel.objects.count() == 1


def test_the_newest_few_are_kept_until_they_are_forgotten(business):
    for upto in range(1, KEPT + 3):
        keep(business, upto)
    assert [row.upto for row in states_of(business)] == [5, 4, 3]
    states_forget(business=business)
    assert list(states_of(business)) == []


@pytest.mark.parametrize("changed", [{"decisions": 2}, {"upto": 7}, {"reliability": {}}])
def test_a_state_whose_description_was_changed_is_refused(business, changed, caplog):
    keep(business)
    LearnedModel.objects.update(**changed)
    (row,) = states_of(business)
    assert state_load(row, None) is None
    assert "it is rebuilt" in caplog.text


@pytest.mark.parametrize(
    "change", ["reliability = '{}'", "state = state || '\\x00'::bytea", "decisions = 9"]
)
def test_figures_of_a_changed_state_do_not_reach_the_firm(books, change, caplog):
    sharing_switch(firm_id=books.place.firm_id, on=True, user_id=books.user.pk)
    with books.scope():
        publish(books, [("2025-03-01", "-4.10", "ALDER CAFE")])
        decide(books, "ALDER CAFE", "meals")
        opened = business_open(
            firm_id=books.place.firm_id, name="Corner Shop", chart="us_sole_proprietor"
        )
        beside = Business.objects.select_related("firm").get(pk=opened.pk)
        keep(books.business)
        assert shared_of(beside).payees["alder cafe"] == {"meals": 1}
        assert "it is rebuilt" not in caplog.text
        with connection.cursor() as cursor:
            cursor.execute(f'UPDATE "classification_learnedmodel" SET {change}')
        assert shared_of(beside).payees["alder cafe"] == {"meals": 1}
        assert "it is rebuilt" in caplog.text
