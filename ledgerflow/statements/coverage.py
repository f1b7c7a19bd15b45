"""Which months of a bank account are covered by statements, and how well; pure.

Here: from the statements of one account to one state and its marks per month. Not here: loading
them (covering.py), or judging a statement (proof.py, chain.py).

A day is *proved* when a live statement that is proved covers it, or when the closing balance
before it is the opening balance after it (`carried`: nothing can be missing between the two). A
day is *unproved* when only other statements cover it, those of files that wait included. The state
of a month looks at the days that are expected of it:

- `not_proved`: some day is covered, and by nothing that is proved;
- `partial`: some days are covered and proved, others have no statement;
- `proved`: every expected day is proved;
- `missing`: no statement, between the first and the last month that have one;
- `awaited`: no statement, after the last month that has one, and the month is over.

All days of a month are expected, but: of the first month those from the account's beginning on
(its first opening balance is zero, or a person stated the balance it starts from), and of a month
that is not over those up to the last day that is covered.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ledgerflow.statements.spans import (
    ONE_DAY,
    Span,
    clipped,
    count,
    gaps,
    merged,
    month_end,
    months,
)

State = Literal["proved", "not_proved", "partial", "missing", "awaited"]
MARKS = ("not_provable", "duplicate", "overlapping", "waiting", "carried", "running")
"""not_provable: what is not proved contradicts nothing. duplicate: a statement of the month tells
nothing that others do not. overlapping: two files cover days of it, and neither is a duplicate; one
day at the seam of two periods does not count. waiting: a file of it waits for a person. carried:
some days have no statement, but balances prove them. running: the month is not over."""

MONTHS_BACK, MONTHS_AHEAD = 1200, 24
"""Misread years do not make an endless grid."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A statement as the grid sees it; balances are the holder's view.

    `is_live` is False for a statement of a file that waits for a person. `repeated`: every one
    of its lines is reported by another live statement as well.
    """

    id: int
    file: int
    start: dt.date
    end: dt.date
    verdict: str
    is_live: bool = True
    lines: int = 0
    repeated: bool = False
    opening: Decimal | None = None
    closing: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """The balance a person stated: the account is looked at from the day after on."""

    date: dt.date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Month:
    """One month of one account. `gaps` are expected days without a statement."""

    first: dt.date
    state: State
    marks: tuple[str, ...] = ()
    days: int = 0
    proved_days: int = 0
    unproved_days: int = 0
    gaps: tuple[Span, ...] = ()
    files: tuple[int, ...] = ()


def months_covered(
    covers: Sequence[Cover], *, today: dt.date, beginning: Beginning | None = None
) -> list[Month]:
    """The months of one account from its first to its last, oldest first; [] without statements.

    The result depends on the set of statements alone, not on their order.
    """
    known = sorted(_dated(covers, today), key=lambda c: (c.start, c.end, c.id))
    if not known:
        return []
    carried = _carried(known, beginning)
    proved = merged([(c.start, c.end) for c in known if _is_proved(c)] + carried)
    covered = merged([*proved, *((c.start, c.end) for c in known)])
    marked = {**_marked_days(known), "carried": carried}
    first, last = _first_expected(known, beginning), max(c.end for c in known)
    found = []
    for month in months(first, max(last, _month_before(today))):
        days = _expected(month, first, last, today)
        if days[0] <= days[1]:
            here = [c for c in known if c.start <= days[1] and c.end >= days[0]]
            marks = [mark for mark, spans in marked.items() if clipped(spans, days)]
            marks += ["running"] if month_end(month) >= today else []
            seen = _Seen(clipped(proved, days), clipped(covered, days), here, month <= last)
            found.append(_month(month, days, seen, marks))
    return found


def sharing(covers: Sequence[Cover]) -> set[int]:
    """The ids of live statements that share days with one of another file, seams left out."""
    return {c.id for pair in _pairs([c for c in covers if c.is_live]) for c in pair}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of a month's expected days; `within`: not after the last month known."""

    proved: list[Span]
    covered: list[Span]
    here: list[Cover]
    within: bool


def _month(first: dt.date, days: Span, seen: _Seen, marks: list[str]) -> Month:
    expected, proved, covered = count([days]), count(seen.proved), count(seen.covered)
    if covered > proved:
        state: State = "not_proved"
        if all(c.verdict == "not_provable" for c in seen.here if not _is_proved(c)):
            marks.append("not_provable")
    elif covered == expected:
        state = "proved"
    elif covered:
        state = "partial"
    else:
        state = "missing" if seen.within else "awaited"
    if any(not c.is_live for c in seen.here):
        marks.append("waiting")
    return Month(
        first=first,
        state=state,
        marks=tuple(m for m in MARKS if m in marks),
        days=expected,
        proved_days=proved,
        unproved_days=covered - proved,
        gaps=tuple(gaps(seen.covered, days)),
        files=tuple(dict.fromkeys(c.file for c in seen.here)),
    )


def _is_proved(cover: Cover) -> bool:
    return cover.is_live and cover.verdict == "proved"


def _dated(covers: Sequence[Cover], today: dt.date) -> list[Cover]:
    """Statements whose days run forwards and lie within a lifetime of today."""
    this = today.year * 12 + today.month
    return [
        c
        for c in covers
        if c.start <= c.end
        and this - MONTHS_BACK < c.start.year * 12 + c.start.month
        and c.end.year * 12 + c.end.month < this + MONTHS_AHEAD
    ]


def _carried(known: Sequence[Cover], beginning: Beginning | None) -> list[Span]:
    """Days without a statement over which the balance stayed what it was."""
    steps = [(c.start, c.end, c.opening, c.closing) for c in known if _is_proved(c)]
    if beginning is not None:
        steps.append((beginning.date, beginning.date, None, beginning.amount))
    found = []
    until, balance = dt.date.max, None
    for start, end, opening, closing in sorted(steps, key=lambda step: step[:2]):
        apart = start.toordinal() - until.toordinal() > 1
        if apart and balance is not None and balance == opening:
            found.append((until + ONE_DAY, start - ONE_DAY))
        if until == dt.date.max or end >= until:
            until, balance = end, closing
    return found


def _first_expected(known: Sequence[Cover], beginning: Beginning | None) -> dt.date:
    """The account's first day, or the first of the month where its beginning is not known."""
    first = known[0].start
    if beginning is not None and beginning.date <= first:
        far = dt.date(max(first.year - MONTHS_BACK // 12, 1), 1, 1)
        return min(first, max(beginning.date + ONE_DAY, far))
    opened = any(c.start == first and c.opening == 0 for c in known)
    return first if opened else first.replace(day=1)


def _expected(month: dt.date, first: dt.date, last: dt.date, today: dt.date) -> Span:
    """The expected days of a month; the end before the start where there are none."""
    end = month_end(month)
    return max(month, first), min(end, last) if end >= today else end


def _marked_days(known: Sequence[Cover]) -> dict[str, list[Span]]:
    """Days of duplicate statements, and days that two files cover."""
    live = [c for c in known if c.is_live]
    marked: dict[str, list[Span]] = {"duplicate": [], "overlapping": []}
    for one, other in _pairs(live):
        shared = (max(one.start, other.start), min(one.end, other.end))
        repeats = _repeats(one, other) or _repeats(other, one)
        marked["duplicate" if repeats else "overlapping"].append(shared)
    return marked


def _repeats(one: Cover, other: Cover) -> bool:
    """True when a statement tells nothing that others do not; one without lines: no days either."""
    if one.lines:
        return one.repeated
    return other.start <= one.start and one.end <= other.end


def _pairs(covers: Sequence[Cover]) -> list[tuple[Cover, Cover]]:
    """Statements of two files that share days; not those that only meet on one day."""
    found, open_ones = [], list[Cover]()
    for cover in sorted(covers, key=lambda c: (c.start, c.end, c.id)):
        open_ones = [c for c in open_ones if c.end >= cover.start]
        found += [(c, cover) for c in open_ones if c.file != cover.file and not _meet(c, cover)]
        open_ones.append(cover)
    return found


def _meet(one: Cover, other: Cover) -> bool:
    """True where one period ends on the day on which the other begins."""
    return one.end == other.start and one.start < one.end and other.start < other.end


def _month_before(day: dt.date) -> dt.date:
    return (day.replace(day=1) - ONE_DAY).replace(day=1)
