"""Merchant category codes that a bank sends."""

from itertools import pairwise

import pytest

from ledgerflow.classification.shipped.merchantcodes import code_in, entry_for, hits_by_code
from ledgerflow.classification.shipped.tables import listed, read

NO_TRADE = frozenset()


@pytest.mark.parametrize(
    ("code", "category"),
    [
        ("3009", "airline"),
        ("3351", "car_hire"),
        ("3501", "lodging"),
        ("5411", "groceries"),
        ("5541", "fuel"),
        ("5812", "restaurant"),
        ("5943", "stationery"),
        ("7523", "parking"),
        ("7995", "gambling"),
        ("9402", "postage"),
    ],
)
def test_a_code_stands_for_a_kind_of_shop(code, category):
    assert entry_for(code).category == category


@pytest.mark.parametrize("code", ["0000", "0001", "2000", "9999", ""])
def test_a_code_that_our_table_does_not_say_is_none(code):
    assert entry_for(code) is None


@pytest.mark.parametrize(
    ("text", "bank_type", "code"),
    [
        ("ACME", "5812", "5812"),
        ("ACME", "MCC 5812", "5812"),
        ("ACME", "sic:5812", "5812"),
        ("ACME MCC 5812", "", "5812"),
        ("ACME mcc=5812 LONDON", "", "5812"),
        ("ACME 5812", "", ""),
        ("ACME", "POS", ""),
        ("MCCARTHY 1980", "", ""),
    ],
)
def test_a_code_is_read_where_the_bank_says_that_it_is_one(text, bank_type, code, facts):
    assert code_in(facts(text, bank_type=bank_type)) == code


def test_a_refund_is_less_sure(facts):
    (paid,) = hits_by_code(facts("X", "-5", bank_type="5943"), NO_TRADE)
    (back,) = hits_by_code(facts("X", "5", bank_type="5943"), NO_TRADE)
    assert back.confidence < paid.confidence
    assert "5943" in paid.reason
    assert hits_by_code(facts("X"), NO_TRADE) == []


def test_no_code_stands_for_two_kinds():
    spans = []
    for group in read("merchant_codes")["group"]:
        for text in listed(group["codes"]):
            first, _, last = text.partition("-")
            spans.append((int(first), int(last or first)))
    spans.sort()
    assert all(end < start for (_, end), (start, _) in pairwise(spans))
    assert all(first <= last for first, last in spans)
