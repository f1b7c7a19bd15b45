"""The tool lookup_merchant: what the shipped knowledge says."""

import json

import pytest

from tests.tools.contexts import PlainContext
from tools.context import MerchantFact
from tools.errors import ToolRetry
from tools.merchant_tool import __all__ as exported
from tools.merchant_tool import lookup_merchant

FACT = MerchantFact("Old Mill Roasters", "coffee roaster", "Meals", "usual for the trade")


def test_it_is_the_one_function_that_the_package_exports():
    assert exported == ["lookup_merchant"]


def test_what_is_known_of_a_merchant_is_told():
    context = PlainContext(facts=[FACT])
    told = json.loads(lookup_merchant(context, "  OLD MILL\nROASTERS "))
    assert list(told) == ["name", "merchants", "note"]
    assert told["name"] == "OLD MILL ROASTERS"
    assert told["merchants"] == [
        {
            "name": "Old Mill Roasters",
            "trade": "coffee roaster",
            "account_hint": "Meals",
            "how_sure": "usual for the trade",
        }
    ]
    assert context.asked == [("OLD MILL ROASTERS", 5)]


def test_an_unknown_merchant_is_said_to_be_unknown():
    told = json.loads(lookup_merchant(PlainContext(), "Nobody"))
    assert told["merchants"] == []
    assert "No merchant" in told["note"]


def test_more_than_five_are_too_many():
    context = PlainContext(facts=[FACT] * 40)
    assert len(json.loads(lookup_merchant(context, "mill"))["merchants"]) == 5


@pytest.mark.parametrize("name", ["", " ", None, 5, "x" * 121])
def test_a_name_that_is_none_goes_back_to_the_model(name):
    context = PlainContext(facts=[FACT])
    with pytest.raises(ToolRetry, match="name"):
        lookup_merchant(context, name)
    assert context.asked == []
