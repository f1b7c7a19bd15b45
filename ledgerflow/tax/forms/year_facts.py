"""US federal amounts that change by year, as data.

Here: rates, percentages and thresholds with the days they hold for. Not here: which line they
touch (the forms) or the arithmetic (tax/allowances.py).
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class MileageRate:
    """Standard mileage rate in USD per business mile, first and last day included."""

    first: dt.date
    last: dt.date
    rate: Decimal


@dataclass(frozen=True, slots=True)
class YearFacts:
    """One year's amounts. Percentages are 0..100; `form_1099_nec_threshold` is by payment year."""

    year: int
    mileage_rates: tuple[MileageRate, ...]
    meals_percent: Decimal
    restaurant_meals_percent: Decimal
    form_1099_nec_threshold: Decimal
    home_office_per_square_foot: Decimal = Decimal(5)
    home_office_square_feet_max: int = 300


def _whole_year(year: int, rate: str) -> tuple[MileageRate, ...]:
    return (MileageRate(dt.date(year, 1, 1), dt.date(year, 12, 31), Decimal(rate)),)


_HALF, _FULL = Decimal(50), Decimal(100)

YEAR_FACTS: tuple[YearFacts, ...] = (
    YearFacts(
        year=2022,
        # Raised in the middle of the year because of fuel prices.
        mileage_rates=(
            MileageRate(dt.date(2022, 1, 1), dt.date(2022, 6, 30), Decimal("0.585")),
            MileageRate(dt.date(2022, 7, 1), dt.date(2022, 12, 31), Decimal("0.625")),
        ),
        meals_percent=_HALF,
        restaurant_meals_percent=_FULL,
        form_1099_nec_threshold=Decimal(600),
    ),
    YearFacts(2023, _whole_year(2023, "0.655"), _HALF, _HALF, Decimal(600)),
    YearFacts(2024, _whole_year(2024, "0.67"), _HALF, _HALF, Decimal(600)),
    YearFacts(2025, _whole_year(2025, "0.70"), _HALF, _HALF, Decimal(600)),
    YearFacts(2026, _whole_year(2026, "0.725"), _HALF, _HALF, Decimal(2000)),
)


def year_facts(year: int) -> YearFacts:
    """The facts of a year; KeyError when they are not known."""
    for facts in YEAR_FACTS:
        if facts.year == year:
            return facts
    raise KeyError(year)
