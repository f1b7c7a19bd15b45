"""The date column of a table: the order of its dates, of its rows, and blank dates.

Here: taking the texts from the rows. Not here: weighing clues (dateorder.py), one date (dates.py).
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from ledgerflow.statements.tables.amounts import read_amount
from ledgerflow.statements.tables.cells import Memo
from ledgerflow.statements.tables.dateorder import DateClues, DateDecision, decide_order
from ledgerflow.statements.tables.dates import looks_like_date, read_date
from ledgerflow.statements.tables.grid import column_of

_CARRIED_ROWS, _CARRIED_SHARE = 3, 0.15
_IN_ORDER = 50_000
_TIME_OF_DAY = re.compile(r"[ T,]+(?:at )?\d{1,2}[:.]\d{2}.*")


def decide_dates(
    rows: Sequence[Sequence[str]],
    roles: Sequence[str],
    clues: DateClues,
    given: Mapping[str, Any],
) -> DateDecision:
    """The order of day, month and year of the data rows."""
    if given.get("date_order") in ("ymd", "dmy", "mdy"):
        return DateDecision(str(given["date_order"]), "stated")
    places = [roles.index("date"), *(i for i, r in enumerate(roles) if r == "value_date")][:2]
    pairs = [pair for pair in _date_cells(rows, places) if looks_like_date(pair[0])]
    if not pairs:
        return DateDecision("ymd", "no row has a date")
    values = [value for _, value in pairs] if len(places) > 1 else []
    return decide_order([date for date, _ in pairs], clues, values)


def _date_cells(rows: Sequence[Sequence[str]], places: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Date and value date row by row, without what tells nothing new about order and span.

    Those are equal neighbours, and behind the first _IN_ORDER of them what came before.
    """
    days: Memo[str, str] = Memo(_day_alone)
    columns = [map(days.__getitem__, column_of(rows, place)) for place in places]
    seen: set[tuple[str, ...]] = set()
    for count, (cells, _) in enumerate(groupby(zip(*columns, strict=True))):
        if count < _IN_ORDER or cells not in seen:
            yield cells[0], cells[-1]
        if len(seen) < _IN_ORDER:
            seen.add(cells)


def _day_alone(text: str) -> str:
    """A date without the time of day behind it, which would make each second a date."""
    return (_TIME_OF_DAY.sub("", text) if ":" in text else text).strip()


def runs_backwards(rows: Sequence[Sequence[str]], roles: Sequence[str], order: str) -> bool | None:
    """True where the first row is later than the last, None where that does not show."""
    column = roles.index("date")
    first = _first_date(rows, column, order)
    last = _first_date(reversed(rows), column, order)
    return None if first is None or last is None or first == last else first > last


def _first_date(rows: Iterable[Sequence[str]], column: int, order: str) -> dt.date | None:
    dates = (read_date(r[column], order) for r in rows if column < len(r) and r[column])
    return next((d for d in dates if d), None)


def carries_dates(rows: Sequence[Sequence[str]], roles: Sequence[str], decimal: str) -> bool:
    """True where a day's date stands on its first row only."""
    date = roles.index("date")
    money = [i for i, r in enumerate(roles) if r in ("amount", "in", "out")]
    texts = [i for i, r in enumerate(roles) if r in ("description", "counterparty")]
    bare = 0
    for row in rows:
        blank = date < len(row) and not row[date].strip()
        paid = any(i < len(row) and read_amount(row[i].strip(), decimal) for i in money)
        named = any(i < len(row) and row[i].strip() for i in texts)
        bare += blank and paid and named
    return bare >= _CARRIED_ROWS and bare >= _CARRIED_SHARE * len(rows)
