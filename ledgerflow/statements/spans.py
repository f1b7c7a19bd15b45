"""Spans of days: joining, cutting and counting them; pure.

Here: arithmetic of (first day, last day) pairs, both included. Not here: what they mean.
"""

import datetime as dt
from collections.abc import Iterable

Span = tuple[dt.date, dt.date]
"""First and last day, both included."""

ONE_DAY = dt.timedelta(days=1)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same days as few spans, in order."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + ONE_DAY:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def clipped(spans: Iterable[Span], within: Span) -> list[Span]:
    """The parts of these spans that lie within the days."""
    start, end = within
    return [(max(a, start), min(b, end)) for a, b in spans if a <= end and b >= start]


def gaps(spans: Iterable[Span], within: Span) -> list[Span]:
    """The days within that none of these spans holds; `spans` are merged and clipped."""
    start, end = within
    found = []
    for a, b in spans:
        if start < a:
            found.append((start, a - ONE_DAY))
        start = b + ONE_DAY
    return [*found, (start, end)] if start <= end else found


def count(spans: Iterable[Span]) -> int:
    """How many days these spans hold, each counted where it stands."""
    return sum((b - a).days + 1 for a, b in spans)


def months(first: dt.date, last: dt.date) -> list[dt.date]:
    """The first days of the months from one day's to another's."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [dt.date(n // 12, n % 12 + 1, 1) for n in numbers]


def month_end(first: dt.date) -> dt.date:
    """The last day of the month that begins on `first`."""
    return (first.replace(day=28) + 4 * ONE_DAY).replace(day=1) - ONE_DAY
