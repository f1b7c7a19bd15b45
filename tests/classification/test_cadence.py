"""Cadences: their dates, and which days follow one."""

import datetime as dt

import pytest

from ledgerflow.classification.cadence import BY_NAME, Fit, cadences_near, fit, step

MONTHLY = BY_NAME["monthly"]


def days(*texts: str) -> list[dt.date]:
    return [dt.date.fromisoformat(text) for text in texts]


def monthly(*texts: str) -> Fit | None:
    return fit(days(*texts), MONTHLY)


@pytest.mark.parametrize(
    ("name", "count", "anchor", "expected"),
    [
        ("weekly", 2, 0, "2024-02-12"),
        ("fortnightly", 1, 0, "2024-02-12"),
        ("monthly", 1, 0, "2024-02-29"),
        ("monthly", 1, 31, "2024-02-29"),
        ("monthly", 13, 31, "2025-02-28"),
        ("quarterly", 1, 31, "2024-04-30"),
        ("half-yearly", 1, 0, "2024-07-29"),
        ("yearly", 1, 15, "2025-01-15"),
    ],
)
def test_steps_keep_the_day_where_the_month_has_it(
    name: str, count: int, anchor: int, expected: str
) -> None:
    assert step(dt.date(2024, 1, 29), BY_NAME[name], count, anchor).isoformat() == expected


def test_the_end_of_the_month_is_one_day() -> None:
    found = monthly("2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30")
    assert found is not None
    assert (found.anchor, found.spread) == (31, 0)
    assert found.due(1) == dt.date(2025, 5, 31)


def test_round_the_end_of_the_month_is_near_too() -> None:
    found = monthly("2025-01-31", "2025-03-01", "2025-03-31", "2025-05-01", "2025-05-31")
    assert found is not None
    assert found.spread <= 1


def test_weekends_shift_and_the_rhythm_stays() -> None:
    found = monthly("2025-01-15", "2025-02-17", "2025-03-17", "2025-04-15", "2025-05-15")
    assert found is not None
    assert found.due(1) == dt.date(2025, 6, 15)


def test_a_missed_month_leaves_a_gap_in_the_slots() -> None:
    found = monthly("2025-01-05", "2025-02-05", "2025-04-05", "2025-05-05")
    assert found is not None
    assert found.slots == (0, 1, 3, 4)


def test_every_28_days_drifts_and_goes_on_drifting() -> None:
    first = dt.date(2025, 1, 3)
    found = fit([first + dt.timedelta(28 * n) for n in range(8)], MONTHLY)
    assert found is not None
    assert found.stride == 28
    assert found.due(1) == first + dt.timedelta(28 * 8)


def test_two_dates_in_one_period_too_many_gaps_or_too_few_days_do_not_fit() -> None:
    assert monthly("2025-01-05", "2025-01-15", "2025-02-05", "2025-03-05") is None
    assert monthly("2025-01-05", "2025-02-05", "2025-09-05") is None
    assert monthly("2025-01-05", "2025-02-05") is None
    assert monthly("2025-01-01", "2025-02-14", "2025-03-03", "2025-04-16", "2025-05-02") is None


def test_the_first_and_the_fifteenth_are_not_fortnightly() -> None:
    both = sorted(dt.date(2025, month, day) for month in range(1, 13) for day in (1, 15))
    assert fit(both, BY_NAME["fortnightly"]) is None


def test_more_repetitions_say_more_than_chance() -> None:
    start = dt.date(2025, 1, 6)
    weeks = [start + dt.timedelta(7 * n) for n in range(12)]
    few, many = fit(weeks[:4], BY_NAME["weekly"]), fit(weeks, BY_NAME["weekly"])
    assert few is not None
    assert many is not None
    assert few.gain < many.gain


def test_the_usual_gap_points_at_the_cadence() -> None:
    assert [c.name for c in cadences_near([7, 7, 14])] == ["weekly"]
    assert [c.name for c in cadences_near([31, 28, 31])] == ["monthly"]
    assert cadences_near([1, 2, 1]) == []
    assert cadences_near([]) == []
