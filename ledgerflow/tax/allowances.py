"""Flat-rate deductions from a year's facts: standard mileage and the simplified home office.

Here: pure sums that a person may enter on lines 9 and 30. Not here: the rates (year_facts.py)
or the choice between flat rate and actual costs, which is the preparer's.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from ledgerflow.core.errors import InputError
from ledgerflow.core.money import round_money
from ledgerflow.tax.forms.year_facts import YearFacts


def mileage_amount(facts: YearFacts, trips: Iterable[tuple[dt.date, Decimal]]) -> Decimal:
    """USD for (day, business miles) pairs, each at the rate of its day, rounded once at the end.

    Raises InputError for a day without a known rate and for miles below zero.
    """
    total = Decimal(0)
    for day, miles in trips:
        if miles < 0:
            raise InputError(
                f"{day}: {miles} miles is below zero.", hint="Enter the miles driven as positive."
            )
        total += miles * _rate_on(facts, day)
    return round_money(total, "USD")


def home_office_amount(facts: YearFacts, square_feet: Decimal) -> Decimal:
    """USD by the simplified method for a whole year: the rate times the area, up to the limit.

    Raises InputError for an area below zero.
    """
    if square_feet < 0:
        raise InputError(
            f"Home office: {square_feet} square feet is below zero.", hint="Enter the area used."
        )
    area = min(square_feet, Decimal(facts.home_office_square_feet_max))
    return round_money(area * facts.home_office_per_square_foot, "USD")


def _rate_on(facts: YearFacts, day: dt.date) -> Decimal:
    for period in facts.mileage_rates:
        if period.first <= day <= period.last:
            return period.rate
    raise InputError(
        f"No standard mileage rate is known for {day} in the facts of {facts.year}.",
        code="unknown_rate",
        hint="Check the day, or enter the amount of line 9 yourself.",
    )
