"""Invented transactions and an invented table of brands."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.shipped.brands import FORMAT, PLACES, read_brands

KINDS = ("shop/supermarket", "amenity/restaurant", "shop/bakery", "amenity/fuel", "tourism/moon")
WHERE = ("001", "us", "de at", "gb")


def code(kind, place):
    return KINDS.index(kind) * PLACES + WHERE.index(place)


BRANDS = {
    "village": code("shop/supermarket", "us"),
    "quintmart": code("shop/supermarket", "us"),
    "backstube korn": code("shop/bakery", "de at"),
    "the park": code("amenity/restaurant", "gb"),
    "zip zap burgers": code("amenity/restaurant", "001"),
    "fillup": [code("shop/supermarket", "gb"), code("amenity/fuel", "gb")],
    "moonrest": code("tourism/moon", "001"),
}


@pytest.fixture
def brand_file(tmp_path):
    path = tmp_path / "brands.json"
    data = {"format": FORMAT, "source": "invented 1", "naming": "n", "kinds": KINDS}
    path.write_text(json.dumps({**data, "places": WHERE, "names": BRANDS}), "utf-8")
    return path


@pytest.fixture
def brands(brand_file):
    return read_brands(brand_file)


@pytest.fixture
def facts():
    def made(text, amount="-40", *, kind="checking", currency="USD", bank_type=""):
        day = dt.date(2025, 3, 2)
        money = Decimal(amount)
        return TransactionFacts(1, 1, kind, day, money, currency, text, bank_type=bank_type)

    return made
