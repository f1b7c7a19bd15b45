"""All evidence of one transaction together."""

from dataclasses import replace

import pytest

from ledgerflow.classification.payees import normalise
from ledgerflow.classification.shipped import finding
from ledgerflow.classification.shipped.finding import find_hits


@pytest.fixture(autouse=True)
def invented_brands(monkeypatch, brands):
    monkeypatch.setattr(finding, "shipped_brands", lambda: brands)


def categories(facts):
    hits = find_hits(facts, normalise(facts.description), frozenset())
    return {hit.entry.category for hit in hits}


def test_names_words_types_and_codes_all_speak(facts):
    assert categories(facts("ADOBE")) == {"software"}
    assert categories(facts("QUINTMART")) == {"groceries"}
    assert categories(facts("ACME RESTAURANT", bank_type="5812")) == {"restaurant"}
    assert categories(facts("X", "-3", bank_type="SRVCHG")) == {"bank_fees"}
    assert categories(facts("ZQX BLORP")) == set()


def test_the_counterparty_is_read_too(facts):
    row = replace(facts("RG 88123"), counterparty="Steuerberater Meier")
    payee = normalise(row.description, row.counterparty)
    assert {hit.entry.category for hit in find_hits(row, payee, frozenset())} == {"accounting"}
