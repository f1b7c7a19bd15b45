"""Which days a report covers."""

import datetime as dt

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.reports.periods import fiscal_year, report_days

DAY = dt.date


@pytest.mark.parametrize(
    ("first_month", "start", "end"),
    [
        (1, DAY(2024, 1, 1), DAY(2024, 12, 31)),
        (3, DAY(2024, 3, 1), DAY(2025, 2, 28)),
        (4, DAY(2024, 4, 1), DAY(2025, 3, 31)),
        (12, DAY(2024, 12, 1), DAY(2025, 11, 30)),
    ],
)
def test_a_fiscal_year_is_twelve_months_from_its_first(
    first_month: int, start: dt.date, end: dt.date
) -> None:
    assert fiscal_year(2024, first_month) == (start, end)


def test_a_fiscal_year_may_end_on_a_leap_day() -> None:
    assert fiscal_year(2023, 3)[1] == DAY(2024, 2, 29)


def test_a_year_without_books_is_refused() -> None:
    for year in (0, 25, 1899, 2200, 99999):
        with pytest.raises(InputError, match="no year"):
            fiscal_year(year, 1)


def test_balances_reach_back_to_the_start_of_the_books() -> None:
    days = report_days("balances", year=2025, start=DAY(2025, 2, 1), end=DAY(2025, 2, 28))
    assert (days.start, days.end, days.label) == (None, DAY(2025, 2, 28), "As of 2025-02-28")


def test_a_whole_year_is_named_by_its_number_and_a_part_by_its_days() -> None:
    assert report_days("months", year=2025).label == "2025"
    part = report_days("months", year=2025, start=DAY(2025, 4, 1), end=DAY(2025, 6, 30))
    assert part.label == "2025-04-01 to 2025-06-30"
    assert report_days("months", year=2025, first_month=7).label == (
        "Fiscal year 2025 (2025-07-01 to 2026-06-30)"
    )


def test_a_tax_worksheet_stays_within_the_calendar_year() -> None:
    days = report_days("worksheet", year=2025, first_month=7)
    assert (days.start, days.end) == (DAY(2025, 1, 1), DAY(2025, 12, 31))
    with pytest.raises(InputError, match="of one calendar year"):
        report_days("worksheet", year=2025, start=DAY(2024, 12, 31))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InputError, match="after its end"):
        report_days("months", year=2025, start=DAY(2025, 3, 1), end=DAY(2025, 2, 1))
