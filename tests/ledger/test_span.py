"""Whole months and the days beside them are together exactly the days asked for."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.ledger.span import DAY, Days, span_of

days = st.dates(dt.date(2023, 11, 1), dt.date(2025, 3, 31))


def every_day(first, last):
    while first <= last:
        yield first
        first += DAY


def days_of(span):
    """How often the span counts each day."""
    counted = Counter()
    if span.first_month <= span.last_month:
        past = (span.last_month + 31 * DAY).replace(day=1) - DAY
        counted.update(every_day(span.first_month, past))
    for part in span.days:
        for day in every_day(part.first, part.last):
            counted[day] += part.sign
    return {day: count for day, count in counted.items() if count}


@given(days, days)
def test_a_span_counts_each_of_its_days_once_and_no_other(start, end):
    assert days_of(span_of(start, end)) == dict.fromkeys(every_day(start, end), 1)


@given(days, days)
def test_no_more_than_half_of_a_cut_month_is_looked_at_and_never_across_months(start, end):
    for part in span_of(start, end).days:
        assert (part.first.year, part.first.month) == (part.last.year, part.last.month)
        assert part.month == part.first.replace(day=1)
    assert sum((p.last - p.first).days + 1 for p in span_of(start, end).days) <= 31


@pytest.mark.parametrize(
    ("start", "end", "months", "parts"),
    [
        ("2025-01-01", "2025-12-31", ("2025-01-01", "2025-12-01"), []),
        ("2025-01-05", "2025-03-31", ("2025-01-01", "2025-03-01"), [("01-01", "01-04", -1)]),
        ("2025-01-25", "2025-03-31", ("2025-02-01", "2025-03-01"), [("01-25", "01-31", 1)]),
        ("2025-01-01", "2025-03-04", ("2025-01-01", "2025-02-01"), [("03-01", "03-04", 1)]),
        ("2025-01-01", "2025-03-28", ("2025-01-01", "2025-03-01"), [("03-29", "03-31", -1)]),
    ],
)
def test_a_cut_month_is_added_or_subtracted_by_the_fewer_days(start, end, months, parts):
    span = span_of(dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    assert (f"{span.first_month}", f"{span.last_month}") == months
    assert span.days == tuple(
        Days(dt.date.fromisoformat(f"2025-{a}"), dt.date.fromisoformat(f"2025-{b}"), sign)
        for a, b, sign in parts
    )


def test_an_open_span_is_all_months_and_a_backward_one_is_nothing():
    everything = span_of(None, None)
    assert (everything.first_month, everything.last_month) == (dt.date.min, dt.date(9999, 12, 1))
    assert everything.days == ()
    assert days_of(span_of(dt.date(2025, 2, 2), dt.date(2025, 2, 1))) == {}


def test_the_last_days_of_the_calendar_are_days_like_others():
    late = span_of(dt.date(9999, 12, 30), None)
    assert late.days == (Days(dt.date(9999, 12, 30), dt.date.max, 1),)
