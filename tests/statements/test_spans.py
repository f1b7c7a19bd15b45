"""Days joined, cut and counted."""

import datetime as dt

from ledgerflow.statements.spans import clipped, count, gaps, merged, month_end, months


def span(first, last):
    """Days of January 2025."""
    return dt.date(2025, 1, first), dt.date(2025, 1, last)


JANUARY = span(1, 31)


def test_neighbouring_and_overlapping_days_are_joined_and_a_day_between_parts_them():
    assert merged([span(6, 9), span(1, 3), span(4, 5), span(8, 12), span(14, 14)]) == [
        span(1, 12),
        span(14, 14),
    ]


def test_what_lies_outside_is_cut_off():
    whole = (dt.date(2024, 12, 20), dt.date(2025, 1, 4))
    assert clipped([whole, span(9, 9), (dt.date(2025, 2, 1), dt.date(2025, 2, 2))], JANUARY) == [
        span(1, 4),
        span(9, 9),
    ]


def test_gaps_are_the_days_that_nothing_holds():
    assert gaps([span(3, 5), span(9, 30)], JANUARY) == [span(1, 2), span(6, 8), span(31, 31)]
    assert gaps([], JANUARY) == [JANUARY]
    assert gaps([JANUARY], JANUARY) == []


def test_both_ends_count():
    assert count([span(1, 1), span(3, 5)]) == 4


def test_months_run_over_the_year_and_end_where_they_end():
    assert months(dt.date(2024, 11, 30), dt.date(2025, 2, 1)) == [
        dt.date(2024, 11, 1),
        dt.date(2024, 12, 1),
        dt.date(2025, 1, 1),
        dt.date(2025, 2, 1),
    ]
    assert [month_end(dt.date(y, m, 1)).day for y, m in ((2024, 2), (2025, 2), (2025, 12))] == [
        29,
        28,
        31,
    ]
