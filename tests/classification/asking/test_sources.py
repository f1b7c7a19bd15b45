"""What a run's tools may ask this machine."""

import threading

import pytest
from django.db import connection, connections

from ledgerflow.classification.asking.sources import merchant_facts, similar_decisions
from ledgerflow.core.scope import current_scope
from tests.published import decide, publish


def test_similar_decisions_set_their_own_firm(books):
    with books.scope():
        publish(books, [("2025-01-14", "-9.00", "BLORPWICK PAPERS 11")])
        decide(books, "BLORPWICK PAPERS 11", "supplies")
    assert current_scope() is None
    place = books.place
    (found,) = similar_decisions(place.firm_id, place.business_id, "BLORPWICK PAPERS", 5)
    assert found.description == "BLORPWICK PAPERS 11"
    assert connection.connection is not None, "a connection that was open stays open"


def test_another_firm_s_decisions_are_out_of_reach(books, make_books):
    other = make_books(name="Other Books")
    with other.scope():
        publish(other, [("2025-01-14", "-9.00", "BLORPWICK PAPERS 11")])
        decide(other, "BLORPWICK PAPERS 11", "supplies")
    mine = books.place.firm_id, books.place.business_id
    assert similar_decisions(*mine, "BLORPWICK PAPERS", 5) == ()


@pytest.mark.django_db(transaction=True)
def test_a_thread_leaves_no_connection_behind(make_books):
    books = make_books()
    left = []

    def ask():
        similar_decisions(books.place.firm_id, books.place.business_id, "ANY", 5)
        left.append(connections["default"].connection)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert left == [None]


def test_a_known_merchant_is_told_with_its_trade_and_usual_account() -> None:
    first, *_ = merchant_facts("HOME DEPOT #7114", 3)
    assert first.name == "Home Depot"
    assert first.trade
    assert first.account_hint
    assert first.how_sure.startswith("known: ")


@pytest.mark.parametrize("name", ["QXZV BLORP", "", "000", "THE"])
def test_an_unknown_merchant_is_not_made_up(name: str) -> None:
    assert merchant_facts(name, 5) == ()


def test_no_more_than_asked_for_and_each_trade_once() -> None:
    assert merchant_facts("HOME DEPOT", 0) == ()
    many = merchant_facts("AMAZON PRIME VIDEO PIZZA", 20)
    assert len({one.trade for one in many}) == len(many)
