"""Days inside of rows: which words together are a date, with or without its year.

Here: words -> day, month and year as printed, where order is still open. Not here: the order
and the year of a document (calendar.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ledgerflow.statements.pdf.page import Word
from ledgerflow.statements.tables.dates import month_number

_YEAR = r"(?P<y>\d{4}|\d{2})"
_NUMERIC = re.compile(r"^(?P<a>\d{1,2})(?P<s>[./\-])(?P<b>\d{1,2})(?:(?P=s)(?P<y>\d{4}|\d{2})?)?$")
_ISO = re.compile(r"^(?P<y>\d{4})(?P<s>[./\-])(?P<b>\d{1,2})(?P=s)(?P<a>\d{1,2})\.?$")
_DAY_MONTH = re.compile(
    r"^(?P<a>\d{1,2})(?:st|nd|rd|th|er|º|ª)?[./\- ]*(?:de |d')?(?P<m>[^\W\d_]{3,12})\.?"
    r"(?:[./\-, ]*(?:de |del )?(?:'|’)?(?P<y>\d{4}|\d{2}))?$"
)
_MONTH_DAY = re.compile(
    r"^(?P<m>[^\W\d_]{3,12})[./\- ]*(?P<a>\d{1,2})(?:st|nd|rd|th)?"
    r"(?:,? ?(?:'|’)?(?P<y>\d{4})|[,/\-] ?(?P<y2>\d{2}))?,?$"
)
_COMPACT = re.compile(r"^(?P<y>(?:19|20)\d{2})(?P<b>\d{2})(?P<a>\d{2})$")
_WEEKDAYS = frozenset(
    """mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday
    saturday sunday mo di mi do fr sa so lun mar mer jeu ven sam dim""".split()  # noqa: SIM905
)
_APART = re.compile(r"^(\d\d) ?([./]) ?(\d\d)(?= |$)")
_SENTENCE = ".,;:)]"
_LONGEST = 5
_GAP = 1.1


@dataclass(frozen=True, slots=True)
class Day:
    """A date as printed: `first` and `second` are day and month in an open order.

    `month` is set where it is printed by name, then `first` is the day. `is_iso` dates have
    their month as `second`, as have days with points. `year` is None where none is printed.
    """

    first: int
    second: int
    year: int | None
    is_named: bool = False
    is_iso: bool = False
    is_pointed: bool = False


@dataclass(frozen=True, slots=True)
class PlacedDay:
    """A day in a row: the words it spans and its box."""

    day: Day
    start: int
    end: int
    left: float
    right: float


@lru_cache(maxsize=50_000)
def read_day(text: str) -> Day | None:
    """One text that is a day and nothing else; None where it is none.

    Marks of the sentence around it do not count behind a day that has its year: without one, a
    last point belongs to the day ("28.02.").
    """
    text = text.rstrip("*†^").lstrip("([")
    day = _read_day(text)
    bare = text.rstrip(_SENTENCE)
    if day is None and bare != text:
        day = _read_day(bare)
        return day if day is not None and day.year is not None else None
    return day


def _read_day(text: str) -> Day | None:
    if not 3 <= len(text) <= 24 or not any(c.isdigit() for c in text):
        return None
    if found := _NUMERIC.match(text):
        return _numeric(int(found["a"]), int(found["b"]), found["y"], found["s"])
    if found := _ISO.match(text) or _COMPACT.match(text):
        day = Day(int(found["a"]), int(found["b"]), int(found["y"]), is_iso=True)
        return day if 1 <= day.first <= 31 and 1 <= day.second <= 12 else None
    if found := _DAY_MONTH.match(text):
        return _named(found["m"], int(found["a"]), found["y"])
    if found := _MONTH_DAY.match(text):
        return _named(found["m"], int(found["a"]), found["y"] or found["y2"])
    return None


def _numeric(first: int, second: int, year: str | None, mark: str) -> Day | None:
    low, high = sorted((first, second))
    if low < 1 or low > 12 or high > 31:
        return None
    # with points the day comes first, wherever that is written
    if mark == "." and second > 12:
        return None
    return Day(first, second, full_year(year), is_iso=mark == ".", is_pointed=mark == ".")


def _named(name: str, day: int, year: str | None) -> Day | None:
    month = month_number(name)
    if month is None or not 1 <= day <= 31:
        return None
    return Day(day, month, full_year(year), is_named=True)


def full_year(text: str | None) -> int | None:
    """'24' -> 2024; years from 70 lie in the last century."""
    if text is None:
        return None
    year = int(text)
    if len(text) == 2:
        return year + (1900 if year >= 70 else 2000)
    return year if 1970 <= year <= 2199 else None


@lru_cache(maxsize=50_000)
def _may_begin(text: str) -> int:
    """0: no day begins here; 1: a whole day may stand here; 2: more words may belong to it."""
    text = text.lstrip("([")
    bare = text.strip(".,").casefold()
    if bare in _WEEKDAYS or month_number(bare) is not None:
        return 2
    if not text[:1].isdigit():
        return 1 if read_day(text) else 0
    if len(text) <= 5 and re.match(r"^\d{1,2}(?:st|nd|rd|th|er|\.)?$", text):
        return 2
    return 2 if re.match(r"^\d{1,2}[.\- ]?[^\W\d_]{3,}\.?$", text) else int(bool(read_day(text)))


def day_at(words: Sequence[Word], at: int) -> PlacedDay | None:
    """The longest day that begins with this word; None where none does."""
    reach = _may_begin(words[at].text)
    if not reach:
        return None
    start = at
    if words[at].text.strip(".,").casefold() in _WEEKDAYS:
        is_near = at + 1 < len(words) and _is_near(words, at)
        if not is_near or read_day(words[at].text + words[at + 1].text):
            pass
        elif found := day_at(words, at + 1):
            return PlacedDay(found.day, start, found.end, words[start].left, found.right)
    best: tuple[Day, int] | None = None
    text = ""
    last = min(len(words), at + (_LONGEST if reach == 2 else 1))
    for end in range(at, last):
        if end > at and not _is_near(words, end - 1):
            break
        text = f"{text} {words[end].text}".strip()
        day = read_day(_APART.sub(r"\1\2\3", text).rstrip(",") if end > at else text)
        if day is not None and (best is None or day.year is not None or best[0].year is None):
            best = (day, end + 1)
    if best is None:
        return None
    return PlacedDay(best[0], start, best[1], words[start].left, words[best[1] - 1].right)


def _is_near(words: Sequence[Word], at: int) -> bool:
    return words[at + 1].left - words[at].right <= _GAP * _height(words[at + 1])


def _height(word: Word) -> float:
    return max(word.bottom - word.top, 5.0)


def days_in(words: Sequence[Word]) -> list[PlacedDay]:
    """All days of a row, left to right."""
    out: list[PlacedDay] = []
    at = 0
    while at < len(words):
        found = day_at(words, at)
        if found is None:
            at += 1
        else:
            out.append(found)
            at = found.end
    return out
