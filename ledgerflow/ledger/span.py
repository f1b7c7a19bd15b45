"""Days as whole months and the few days beside them: how kept balances add up to any span; pure.

Here: taking a span of days apart. Not here: the balances (balances.py). A month that is cut is
either left out and its days inside are added, or taken whole and its days outside are subtracted:
whichever touches fewer days.
"""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Days of one month, `first` to `last` included; `sign` is 1 to add them, -1 to subtract."""

    first: dt.date
    last: dt.date
    sign: int

    @property
    def month(self) -> dt.date:
        """The first day of the month that the days are of."""
        return self.first.replace(day=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Whole months from `first_month` to `last_month` (their first days), and days beside them.

    There are no whole months where the last lies before the first.
    """

    first_month: dt.date
    last_month: dt.date
    days: tuple[Days, ...] = ()


def span_of(start: dt.date | None, end: dt.date | None) -> Span:
    """The days from `start` to `end`, both included; None is open."""
    start, end = start or dt.date.min, end or dt.date.max
    if start > end:
        return Span(dt.date.max, dt.date.min)
    if (start.year, start.month) == (end.year, end.month):
        return _one_month(start, end)
    first, head = _from(start)
    last, tail = _until(end)
    return Span(first, last, head + tail)


def _one_month(start: dt.date, end: dt.date) -> Span:
    first, length = start.replace(day=1), monthrange(end.year, end.month)[1]
    inside = end.day - start.day + 1
    if inside <= length - inside:
        return Span(dt.date.max, dt.date.min, (Days(start, end, 1),))
    return Span(first, first, _before(start) + _after(end))


def _from(start: dt.date) -> tuple[dt.date, tuple[Days, ...]]:
    """The first whole month of days from `start` on, and the days that make it exact."""
    length = monthrange(start.year, start.month)[1]
    if start.day - 1 <= length - start.day + 1:
        return start.replace(day=1), _before(start)
    last = start.replace(day=length)
    return last + DAY, (Days(start, last, 1),)


def _until(end: dt.date) -> tuple[dt.date, tuple[Days, ...]]:
    """The last whole month of days up to `end`, and the days that make it exact."""
    first = end.replace(day=1)
    if _length(end) - end.day <= end.day:
        return first, _after(end)
    return (first - DAY).replace(day=1), (Days(first, end, 1),)


def _before(start: dt.date) -> tuple[Days, ...]:
    """The days of its month before a day, to subtract."""
    if start.day == 1:
        return ()
    return (Days(start.replace(day=1), start - DAY, -1),)


def _after(end: dt.date) -> tuple[Days, ...]:
    """The days of its month after a day, to subtract."""
    if end.day == _length(end):
        return ()
    return (Days(end + DAY, end.replace(day=_length(end)), -1),)


def _length(day: dt.date) -> int:
    return monthrange(day.year, day.month)[1]
