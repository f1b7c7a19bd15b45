"""A trade in a person's words."""

import pytest

from ledgerflow.classification.shipped.tables import read
from ledgerflow.classification.shipped.trades import trade_ids, trades_of


@pytest.mark.parametrize(
    ("text", "trade"),
    [
        ("construction", "construction"),
        ("Carpentry", "trades"),
        ("Tischlerei", "trades"),
        ("Graphic design & branding", "design"),
        ("Coffee shop", "restaurant"),
        ("Friseursalon", "beauty"),
        ("Zahnarztpraxis", "health"),
        ("Web development", "software"),
        ("property management", "real_estate"),
        ("Gartenbau", "landscaping"),
        ("long-haul trucking", "transport"),
        ("real_estate", "real_estate"),
    ],
)
def test_a_trade_is_recognised(text, trade):
    assert trade in trades_of(text)


@pytest.mark.parametrize("text", ["", "other", "zqx", "unbarred"])
def test_an_unknown_trade_is_none(text):
    assert trades_of(text) == frozenset()


def test_a_trade_belongs_to_its_wider_one():
    assert {"construction", "trades"} <= trades_of("general contractor")


def test_twelve_trades_and_more_have_words_of_their_own():
    trades = read("trades")["trade"]
    assert len(trades) >= 12
    assert all(trade["group"] for trade in trades)
    for trade in trades:
        assert trade["id"] in trades_of(trade["id"])
        assert set(trade.get("also", ())) <= {other["id"] for other in trades}


def test_the_ids_are_names_of_trades():
    assert {"restaurant", "construction", "design"} <= set(trade_ids())
    assert all(one in trades_of(one) for one in trade_ids())
