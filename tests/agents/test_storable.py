"""What models say, made fit for the database."""

import json
import math
from decimal import Decimal

import pytest

from ledgerflow.agents.storable import COST_MAX, INTEGER_MAX, cost_of, count_of, json_of, text_of


@pytest.mark.parametrize(
    ("said", "kept"),
    [("plain", "plain"), ("a\0b", "a�b"), ("x\ud800y", "x???y"), (12, "12"), ("Zürich", "Zürich")],
)
def test_text_goes_into_any_column(said, kept):
    assert text_of(said).replace("\ufffd", "?") == kept.replace("\ufffd", "?")
    text_of(said).encode("utf-8")


def test_text_is_cut_at_its_column():
    assert text_of("x" * 50, 10) == "x" * 10
    assert len(text_of("\ud800" * 50, 10)) == 10


def test_json_keeps_what_json_can_say():
    value = {"a": [1, True, None, 1.5, "x\0"], "b": {"c": ("t", Decimal("1.10"))}}
    assert json_of(value) == {"a": [1, True, None, 1.5, "x�"], "b": {"c": ["t", "1.10"]}}


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 10**301])
def test_numbers_that_no_database_takes_become_null(number):
    assert json_of({"confidence": number}) == {"confidence": None}


def test_what_is_nested_without_end_is_cut_off():
    nested = []
    for _ in range(5_000):
        nested = [nested]
    assert len(json.dumps(json_of(nested))) < 200


def test_counts_and_costs_stay_within_their_columns():
    assert [count_of(n) for n in (-3, 7, 10**18)] == [0, 7, INTEGER_MAX]
    costs = [Decimal("-1"), Decimal("0.5"), Decimal("1e30"), Decimal("NaN")]
    assert [cost_of(c) for c in costs] == [0, Decimal("0.5"), COST_MAX, 0]
