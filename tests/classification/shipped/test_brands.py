"""Compiled brands, and what is done without them."""

import json

import pytest

from ledgerflow.classification.shipped.brands import (
    FORMAT,
    NO_BRANDS,
    compiled_file,
    countries_of,
    kinds_of_shop,
    naming,
    read_brands,
    shipped_brands,
)
from ledgerflow.classification.shipped.tables import read


def test_a_brand_has_its_kind_and_its_countries(brands):
    (korn,) = brands.called("backstube korn")
    assert (korn.entry.category, korn.countries) == ("bakery", {"de", "at"})
    (everywhere,) = brands.called("zip zap burgers")
    assert everywhere.countries == frozenset()
    assert {brand.entry.category for brand in brands.called("fillup")} == {"groceries", "fuel"}


def test_a_kind_that_says_nothing_of_an_account_is_no_brand(brands):
    assert brands.called("moonrest") == ()
    assert brands.called("nobody") == ()


@pytest.mark.parametrize("text", ["", "{", "[]", json.dumps({"format": FORMAT + 1})])
def test_a_file_that_cannot_be_read_is_none(text, tmp_path):
    path = tmp_path / "brands.json"
    path.write_text(text)
    assert read_brands(path) is NO_BRANDS


def test_without_the_file_there_are_no_brands(tmp_path):
    assert read_brands(tmp_path / "none.json") is NO_BRANDS
    assert NO_BRANDS.called("zip zap burgers") == ()


def test_the_shipped_brands_are_those_of_the_compiled_file():
    assert compiled_file().name == "brands.json"
    assert shipped_brands().source == read_brands(compiled_file()).source


def test_each_kind_of_shop_is_said_once():
    said = [kind.strip() for g in read("brand_kinds")["group"] for kind in g["of"].split(",")]
    assert len(said) == len(set(said)) == len(kinds_of_shop())


def test_currencies_tell_countries():
    assert "de" in countries_of("EUR")
    assert countries_of("XXX") == frozenset()


def test_the_rules_for_names_have_a_fingerprint():
    assert naming() == naming()
    assert len(naming()) == 16
