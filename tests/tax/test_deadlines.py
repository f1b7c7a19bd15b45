"""Deadlines as the tax offices published them, worked out from the rule."""

import datetime as dt

import pytest

from ledgerflow.firms.models import Business
from ledgerflow.tax.deadlines import deadline_of_year, tax_deadline

US, UK = Business.TaxRegime.US_SCHEDULE_C, Business.TaxRegime.UK_SELF_EMPLOYMENT


@pytest.mark.parametrize(
    ("tax_year", "due"),
    [
        (2015, "2016-04-18"),  # Emancipation Day kept on Friday the 15th
        (2016, "2017-04-18"),  # a Saturday, then the holiday kept on Monday
        (2017, "2018-04-17"),  # a Sunday, then the holiday itself
        (2021, "2022-04-18"),
        (2022, "2023-04-18"),
        (2023, "2024-04-15"),
        (2024, "2025-04-15"),
        (2025, "2026-04-15"),
        (2026, "2027-04-15"),
    ],
)
def test_a_us_return_is_due_in_the_middle_of_april_or_on_the_next_business_day(tax_year, due):
    found = tax_deadline(US, dt.date(tax_year + 1, 1, 1))
    assert found is not None
    assert (found.year, str(found.due)) == (tax_year, due)


@pytest.mark.parametrize(
    ("today", "year", "due"),
    [
        ("2026-01-31", 2024, "2026-01-31"),
        ("2026-02-01", 2025, "2027-01-31"),
        ("2026-11-30", 2025, "2027-01-31"),
    ],
)
def test_a_uk_return_is_due_at_the_end_of_january_also_on_a_saturday(today, year, due):
    found = tax_deadline(UK, dt.date.fromisoformat(today))
    assert found is not None
    assert (found.year, str(found.due)) == (year, due)
    assert found.tax_year == f"{year}/{year - 1999}"


def test_the_day_itself_is_still_in_time_and_the_next_day_asks_for_the_next_year():
    on_time = tax_deadline(US, dt.date(2026, 4, 15))
    late = tax_deadline(US, dt.date(2026, 4, 16))
    assert on_time is not None
    assert late is not None
    assert (on_time.year, on_time.days_left(dt.date(2026, 4, 15))) == (2025, 0)
    assert (late.year, late.days_left(dt.date(2026, 4, 16))) == (2026, 364)


def test_each_regime_has_a_rule_with_its_source_or_none_at_all():
    told = {regime: tax_deadline(regime, dt.date(2026, 1, 1)) for regime in Business.TaxRegime}
    assert told.pop(Business.TaxRegime.NONE) is None
    assert all(found is not None and "section" in found.source for found in told.values())


def test_a_past_year_has_its_deadline_too():
    found = deadline_of_year(US, 2016)
    assert found is not None
    assert (str(found.due), found.days_left(dt.date(2017, 4, 20))) == ("2017-04-18", -2)
    assert deadline_of_year(Business.TaxRegime.NONE, 2016) is None
