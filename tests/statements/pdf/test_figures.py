"""Amounts inside of rows."""

from decimal import Decimal

import pytest

from ledgerflow.statements.pdf.figures import Style, figures_in, style_of
from tests.statements.pdf.drawn import words

COMMA = Style(decimal=",")
POINT = Style(decimal=".")


def read(text, style=POINT):
    return [(f.value, f.mark) for f in figures_in(words(text), style, frozenset())]


@pytest.mark.parametrize(
    ("text", "style", "value", "mark"),
    [
        ("1.234,56", COMMA, "1234.56", ""),
        ("1 234,56", COMMA, "1234.56", ""),
        ("1'234.56", POINT, "1234.56", ""),
        ("1,23,456.78", POINT, "123456.78", ""),
        ("$ 12.00", POINT, "12.00", ""),
        ("12.00 CR", POINT, "12.00", "CR"),
        ("12.00 Dr", POINT, "12.00", "DR"),
        ("12,00 S", COMMA, "12.00", "DR"),
        ("12.00 OD", POINT, "-12.00", "DR"),
        ("12.00-", POINT, "-12.00", ""),
        ("- 12.00", POINT, "-12.00", ""),
        ("(12.00)", POINT, "-12.00", ""),
        ("\u221212.00", POINT, "-12.00", ""),
        ("-$12.00", POINT, "-12.00", ""),
        ("R$ 5,00", COMMA, "5.00", ""),
    ],
)
def test_every_way_to_print_an_amount(text, style, value, mark):
    assert read(text, style) == [(Decimal(value), mark)]


@pytest.mark.parametrize("text", ["12/05", "4.50%", "#1234", "ABC5.00x", "05.05", "1.234,56"])
def test_what_is_no_amount_under_a_point(text):
    assert read(text) == []


def test_an_overdrawn_balance_is_below_zero():
    assert figures_in(words("12.00 OD"), POINT, frozenset())[0].signed == Decimal("-12.00")


def test_a_space_parts_thousands_only_where_no_other_mark_does():
    assert style_of(["1,234.56", "12.00"]).spaced is False
    assert read("REF 12 345.67", style_of(["1,234.56"])) == [(Decimal("345.67"), "")]


def test_days_with_points_say_nothing_about_the_decimal_mark():
    assert style_of(["11.07.24", "30.06.24", "56,13"]).decimal == ","


def test_money_without_decimals_is_whole_units():
    style = style_of(["323,093", "-2,198", "2024/11/01"])
    assert (style.cents, style.decimal) == (False, ".")
    assert read("-2,198", style) == [(Decimal(-2198), "")]


def test_words_of_a_day_are_passed_over():
    assert figures_in(words("12.05 7.50"), POINT, frozenset({0}))[0].value == Decimal("7.50")


@pytest.mark.parametrize("text", ["*14,210.55", "***14,210.55", "**£14,210.55"])
def test_stars_before_an_amount_are_no_part_of_it(text):
    assert [f.value for f in figures_in(words(text), Style(), frozenset())] == [Decimal("14210.55")]


def test_a_covered_number_is_no_amount():
    whole = Style(",", cents=False)
    assert figures_in(words("****4417 *4417"), whole, frozenset()) == []
