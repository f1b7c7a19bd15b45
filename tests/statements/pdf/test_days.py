"""Days inside of rows."""

import pytest

from ledgerflow.statements.pdf.days import day_at, days_in, full_year, read_day
from tests.statements.pdf.drawn import words


@pytest.mark.parametrize(
    ("text", "first", "second", "year"),
    [
        ("01/04/2022", 1, 4, 2022),
        ("2022-05-06", 6, 5, 2022),
        ("05.06.", 5, 6, None),
        ("05/06", 5, 6, None),
        ("05MAY22", 5, 5, 2022),
        ("05-May-22", 5, 5, 2022),
        ("MAY 05", 5, 5, None),
        ("5 May 2022", 5, 5, 2022),
        ("May 5, 2022", 5, 5, 2022),
        ("5 de mayo de 2022", 5, 5, 2022),
        ("1er mars 2024", 1, 3, 2024),
        ("20220506", 6, 5, 2022),
    ],
)
def test_every_way_to_print_a_day(text, first, second, year):
    day = read_day(text)
    assert (day.first, day.second, day.year) == (first, second, year)


@pytest.mark.parametrize("text", ["13.14", "8.28", "14.449,70", "2024", "28 12", "5/2021", "May"])
def test_what_is_no_day(text):
    assert read_day(text) is None


def test_the_longest_day_wins_and_a_far_word_is_no_part_of_it():
    assert day_at(words("05 May 2022 SHOP"), 0).day.year == 2022
    assert day_at(words("05 May      2022 OPENING"), 0).day.year is None


def test_a_weekday_belongs_to_the_day_behind_it():
    found = day_at(words("Friday, 1 March 2024"), 0)
    assert (found.start, found.end, found.day.first) == (0, 4, 1)


def test_digits_that_are_set_apart_are_one_day():
    assert day_at(words("07 / 07 CAFE"), 0).end == 3


def test_all_days_of_a_row():
    assert [d.start for d in days_in(words("01/02 SHOP 03/02"))] == [0, 2]


def test_short_years_lie_in_two_centuries():
    assert (full_year("24"), full_year("99"), full_year(None)) == (2024, 1999, None)


@pytest.mark.parametrize(
    ("text", "year"),
    [("18 March 2025.", 2025), ("(19/02/2025", 2025), ("19/02/2025)", 2025), ("3.10.25;", 2025)],
)
def test_marks_of_the_sentence_around_a_day_with_its_year_do_not_count(text, year):
    assert read_day(text).year == year


@pytest.mark.parametrize("text", ["(4.10)", "12/05)", "5 March;"])
def test_without_a_year_they_are_no_day(text):
    assert read_day(text) is None
