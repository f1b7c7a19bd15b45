"""Words for days: read, moved, and refused where they name none."""

import datetime as dt

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.reports.periodwords import (
    period_after,
    period_before,
    period_of_days,
    period_read,
    year_before,
)

TODAY = dt.date(2025, 8, 20)


def read(word, first_month=1):
    return period_read(word, today=TODAY, first_month=first_month)


def days(period):
    return f"{period.start} {period.end}"


def of_days(start, end):
    return period_of_days(dt.date.fromisoformat(start), dt.date.fromisoformat(end))


@pytest.mark.parametrize(
    ("word", "first_month", "found"),
    [
        ("2025", 1, "2025-01-01 2025-12-31"),
        ("2025", 4, "2025-04-01 2026-03-31"),
        ("2025-Q1", 1, "2025-01-01 2025-03-31"),
        ("2025-Q4", 4, "2026-01-01 2026-03-31"),
        ("2024-02", 1, "2024-02-01 2024-02-29"),
        ("ytd", 1, "2025-01-01 2025-08-20"),
        ("ytd", 9, "2024-09-01 2025-08-20"),
    ],
)
def test_a_word_names_days(word, first_month, found):
    assert days(read(word, first_month)) == found


def test_a_month_knows_its_fiscal_year():
    assert (read("2025-03", 4).year, read("2025-04", 4).year) == (2024, 2025)


@pytest.mark.parametrize(
    "word", ["", "25", "2025-13", "2025-00", "2025-Q5", "2025-q1", "1066", "2025 ", "٢٠٢٥"]
)
def test_a_word_that_names_no_days_is_refused(word):
    with pytest.raises(InputError):
        read(word)


@pytest.mark.parametrize(
    ("word", "first_month", "before", "after", "a_year_before"),
    [
        ("2025", 1, "2024", "2026", "2024"),
        ("2025", 4, "2024", "2026", "2024"),
        ("2025-Q1", 1, "2024-Q4", "2025-Q2", "2024-Q1"),
        ("2025-Q4", 4, "2025-Q3", "2026-Q1", "2024-Q4"),
        ("2025-12", 1, "2025-11", "2026-01", "2024-12"),
        ("2024-02", 7, "2024-01", "2024-03", "2023-02"),
    ],
)
def test_a_period_has_neighbours_with_words_of_their_own(
    word, first_month, before, after, a_year_before
):
    period, first = read(word, first_month), {"first_month": first_month}
    assert period_before(period, **first) == read(before, first_month)
    assert period_after(period, **first) == read(after, first_month)
    assert year_before(period, **first) == read(a_year_before, first_month)


def test_the_year_so_far_is_compared_with_the_same_days_a_year_before():
    assert days(period_before(read("ytd"))) == "2024-01-01 2024-08-20"
    assert days(year_before(read("ytd"))) == "2024-01-01 2024-08-20"


def test_any_days_are_compared_with_as_many_days_before_or_as_many_whole_months():
    assert days(period_before(of_days("2025-03-10", "2025-03-19"))) == "2025-02-28 2025-03-09"
    assert days(period_before(of_days("2025-03-01", "2025-04-30"))) == "2025-01-01 2025-02-28"
    assert days(period_after(of_days("2025-03-10", "2025-03-19"))) == "2025-03-20 2025-03-29"
    assert days(year_before(of_days("2024-02-01", "2024-02-29"))) == "2023-02-01 2023-02-28"


def test_days_that_end_before_they_begin_are_refused():
    with pytest.raises(InputError, match="after its end"):
        of_days("2025-02-01", "2025-01-31")


def test_a_period_is_written_back_as_it_was_asked_for():
    assert read("2025-Q1").query == {"period": "2025-Q1"}
    assert of_days("2025-01-05", "2025-01-09").query == {"from": "2025-01-05", "to": "2025-01-09"}
