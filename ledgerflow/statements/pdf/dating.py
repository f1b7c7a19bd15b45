"""The calendar of a document: the order of day and month, and the year of days without one.

Here: period and reference day from the rows outside of tables, and day -> date. Not here:
finding days (days.py). An order that cannot be decided is told, never guessed.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ledgerflow.statements.pdf.days import Day, PlacedDay, full_year, read_day
from ledgerflow.statements.pdf.scanning import Scan
from ledgerflow.statements.tables.dates import month_number
from ledgerflow.statements.tables.words import fold

_BETWEEN = frozenset(
    """to through thru until till bis au al a tot t m ate e and und et le the
    hasta fino t o tom do po pana ao til till""".split()  # noqa: SIM905
)
_STATED = re.compile(
    r"\b(?:statement|closing|period|periode|zeitraum|auszug|kontoauszug|arrete|releve|extracto"
    r"|estratto|afschrift|rekeningafschrift|extrato|issued|abrechnung|balance|saldo|solde|kontostand)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:due|valid|effective|expire[sd]?|expiry|until|offer|from|since|fallig|echeance|stand)\b"
)
_YEAR = re.compile(r"\b(?:(\d{1,2})\s*/\s*)?(20\d\d)\b")
_SPAN_MAX = 400
_MARGIN = dt.timedelta(days=7)
POINTED_MONTH_FIRST = "m.d"
_LETTER_WIDTH = (605.0, 620.0)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How days of a document become dates. `open_order` tells that two orders fit equally."""

    order: str = "dmy"
    start: dt.date | None = None
    end: dt.date | None = None
    reference: dt.date | None = None
    open_order: bool = False

    def date(self, day: Day) -> dt.date | None:
        """The date of a printed day; None where it is none or its year is not known."""
        if day.year is not None:
            return _date(day, self.order, day.year)
        years = self._years()
        found = [d for y in years if (d := _date(day, self.order, y)) is not None]
        if not found:
            return None
        if self.start and self.end:
            return min(found, key=lambda d: (self._distance(d), -d.toordinal()))
        last = self.reference or dt.date.max
        before = [d for d in found if d <= last]
        return max(before) if before else min(found)

    def near(self, day: Day, date: dt.date) -> dt.date | None:
        """A value day beside its booking date: without a year, the nearest such day."""
        if day.year is not None:
            return self.date(day)
        years = (date.year - 1, date.year, date.year + 1)
        found = [d for y in years if (d := _date(day, self.order, y)) is not None]
        return min(found, key=lambda d: abs((d - date).days)) if found else None

    def _distance(self, day: dt.date) -> int:
        if self.start and day < self.start:
            return (self.start - day).days
        return (day - self.end).days if self.end and day > self.end else 0

    def _years(self) -> list[int]:
        if self.start and self.end:
            return list(range(self.start.year - 1, self.end.year + 2))
        return [self.reference.year - 1, self.reference.year] if self.reference else []

    @property
    def has_year(self) -> bool:
        """True where days without a year can be dated."""
        return bool(self._years())


def _date(day: Day, order: str, year: int) -> dt.date | None:
    first, second = day.first, day.second
    is_open = day.is_pointed if order == POINTED_MONTH_FIRST else order == "mdy" and not day.is_iso
    if is_open and not day.is_named:
        first, second = second, first
    try:
        return dt.date(year, second, first)
    except ValueError:
        return None


def calendar_of(scans: Sequence[Scan], tables: Iterable[Scan]) -> Calendar:
    """The calendar of a document: `tables` are the dated rows, `scans` all rows."""
    rows = list(tables)
    listed = [d.day for s in rows for d in s.leading]
    inside = {id(s) for s in rows}
    outside = [s for s in scans if not s.is_furniture or s.days]
    outside = [s for s in outside if id(s) not in inside]
    best: list[tuple[tuple[float, ...], Calendar]] = []
    for order in ("dmy", "mdy"):
        calendar = _with_period(Calendar(order), outside)
        best.append((_fit(calendar, listed), calendar))
    (dmy, first), (mdy, second) = best
    if first.start and (turned := _pointed_month_first(first, listed)):
        return turned
    if dmy != mdy:
        return first if dmy > mdy else second
    numeric = [d for d in listed if not d.is_named and not d.is_iso]
    if not any(d.first != d.second for d in numeric):
        is_letter = bool(scans) and _LETTER_WIDTH[0] < scans[0].row.width < _LETTER_WIDTH[1]
        return second if is_letter else first
    return replace(first, open_order=True)


def _pointed_month_first(calendar: Calendar, listed: Sequence[Day]) -> Calendar | None:
    """'03.31' of March: only where the period is stated, all days are such and lie in it so,
    and most of them lie outside of it the usual way."""
    pointed = [d for d in listed if d.is_pointed]
    turned = replace(calendar, order=POINTED_MONTH_FIRST)
    if not pointed or len(pointed) < len(listed):
        return None
    outside = sum(not _is_within(calendar, calendar.date(d)) for d in pointed)
    is_so = all(_is_within(calendar, turned.date(d)) for d in pointed)
    return turned if is_so and 2 * outside > len(pointed) else None


def _is_within(calendar: Calendar, date: dt.date | None) -> bool:
    start, end = calendar.start, calendar.end
    return bool(date and start and end and start <= date <= end)


def _fit(calendar: Calendar, listed: Sequence[Day]) -> tuple[float, ...]:
    """How well an order fits: days that exist, days inside of the period, days in sequence."""
    dates = [
        calendar.date(d) if d.year or calendar.has_year else _any_year(calendar, d) for d in listed
    ]
    real = [d for d in dates if d is not None]
    inside = 0
    if calendar.start and calendar.end:
        low, high = calendar.start - _MARGIN, calendar.end + _MARGIN
        inside = sum(low <= d <= high for d in real)
    pairs = list(pairwise(real))
    rising = sum(a <= b for a, b in pairs)
    steps = max(rising, sum(a >= b for a, b in pairs))
    near = -sum(abs((b - a).days) > 62 for a, b in pairs)
    return (len(real), bool(calendar.start), inside, near, steps)


def _any_year(calendar: Calendar, day: Day) -> dt.date | None:
    return _date(day, calendar.order, 2024)


def _with_period(calendar: Calendar, outside: Sequence[Scan]) -> Calendar:
    periods = [p for s in outside for p in _periods(s, calendar)]
    if periods:
        _, start, end = max(periods, key=lambda p: p[0])
        return replace(calendar, start=start, end=end, reference=end)
    return replace(calendar, reference=_reference(outside, calendar))


def _periods(scan: Scan, calendar: Calendar) -> list[tuple[int, dt.date, dt.date]]:
    """(stated, first, last day) for each pair of days that a row joins."""
    out: list[tuple[int, dt.date, dt.date]] = []
    days = list(scan.days) + _fused(scan)
    if len(days) == 1 and (before := _bare_day(scan, days[0])) is not None:
        days.insert(0, before)
    for first, last in pairwise(days):
        if last.day.year is None or not _joins(scan, first, last):
            continue
        end = calendar.date(last.day)
        start = _start(first.day, end, calendar.order) if end else None
        if start and end and 0 <= (end - start).days <= _SPAN_MAX:
            out.append((bool(_STATED.search(scan.row.folded)) + (not scan.figures), start, end))
    return out


def is_period(scan: Scan) -> bool:
    """True for a row that joins two days: 'January 11, 2024 through February 9, 2024'."""
    days = scan.days
    return any(_joins(scan, a, b) for a, b in pairwise(days))


def _fused(scan: Scan) -> list[PlacedDay]:
    """The two days of '01/03/2024-31/03/2024', set as if a word stood between them."""
    out: list[PlacedDay] = []
    if not scan.row.has_digit:
        return out
    for at, word in enumerate(scan.row.words):
        if len(word.text) < 11 or len(word.text) > 24:
            continue
        first, mark, last = word.text.partition("-") if word.text.count("-") == 1 else ("", "", "")
        if not mark:
            first, mark, last = word.text.partition("\u2013")
        begin, end = read_day(first), read_day(last)
        if begin and end:
            out.append(PlacedDay(begin, at, at, word.left, word.left))
            out.append(PlacedDay(end, at + 1, at + 1, word.right, word.right))
    return out


def _joins(scan: Scan, first: PlacedDay, last: PlacedDay) -> bool:
    if first.start == first.end:
        return True  # both stand in one word
    between = [fold(w.text) for w in scan.row.words[first.end : last.start]]
    words = [w for text in between for w in text.split()]
    return 0 < len(between) <= 3 and all(w in _BETWEEN for w in words)


def _start(day: Day, end: dt.date, order: str) -> dt.date | None:
    if day.year is not None:
        return _date(day, order, day.year)
    found = _date(day, order, end.year)
    return _date(day, order, end.year - 1) if found is None or found > end else found


def _bare_day(scan: Scan, last: PlacedDay) -> PlacedDay | None:
    """'1 - 31 March 2024' and '1 to 31 March 2024': a day that shares its month."""
    if not last.day.is_named:
        return None
    for at in range(max(0, last.start - 3), last.start):
        text = scan.row.words[at].text.rstrip(".")
        if text.isdecimal() and 1 <= int(text) <= 31:
            day = replace(last.day, first=int(text))
            word = scan.row.words[at]
            return PlacedDay(day, at, at + 1, word.left, word.right)
    return None


def _reference(outside: Sequence[Scan], calendar: Calendar) -> dt.date | None:
    """The day of the statement: a stated one, else the latest; else the end of a stated month."""
    found: list[tuple[int, dt.date]] = []
    for at, scan in enumerate(outside):
        if not scan.days:
            continue
        above = outside[at - 1].row.folded if at else ""
        folded = scan.row.folded if any(c.isalpha() for c in scan.row.folded) else above
        for day in scan.days:
            date = calendar.date(day.day) if day.day.year else None
            if date:
                sure = 2 * bool(_STATED.search(folded)) - 3 * bool(_ELSEWHERE.search(folded))
                found.append((sure, date))
    if found:
        best = max(sure for sure, _ in found)
        return max(date for sure, date in found if sure == best)
    return next((d for s in outside if (d := _month_end(s)) is not None), None)


def _month_end(scan: Scan) -> dt.date | None:
    """'March 2024', '3/2024' and 'Jahr 2024' as the last day of the month or year."""
    match = _YEAR.search(scan.row.text)
    if match is None:
        return None
    year = full_year(match[2]) or 0
    month = int(match[1]) if match[1] else None
    for word in scan.row.folded.split():
        month = month or month_number(word)
    if month is None or not 1 <= month <= 12:
        return dt.date(year, 12, 31)
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
