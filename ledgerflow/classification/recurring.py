"""Payments and income that come again and again: what, how much, when next, what is missing; pure.

Here: the series of each payee, and what to expect of them as of a date that the caller gives. Not
here: which rows belong together (recurring_runs.py), or reading transactions (review).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from math import ceil

from ledgerflow.classification.cadence import Fit
from ledgerflow.classification.recurring_runs import LEAST, Occurrence, Run, runs_of

__all__ = ["Occurrence", "PriceChange", "Recurring", "Series", "recurring_of"]

RECENT = 6
SHORT_DAYS, ENDED_SHORT, ENDED = 20, 3, 2
"""After so many missed in a row a series has ended: of cadences below `SHORT_DAYS`, of others."""


@dataclass(frozen=True, slots=True)
class PriceChange:
    """The first date of a new amount."""

    date: dt.date
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class Series:
    """What recurs. Amounts are the holder's view (money in positive).

    `state`: "running", "missed" (due and `tolerance` days over) or "ended" (missed too often).
    `missed`: dates since the newest that nothing came on; `skipped`: how many before it.
    `amount_low` to `amount_high` is what to expect, nearest zero first.
    """

    key: str
    payee_key: str
    payee_name: str
    currency: str
    cadence: str
    transaction_ids: tuple[int, ...]
    first_date: dt.date
    last_date: dt.date
    amount_low: Decimal
    amount_high: Decimal
    last_amount: Decimal
    next_date: dt.date
    tolerance: int
    state: str
    missed: tuple[dt.date, ...] = ()
    skipped: int = 0
    price_changes: tuple[PriceChange, ...] = ()

    @property
    def is_income(self) -> bool:
        """True for money in."""
        return self.last_amount > 0


@dataclass(frozen=True, slots=True)
class Recurring:
    """All series (by payee, then first date), and the series of each transaction."""

    series: tuple[Series, ...] = ()
    keys: Mapping[int, str] = field(default_factory=dict)

    def series_key(self, transaction_id: int) -> str:
        """The key of the series that a transaction belongs to, "" where it is in none."""
        return self.keys.get(transaction_id, "")


def recurring_of(rows: Iterable[Occurrence], as_of: dt.date) -> Recurring:
    """The series among transactions up to and including `as_of`; input order does not matter."""
    groups: dict[tuple[str, str, bool], list[Occurrence]] = defaultdict(list)
    for row in rows:
        if row.payee_key and row.amount and row.date <= as_of:
            groups[row.payee_key, row.currency, row.amount > 0].append(row)
    found: list[Series] = []
    for (payee, currency, is_in), members in sorted(groups.items()):
        if len(members) >= LEAST:
            members.sort(key=lambda row: (row.date, row.id))
            runs = sorted(runs_of(members), key=lambda run: (run.rows[0].date, run.rows[0].id))
            for number, run in enumerate(runs, 1):
                way = "in" if is_in else "out"
                key = f"{payee}|{currency}|{way}|{run.fit.cadence.name}|{number}"
                found.append(_series(key, run, as_of))
    keys = {pk: series.key for series in found for pk in series.transaction_ids}
    return Recurring(tuple(found), keys)


def _series(key: str, run: Run, as_of: dt.date) -> Series:
    rows, found = run.rows, run.fit
    newest = rows[-1]
    tolerance = min(max(3, ceil(found.spread) + 2), found.cadence.tolerance + 1)
    missed: list[dt.date] = []
    most = ENDED_SHORT if found.cadence.days < SHORT_DAYS else ENDED
    while (due := found.due(len(missed) + 1)) + dt.timedelta(tolerance) < as_of:
        if len(missed) == most:
            break
        missed.append(due)
    low, high = _expected(rows)
    return Series(
        key=key,
        payee_key=newest.payee_key,
        payee_name=newest.payee_name,
        currency=newest.currency,
        cadence=found.cadence.name,
        transaction_ids=tuple(row.id for row in rows),
        first_date=rows[0].date,
        last_date=newest.date,
        amount_low=low,
        amount_high=high,
        last_amount=newest.amount,
        next_date=due,
        tolerance=tolerance,
        state=_state(found, missed, tolerance, as_of),
        missed=tuple(missed),
        skipped=found.slots[-1] + 1 - len(rows),
        price_changes=tuple(_price_changes(rows)),
    )


def _state(found: Fit, missed: list[dt.date], tolerance: int, as_of: dt.date) -> str:
    """Ended after enough missed in a row, or long after one of a long cadence."""
    if not missed:
        return "running"
    most = ENDED_SHORT if found.cadence.days < SHORT_DAYS else ENDED
    long_over = found.cadence.months > 1 and (as_of - missed[0]).days > 3 * tolerance
    return "ended" if len(missed) >= most or long_over else "missed"


def _expected(rows: list[Occurrence]) -> tuple[Decimal, Decimal]:
    """The amounts to expect: those since the price last changed, else of the newest six."""
    levels = _levels(rows)
    recent = levels[-1] if len(levels[-1]) > 1 else rows[-RECENT:]
    if len(levels[-1]) == 1 and len(levels) > 1 and len(levels[-2]) > LEAST:
        recent = levels[-1]
    amounts = sorted((row.amount for row in recent), key=abs)
    return amounts[0], amounts[-1]


def _levels(rows: list[Occurrence]) -> list[list[Occurrence]]:
    """Rows one after the other of one amount."""
    return [list(level) for _, level in groupby(rows, key=lambda row: row.amount)]


def _price_changes(rows: list[Occurrence]) -> Iterator[PriceChange]:
    levels = _levels(rows)
    for place in range(1, len(levels)):
        before, after = levels[place - 1], levels[place]
        is_newest = place == len(levels) - 1
        if len(before) >= LEAST and (len(after) >= LEAST or is_newest):
            yield PriceChange(after[0].date, before[-1].amount, after[0].amount)
