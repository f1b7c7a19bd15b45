"""Numbers as people type them, by the decimal mark of their language."""

from decimal import Decimal

import pytest

from ledgerflow.core.typed import is_unclear, number_read, share_read

ENGLISH, GERMAN = ".", ","


@pytest.mark.parametrize(
    ("text", "english", "german"),
    [
        ("7", "7", "7"),
        ("12.50", "12.50", "12.50"),
        ("12,50", "12.50", "12.50"),
        ("86,1", "86.1", "86.1"),
        (".5", "0.5", "0.5"),
        ("1,234.50", "1234.50", "1234.50"),
        ("1.234,50", "1234.50", "1234.50"),
        ("1\u202f234,50", "1234.50", "1234.50"),
        ("1'234.50", "1234.50", "1234.50"),
        ("1 200", "1200", "1200"),
        ("1,200", "1200", None),
        ("1.200", None, "1200"),
        ("999.123", None, "999123"),
        ("1.200.000", "1200000", "1200000"),
        ("1234.567", "1234.567", "1234.567"),
        ("1.234,567", "1234.567", "1234.567"),
        ("0.125", "0.125", "0.125"),
        ("1.2000", "1.2000", "1.2000"),
        ("-4.00", "-4.00", "-4.00"),
        ("−4,00", "-4.00", "-4.00"),
        ("+4", "4", "4"),
    ],
)
def test_a_number_is_what_the_language_means_by_it_or_none(text, english, german):
    for mark, said in ((ENGLISH, english), (GERMAN, german)):
        assert number_read(text, mark) == (None if said is None else Decimal(said)), mark


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", ",", "-", "abc", "1,2,3", "12.5.0", "1.23.456", "1e5", "Infinity", "NaN", "٣",
     "5 USD", "$5", "(5)", "--5", "1" * 16, "0." + "1" * 11],
)  # fmt: skip
def test_what_is_no_number_is_none_in_every_language(text):
    assert number_read(text, ENGLISH) is None
    assert number_read(text, GERMAN) is None


def test_what_can_be_read_in_two_ways_is_told_from_what_is_no_number():
    assert is_unclear("1.200", ENGLISH)
    assert is_unclear(" -1,200 ", GERMAN)
    assert not is_unclear("1,200", ENGLISH)
    assert not is_unclear("1.2000", ENGLISH)
    assert not is_unclear("lots", ENGLISH)


@pytest.mark.parametrize(
    ("text", "share"),
    [("60", "60"), ("60 %", "60"), ("62.5%", "62.5"), ("62,5", "62.5"), ("33.333", "33.333"),
     ("33,333", "33.333"), ("-1", "-1"), ("half", None), ("%", None), ("NaN", None)],
)  # fmt: skip
def test_a_share_has_no_thousands_so_that_every_mark_is_a_decimal_one(text, share):
    for mark in (ENGLISH, GERMAN):
        assert share_read(text, mark) == (None if share is None else Decimal(share))
