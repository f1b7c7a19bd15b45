"""The order of day, month and year of a whole file, and whether two readings remain.

Here: weighing the clues. Not here: reading one date (dates.py). Nothing is guessed in silence:
where the clues do not decide, the decision says so.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ledgerflow.statements.tables.dates import ORDERS, read_date

_NAME_DATE = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_NAME_DATE_END = re.compile(r"(?<!\d)(\d{2})[-_.](\d{2})[-_.](\d{4})(?!\d)")
_US_LIKE = frozenset(("USD", "$", "PHP"))
_DECISIVE = 2.0


@dataclass(frozen=True, slots=True)
class DateClues:
    """What else the file says: decimal mark, currency, languages, stated period, file name."""

    decimal: str = ""
    currency: str = ""
    english: bool = True
    period: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class DateDecision:
    """The order, the reasons, and the other order where the file allows both."""

    order: str
    why: str
    other: str = ""
    reasons: tuple[str, ...] = field(default=())


def decide_order(
    dates: Sequence[str], clues: DateClues, value_dates: Sequence[str] = ()
) -> DateDecision:
    """Decide from all date texts of a file, in file order (blank ones left out).

    `value_dates` are parallel to `dates` or empty.
    """
    distinct = list(dict.fromkeys(dates))
    counts = {order: sum(read_date(t, order) is not None for t in distinct) for order in ORDERS}
    best = max(counts.values(), default=0)
    if not best:
        return DateDecision("ymd", "no dates to read")
    orders = [o for o in ORDERS if counts[o] == best]
    readings = {o: [read_date(t, o) for t in distinct] for o in orders}
    orders = [
        o for i, o in enumerate(orders) if readings[o] not in [readings[p] for p in orders[:i]]
    ]
    if len(orders) == 1:
        order = orders[0]
        if counts["dmy"] == counts["mdy"] == best:
            return DateDecision(order, "every date names its month, or the year comes first")
        return DateDecision(order, f"only {order} reads all {best} different dates")
    orders = _without_two_digit_years_first(orders, distinct, readings)
    if len(orders) == 1:
        return DateDecision(orders[0], f"{orders[0]}: two-digit years fit best this way")
    return _weigh(dates, clues, value_dates)


def _without_two_digit_years_first(
    orders: list[str], distinct: list[str], readings: dict[str, list[dt.date | None]]
) -> list[str]:
    """'22.02.18': the year is behind, unless the years would jump while year-first is tight."""
    if "ymd" not in orders:
        return orders
    spans = {o: _span(readings[o]) for o in orders}
    others = [o for o in orders if o != "ymd"]
    tight = min(spans[o] for o in others)
    dashed = all("-" in t for t in distinct)
    if spans["ymd"] * 5 < tight and (dashed or len(distinct) > 2):
        return ["ymd"]
    return others


def _span(dates: Sequence[dt.date | None]) -> int:
    known = [d for d in dates if d is not None]
    return (max(known) - min(known)).days if known else 0


def _weigh(dates: Sequence[str], clues: DateClues, value_dates: Sequence[str]) -> DateDecision:
    """dmy against mdy: positive votes speak for dmy, negative ones for mdy."""
    sequences = {o: [read_date(t, o) for t in dates] for o in ("dmy", "mdy")}
    votes = [
        *_style_votes(dates, clues),
        *_sequence_votes(sequences["dmy"], sequences["mdy"]),
        *_outside_votes(sequences, clues),
        *_value_date_votes(sequences, value_dates),
    ]
    total = sum(weight for weight, _ in votes)
    order, other = ("dmy", "mdy") if total > 0 else ("mdy", "dmy")
    if not total and clues.currency not in _US_LIKE:
        order, other = "dmy", "mdy"
    reasons = tuple(text for weight, text in votes if (weight > 0) == (total > 0) and weight)
    if abs(total) >= _DECISIVE:
        return DateDecision(order, "; ".join(reasons), reasons=reasons)
    why = "all days are 12 or less, so the dates can be read in two ways"
    return DateDecision(order, why + "".join(f"; {r}" for r in reasons), other, reasons)


def _style_votes(dates: Sequence[str], clues: DateClues) -> list[tuple[float, str]]:
    votes: list[tuple[float, str]] = []
    if all("." in t[:5] for t in dates):
        votes.append((3.0, "dates with points are written day first"))
    if clues.decimal == ",":
        votes.append((2.0, "decimal commas go with day-first dates"))
    if not clues.english:
        votes.append((2.0, "the column names are not English"))
    if clues.currency in _US_LIKE:
        votes.append((-1.0, f"{clues.currency} often goes with month-first dates"))
    elif clues.currency not in ("", "CAD", "kr"):
        votes.append((2.0, f"{clues.currency} accounts are written day first"))
    return votes


def _sequence_votes(
    dmy: Sequence[dt.date | None], mdy: Sequence[dt.date | None]
) -> list[tuple[float, str]]:
    votes: list[tuple[float, str]] = []
    steps = {"dmy": _breaks(dmy), "mdy": _breaks(mdy)}
    if len(set(dmy)) >= 4 and (steps["dmy"] == 0) != (steps["mdy"] == 0):
        sign = 1.0 if steps["dmy"] == 0 else -1.0
        votes.append((sign * 3.0, "the rows are in order of time only this way"))
    spans = {"dmy": _span(dmy), "mdy": _span(mdy)}
    short, long = sorted(spans.values())
    if len(set(dmy)) >= 4 and short <= 70 and long >= 150:
        sign = 1.0 if spans["dmy"] == short else -1.0
        votes.append((sign * 2.0, f"the rows then span {short} days instead of {long}"))
    weekend = {"dmy": _weekends(dmy), "mdy": _weekends(mdy)}
    low, high = sorted(weekend.values())
    if len(set(dmy)) >= 12 and low == 0 and high >= 0.15:
        sign = 1.0 if weekend["dmy"] == low else -1.0
        votes.append((sign * 2.0, "no row then falls on a weekend"))
    return votes


def _breaks(dates: Sequence[dt.date | None]) -> int:
    """How many steps go against the main direction of the sequence."""
    known = [d for d in dates if d is not None]
    ups = sum(b > a for a, b in pairwise(known))
    downs = sum(b < a for a, b in pairwise(known))
    return min(ups, downs)


def _weekends(dates: Sequence[dt.date | None]) -> float:
    known = {d for d in dates if d is not None}
    return sum(d.weekday() >= 5 for d in known) / len(known) if known else 0.0


def _outside_votes(
    sequences: dict[str, list[dt.date | None]], clues: DateClues
) -> list[tuple[float, str]]:
    """A period in the preamble and a date in the file's name bound the rows."""
    votes: list[tuple[float, str]] = []
    inside = {o: _inside(sequences[o], [read_date(t, o) for t in clues.period]) for o in sequences}
    if inside["dmy"] != inside["mdy"]:
        sign = 1.0 if inside["dmy"] else -1.0
        votes.append((sign * 3.0, "only this way the rows lie inside the stated period"))
    limit = name_date(clues.name)
    if limit is not None:
        late = {o: any(d and d > limit + dt.timedelta(3) for d in sequences[o]) for o in sequences}
        if late["dmy"] != late["mdy"]:
            sign = -1.0 if late["dmy"] else 1.0
            votes.append((sign * 3.0, "otherwise rows would be later than the date in the name"))
    return votes


def _inside(dates: Sequence[dt.date | None], period: Sequence[dt.date | None]) -> bool:
    known = [d for d in dates if d is not None]
    bounds = [d for d in period if d is not None]
    if len(bounds) < 2 or not known:
        return False
    return min(bounds) <= min(known) and max(known) <= max(bounds)


def name_date(name: str) -> dt.date | None:
    """The latest date in a file's name (20180226, 2018-02-26, 26-02-2018), or None."""
    found = [(int(m[1]), int(m[2]), int(m[3])) for m in _NAME_DATE.finditer(name)]
    for m in _NAME_DATE_END.finditer(name):
        found.extend([(int(m[3]), int(m[2]), int(m[1])), (int(m[3]), int(m[1]), int(m[2]))])
    dates: list[dt.date] = []
    for year, month, day in found:
        if 1990 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 28 + 3:
            try:
                dates.append(dt.date(year, month, day))
            except ValueError:
                continue
    return max(dates, default=None)


def _value_date_votes(
    sequences: dict[str, list[dt.date | None]], value_dates: Sequence[str]
) -> list[tuple[float, str]]:
    """Value dates lie within days of booking dates; a wrong order tears them apart."""
    gaps = {}
    for order, dates in sequences.items():
        others = [read_date(t, order) for t in value_dates]
        pairs = [abs((a - b).days) for a, b in zip(dates, others, strict=False) if a and b]
        gaps[order] = sum(pairs) / len(pairs) if pairs else 0.0
    low, high = sorted(gaps.values())
    if low <= 7 and high >= 20:
        sign = 1.0 if gaps["dmy"] == low else -1.0
        return [(sign * 3.0, "only this way booking and value dates lie close together")]
    return []
