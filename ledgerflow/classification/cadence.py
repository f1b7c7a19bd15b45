"""How often something comes: cadences, their dates, and how well days fit one; pure.

Here: adding a cadence to a date, and fitting a cadence to ordered days. Not here: which
transactions belong together, amounts, or what was missed (recurring.py).

A fit must say more than chance would: for every repetition the share of the period that its day
may take (observed spread over length of the period) counts, as a logarithm.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from statistics import median


@dataclass(frozen=True, slots=True)
class Cadence:
    """A period of `months` months or, where that is 0, of `days` days.

    `days` is its usual length, `tolerance` how many days early or late still belong to it,
    `least` how many occurrences are needed to speak of one.
    """

    name: str
    days: float
    months: int
    tolerance: int
    least: int


CADENCES = (
    Cadence("weekly", 7, 0, 2, 4),
    Cadence("fortnightly", 14, 0, 3, 4),
    Cadence("monthly", 30.44, 1, 6, 3),
    Cadence("quarterly", 91.31, 3, 11, 3),
    Cadence("half-yearly", 182.62, 6, 16, 3),
    Cadence("yearly", 365.25, 12, 21, 2),
)
BY_NAME = {cadence.name: cadence for cadence in CADENCES}

COVERED = 0.7
"""At least this share of the expected dates must have come."""
DRIFT_LEAST = 5
"""So many are needed to tell a rhythm that drifts from days that merely vary."""
MONTH_END = 28
MONTH_HALF = 15
"""Anchored on this day or later, the last days of short months count as the same day."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A cadence that ordered days follow.

    `slots`: the number of each day's period, counted from 0 (missed ones leave gaps). `spread`:
    days that four of five lie off at most. `gain`: how much better than chance, natural
    logarithm; `anchor`: the day of month of a monthly cadence, else 0. `stride`: the usual days
    between two of them where the rhythm drifts (every 28 days, say), else 0. `last`: the date
    that the newest one was due on.
    """

    cadence: Cadence
    slots: tuple[int, ...]
    spread: float
    gain: float
    anchor: int
    stride: int
    last: dt.date

    def due(self, count: int) -> dt.date:
        """The date `count` periods after the newest."""
        if self.stride:
            return self.last + dt.timedelta(self.stride * count)
        return step(self.last, self.cadence, count, self.anchor)


_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _month_length(year: int, month: int) -> int:
    if month == 2 and year % 4 == 0 and (year % 100 or year % 400 == 0):
        return 29
    return _LENGTHS[month - 1]


def step(day: dt.date, cadence: Cadence, count: int, anchor: int = 0) -> dt.date:
    """`count` periods later; months keep the day `anchor` (or the day's own) where they have it."""
    if not cadence.months:
        return day + dt.timedelta(int(cadence.days) * count)
    month = day.year * 12 + day.month - 1 + cadence.months * count
    year, month = divmod(month, 12)
    wanted = anchor or day.day
    return dt.date(year, month + 1, min(wanted, _month_length(year, month + 1)))


def cadences_near(gaps: Sequence[int]) -> list[Cadence]:
    """The cadences whose period the usual gap (in days) is near, or is a multiple of."""
    if not gaps:
        return []
    usual = median(gaps)
    return [c for c in CADENCES if c.days * 0.75 <= usual <= c.days * 1.3]


def fit(days: Sequence[dt.date], cadence: Cadence) -> Fit | None:
    """Fit ordered, distinct days to a cadence; None where they do not follow it."""
    if len(days) < cadence.least:
        return None
    slots = [0]
    for before, after in pairwise(days):
        periods = round((after - before).days / cadence.days)
        if periods < 1:
            return None
        slots.append(slots[-1] + periods)
    if len(slots) < COVERED * (slots[-1] + 1):
        return None
    anchor = _anchor(days) if cadence.months else 0
    fixed, middle = _off_rhythm(days, slots, cadence, anchor)
    strides = [
        (after - before).days / (late - early)
        for before, after, early, late in zip(days, days[1:], slots, slots[1:], strict=False)
    ]
    stride = round(median(strides))
    drifting = max(1.0, _most([abs(one - stride) for one in strides]))
    drifts = bool(cadence.months) and drifting < fixed - 1 and len(days) >= DRIFT_LEAST
    spread = drifting if drifts else fixed
    if spread > cadence.tolerance:
        return None
    gain = (len(days) - 1) * log(cadence.days / (2 * spread + 1))
    last = days[-1] if drifts else _nominal(days, slots, cadence, anchor, middle)
    return Fit(cadence, tuple(slots), spread, gain, anchor, stride if drifts else 0, last)


def _anchor(days: Sequence[dt.date]) -> int:
    """The usual day of month of the newest; 31 where they keep to the ends of months."""
    newest = days[-6:]
    ends = sum(d.day >= _month_length(d.year, d.month) - 3 for d in newest)
    if ends == len(newest) and max(d.day for d in newest) >= MONTH_END:
        exact = sum(d.day == _month_length(d.year, d.month) for d in newest)
        return 31 if exact * 2 >= len(newest) else max(d.day for d in newest)
    angles = sorted(d.day for d in newest)
    if angles[-1] - angles[0] > 20:  # round the end of the month: 30, 31, 1, 2
        wrapped = sorted(day + 31 if day < 12 else day for day in angles)
        middle = int(median(wrapped))
        return middle - 31 if middle > 31 else middle
    return int(median(angles))


def _off_rhythm(
    days: Sequence[dt.date], slots: Sequence[int], cadence: Cadence, anchor: int
) -> tuple[float, float]:
    """Days off a fixed rhythm that four of five keep within; the middle of all phases."""
    if cadence.months == 1:
        return _most([_off_month(day, anchor) for day in days]), 0
    base = _nearest(days[0], anchor) if cadence.months else days[0]
    phases = [
        (day - step(base, cadence, slot, anchor)).days
        for day, slot in zip(days, slots, strict=True)
    ]
    middle = median(phases)
    return _most([abs(phase - middle) for phase in phases]), middle


def _nominal(
    days: Sequence[dt.date], slots: Sequence[int], cadence: Cadence, anchor: int, middle: float
) -> dt.date:
    """When the newest was due by the fixed rhythm."""
    if cadence.months:
        return _nearest(days[-1], anchor)
    return days[0] + dt.timedelta(int(cadence.days) * slots[-1] + round(middle))


def _nearest(day: dt.date, anchor: int) -> dt.date:
    """The date with day of month `anchor` that lies nearest."""
    month = BY_NAME["monthly"]
    here = step(day, month, 0, anchor)
    if abs(here.day - day.day) < MONTH_HALF:
        return here
    return step(day.replace(day=1), month, 1 if here < day else -1, anchor)


def _off_month(day: dt.date, anchor: int) -> int:
    """How many days a date lies off the nearest day `anchor` of a month."""
    length = _month_length(day.year, day.month)
    here = abs(day.day - min(anchor, length))
    return min(here, abs(length - here)) if here > 10 else here


def _most(off: Sequence[float]) -> float:
    """The value that four of five do not exceed."""
    ordered = sorted(off)
    return ordered[(len(ordered) * 4 - 1) // 5] if ordered else 0.0
