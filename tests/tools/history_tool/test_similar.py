"""The tool find_similar: what people of this business decided before."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from tests.tools.contexts import PlainContext
from tools.context import SimilarDecision
from tools.errors import ToolRetry
from tools.history_tool import __all__ as exported
from tools.history_tool import find_similar

DECISION = SimilarDecision(
    description="OLD MILL <ROASTERS>\u202e 0412",
    payee="Old Mill Roasters",
    account="6120 Meals",
    business_percent=Decimal("50.00"),
    times=4,
    last_date=dt.date(2025, 3, 2),
    direction="out",
)


def test_it_is_the_one_function_that_the_package_exports():
    assert exported == ["find_similar"]


def test_decisions_are_told_with_share_and_date():
    context = PlainContext(decisions=[DECISION])
    told = json.loads(find_similar(context, " OLD MILL "))
    assert list(told) == ["description", "decisions", "note"]
    assert told["decisions"] == [
        {
            "description": "OLD MILL <ROASTERS> 0412",
            "payee": "Old Mill Roasters",
            "account": "6120 Meals",
            "business_percent": "50.00",
            "times": 4,
            "last_date": "2025-03-02",
            "direction": "out",
        }
    ]
    assert context.asked == [("OLD MILL", 8)]


def test_nothing_alike_is_said():
    told = json.loads(find_similar(PlainContext(), "NEW SHOP"))
    assert told["decisions"] == []
    assert "Nothing alike" in told["note"]


def test_more_than_eight_are_too_many():
    context = PlainContext(decisions=[DECISION] * 40)
    assert len(json.loads(find_similar(context, "mill"))["decisions"]) == 8


@pytest.mark.parametrize("description", ["", "\n", None, 5.0, "x" * 201])
def test_a_description_that_is_none_goes_back_to_the_model(description):
    context = PlainContext(decisions=[DECISION])
    with pytest.raises(ToolRetry, match="description"):
        find_similar(context, description)
    assert context.asked == []
