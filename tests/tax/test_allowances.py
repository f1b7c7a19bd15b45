"""Standard mileage and the simplified home office."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.tax.allowances import home_office_amount, mileage_amount
from ledgerflow.tax.forms.year_facts import year_facts


def test_the_rate_of_2022_changes_on_the_first_of_july() -> None:
    trips = [(dt.date(2022, 6, 30), Decimal(100)), (dt.date(2022, 7, 1), Decimal(100))]
    assert mileage_amount(year_facts(2022), trips) == Decimal("121.00")  # 58.50 + 62.50


def test_miles_are_added_before_they_are_rounded() -> None:
    trips = [(dt.date(2023, 3, day), Decimal("0.1")) for day in range(1, 11)]
    assert mileage_amount(year_facts(2023), trips) == Decimal("0.66")  # ten times 0.0655


def test_a_day_of_another_year_has_no_rate() -> None:
    with pytest.raises(InputError, match="No standard mileage rate is known for 2024-01-01"):
        mileage_amount(year_facts(2025), [(dt.date(2024, 1, 1), Decimal(5))])


def test_negative_miles_are_refused() -> None:
    with pytest.raises(InputError, match="-5 miles is below zero"):
        mileage_amount(year_facts(2025), [(dt.date(2025, 1, 1), Decimal(-5))])


@pytest.mark.parametrize(("feet", "amount"), [("0", 0), ("120.5", "602.50"), ("450", 1500)])
def test_the_home_office_counts_up_to_300_square_feet(feet: str, amount: str) -> None:
    assert home_office_amount(year_facts(2025), Decimal(feet)) == Decimal(amount)


def test_a_negative_area_is_refused() -> None:
    with pytest.raises(InputError, match="below zero"):
        home_office_amount(year_facts(2025), Decimal(-1))
