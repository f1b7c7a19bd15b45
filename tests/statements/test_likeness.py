"""How alike two banks' words for one movement of money are."""

import pytest

from ledgerflow.statements.likeness import (
    ALIKE,
    SOMEWHAT,
    UNLIKE,
    description_key,
    likeness,
    words_of,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CORNER COFFEE HARBOR", "Card purchase Corner Coffee Harbor, Springfield"),
        ("AMZN MKTP CA 091PG8AA3", "AMZN MKTP CA"),
        ("TRANSFER TO SAVI", "Transfer to savings"),
        ("Müller Bäckerei", "MULLER BACKEREI FILIALE 12"),
        ("SVWZ+Rechnung 4711 EREF+NOTPROVIDED", "Rechnung 4711"),
        ("STREAMINGFILMS.EXAMPLE", "StreamingFilms Example"),
    ],
)
def test_one_payee_in_two_banks_words_is_alike(one, other):
    assert likeness(one, other) == likeness(other, one) == ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CORNER COFFEE", "TEA HOUSE"),
        ("Card purchase", "Card payment"),
        ("Card purchase Corner", "Card purchase Tea"),
        ("POS 004711", "CORNER COFFEE"),
        ("", "CORNER COFFEE"),
        ("12 34", "12 34"),
    ],
)
def test_other_payees_and_filler_alone_are_not(one, other):
    assert likeness(one, other) == likeness(other, one) == UNLIKE


def test_a_part_of_the_words_is_something():
    assert likeness("City Transit Fare Zone", "City Bakery Northwind") < ALIKE
    assert likeness("Zelle Smith", "Zelle Jones") == SOMEWHAT


def test_the_key_folds_case_and_spacing_only():
    assert description_key("  Corner   COFFEE ") == "corner coffee"
    assert description_key("Café") != description_key("Cafe")


def test_telling_words_leave_out_filler_short_words_and_small_numbers():
    assert words_of("Card purchase at Corner-Coffee 123, ref 20250131") == (
        "corner", "coffee", "20250131",
    )  # fmt: skip
