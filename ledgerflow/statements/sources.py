"""What a statement claims about days: which it covers, which completely; pure.

Here: one record per statement and what follows for two of them. Not here: their lines
(dedupe.py), or the grid of months (coverage.py).

A statement shows a stretch of the bank's own list. Every day strictly inside of it is complete.
Its first day may lack what came before, its last day what came after, unless a balance that was
proved closes that end. Of two stretches that begin before a day and end in it, one holds the
other; the same goes for two that begin in it. Where one shows the end and the other the
beginning of a day, neither need hold the other.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Source:
    """A statement's days (both included; None: it has none) and how they end.

    `whole_start` and `whole_end`: a proved printed balance says that nothing is missing there.
    """

    id: int
    start: dt.date | None = None
    end: dt.date | None = None
    opening: Decimal | None = None
    closing: Decimal | None = None
    whole_start: bool = False
    whole_end: bool = False

    def covers(self, day: dt.date) -> bool:
        """Whether the day is one of its days, be it in part."""
        return self.start is not None and self.end is not None and self.start <= day <= self.end

    def whole(self, day: dt.date) -> bool:
        """Whether all that the bank knows of the day is in it."""
        if not self.covers(day):
            return False
        return (day != self.start or self.whole_start) and (day != self.end or self.whole_end)

    def ends_in(self, day: dt.date) -> bool:
        """Whether it shows the beginning of the day, up to some moment."""
        return self.end == day != self.start

    def begins_in(self, day: dt.date) -> bool:
        """Whether it shows the day from some moment on."""
        return self.start == day != self.end


NOWHERE = Source(0)
"""The claim of a statement that nothing is known about."""


def source_of(
    number: int,
    days: tuple[dt.date | None, dt.date | None],
    balances: tuple[Decimal | None, Decimal | None],
    *,
    proved: bool,
) -> Source:
    """The claim of a statement with these first and last days and printed balances.

    `proved` is its own verdict: one that other statements gave it would make the claim depend on
    the order in which they came.
    """
    opening, closing = balances
    return Source(
        number,
        *days,
        opening,
        closing,
        whole_start=proved and opening is not None,
        whole_end=proved and closing is not None,
    )


def nested(one: Source, other: Source, day: dt.date) -> bool:
    """Whether what one of them shows of the day holds what the other shows."""
    if not (one.covers(day) and other.covers(day)):
        return False
    return (
        one.whole(day)
        or other.whole(day)
        or (one.ends_in(day) and other.ends_in(day))
        or (one.begins_in(day) and other.begins_in(day))
    )


def parted(earlier: Source, later: Source, day: dt.date, amounts: Iterable[Decimal]) -> bool:
    """Whether the later begins, on this day, with the balance that the earlier ended with.

    Then no line of the day is in both. `amounts` are the earlier one's of that day: where they
    add up to nothing, the balances tell nothing.
    """
    return (
        earlier.end == day == later.start
        and earlier.closing is not None
        and earlier.closing == later.opening
        and sum(amounts, Decimal(0)) != 0
    )
