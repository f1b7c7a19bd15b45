"""Figures in other currencies, told in the currency of the books; pure.

Here: which rate tells what, the difference that is left, and the rates as notes. Not here: reading
(foreign.py) or what a report shows. Assets and liabilities are told at the rate of the report's
last day. Equity, income and expenses keep the rate of the month they were booked in (of its last
day, or the report's if that is earlier); what an entry posted at a rate of its own keeps that one.
Amounts are debit positive. docs/decisions/0016-currencies.md says why.
"""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.core.money import round_money
from ledgerflow.ledger.rates import ONE, RateBook, StatedRate
from ledgerflow.reports.spec import ReportCheck

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class ForeignMonth:
    """One account's movement in a month, in its own currency.

    `closing` is the part of year-end closing entries; `used` of the rest was posted at kept
    rates and is worth `used_value` in the base currency.
    """

    month: dt.date
    amount: Decimal
    closing: Decimal = ZERO
    used: Decimal = ZERO
    used_value: Decimal = ZERO


class Translator:
    """Rates for one report: it remembers those it used, and those that nobody stated."""

    def __init__(self, book: RateBook, end: dt.date) -> None:
        """`end` is the report's last day."""
        self.book, self.base, self.end = book, book.base, end
        self.missing: dict[str, set[dt.date]] = defaultdict(set)
        self._used: dict[tuple[str, dt.date], StatedRate] = {}

    def rate(self, currency: str, day: dt.date) -> Decimal:
        """The rate of a day; where none is stated, one, and the currency is missing."""
        if currency == self.base:
            return ONE
        stated = self.book.stated(currency, day)
        if stated is None:
            self.missing[currency].add(day)
            return ONE
        self._used[stated.currency, stated.date] = stated
        return stated.rate

    def at_close(self, currency: str, amount: Decimal) -> Decimal:
        """An amount at the rate of the report's last day."""
        return round_money(amount * self.rate(currency, self.end), self.base)

    def month_rate(self, currency: str, month: dt.date) -> Decimal:
        """The rate of a month's last day, or of the report's if that is earlier."""
        last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        return self.rate(currency, min(last, self.end))

    def month_value(self, currency: str, month: ForeignMonth) -> Decimal:
        """What a month's movement without closing entries is worth; rounded once."""
        plain = month.amount - month.used
        value = month.used_value
        if plain:
            value += plain * self.month_rate(currency, month.month)
        return round_money(value, self.base)

    def notes(self) -> list[str]:
        """The rates used, with their days and sources: one note a currency and source."""
        told: dict[tuple[str, str], list[str]] = defaultdict(list)
        for (currency, day), stated in sorted(self._used.items()):
            if currency not in self.missing:
                told[currency, stated.source].append(f"{stated.rate.normalize():f} on {day}")
        return [
            f"1 {currency} in {self.base}: {'; '.join(rates)} ({source})"
            for (currency, source), rates in told.items()
        ]

    def checks(self, left_out: Sequence[str]) -> list[ReportCheck]:
        """One failed check for every currency that a rate is missing for."""
        return [
            ReportCheck(
                f"Every amount in {currency} has a rate to {self.base}",
                passed=False,
                detail=f"no rate for {', '.join(map(str, sorted(days)))}; left out of this report:"
                f" {', '.join(name for name in left_out if name.endswith(f'({currency})'))}",
            )
            for currency, days in sorted(self.missing.items())
        ]


@dataclass(frozen=True, slots=True)
class Booked:
    """What an account's movements are worth at the rates they were booked at.

    `value` is what it stands at. `released`: what left it with closing entries beyond the rate of
    their day; the account that they close into takes that over.
    """

    value: Decimal
    released: Decimal = ZERO


def booked_value(
    translator: Translator, currency: str, months: Iterable[ForeignMonth], *, takes_closings: bool
) -> Booked:
    """An equity, income or expense account from its months.

    A closing entry takes along what the closed amount is worth on its account, so that a year's
    profit is the same before and after; the account that takes closings gets the rate of the day
    here, and the rest as `released` of the others.
    """
    amount = value = released = ZERO
    for month in sorted(months, key=lambda m: m.month):
        value += translator.month_value(currency, month)
        amount += month.amount
        if not month.closing:
            continue
        at_day = round_money(
            month.closing * translator.month_rate(currency, month.month), translator.base
        )
        if takes_closings or not amount:
            value += at_day
        else:
            left = round_money(-value * month.closing / amount, translator.base)
            value -= left
            released += left + at_day
        amount += month.closing
    return Booked(value, released)


def used_by_month(
    used: Iterable[tuple[int, dt.date, Decimal, Decimal]],
) -> dict[tuple[int, dt.date], tuple[Decimal, Decimal]]:
    """Amount and value at kept rates by account and month, from those by account and day."""
    sums: dict[tuple[int, dt.date], tuple[Decimal, Decimal]] = {}
    for account_id, day, amount, value in used:
        place = (account_id, day.replace(day=1))
        before = sums.get(place, (ZERO, ZERO))
        sums[place] = (before[0] + amount, before[1] + value)
    return sums
