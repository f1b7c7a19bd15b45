"""Which exchange rate holds on a day; pure.

Here: stated rates looked up by currency and day, and the rate between two currencies. Not here:
reading or stating them (rate_services.py), or rounding (core/money.py).
A rate says how much of the base currency one of a currency is worth. The newest rate on or before
the day holds, for `MAX_AGE_DAYS` days: long enough for books that state one rate a month.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.core.errors import RuleError
from ledgerflow.core.money import round_rate

MAX_AGE_DAYS = 31
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class StatedRate:
    """One of `currency` = `rate` of the base currency on `date`, says `source`."""

    currency: str
    date: dt.date
    rate: Decimal
    source: str


class RateBook:
    """The rates that hold for a business, by currency and day; the base currency counts one."""

    def __init__(self, base: str, rates: Iterable[StatedRate]) -> None:
        """`rates`: at most one for a currency and day is expected; of several the last holds."""
        self.base = base
        by_currency: dict[str, dict[dt.date, StatedRate]] = {}
        for rate in rates:
            by_currency.setdefault(rate.currency, {})[rate.date] = rate
        self._rates = {c: sorted(r.values(), key=lambda x: x.date) for c, r in by_currency.items()}
        self._days = {c: [r.date for r in listed] for c, listed in self._rates.items()}

    def stated(self, currency: str, day: dt.date) -> StatedRate | None:
        """The rate that holds for a foreign currency, None where none is stated near enough."""
        place = bisect_right(self._days.get(currency, []), day)
        if not place:
            return None
        found = self._rates[currency][place - 1]
        return found if (day - found.date).days <= MAX_AGE_DAYS else None

    def rate(self, currency: str, day: dt.date) -> Decimal | None:
        """What one of `currency` is worth in the base currency, None where nobody stated it."""
        if currency == self.base:
            return ONE
        found = self.stated(currency, day)
        return found.rate if found else None

    def between(self, source: str, target: str, day: dt.date) -> Decimal:
        """How much of `target` one of `source` is worth; RuleError names what is missing."""
        rates = []
        for currency in (source, target):
            rate = self.rate(currency, day)
            if rate is None:
                raise no_rate(currency, self.base, day)
            rates.append(rate)
        return round_rate(rates[0] / rates[1])


def no_rate(currency: str, base: str, day: dt.date) -> RuleError:
    """The refusal that says which rate to state, and how."""
    return RuleError(
        f"No rate of {currency} to {base} is stated for {day} or the {MAX_AGE_DAYS} days before.",
        code="no_rate",
        hint=f"State it: `ledgerflow rates add {currency} {day} RATE --source WHERE`.",
        extra={"currency": currency, "date": str(day)},
    )
