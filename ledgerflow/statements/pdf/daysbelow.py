"""Days that stand on a line below their row of money.

Here: finding such tables and giving each row of money its day. Not here: days above rows
(carrying.py, body.py).

A table whose titles name no day, whose rows of money have none, and in which each of them is
followed by a line that begins with a day, prints its days below. A table that begins with a day
has them above instead, and is left alone.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ledgerflow.statements.pdf.columns import stands_under
from ledgerflow.statements.pdf.days import Day, PlacedDay
from ledgerflow.statements.pdf.layouts import Layout
from ledgerflow.statements.pdf.scanning import Scan

_SHARE = 0.9
_ALIGNED = 6.0
_GAP = 1.5
"""A line further below than this many heights of its letters is none of the row's."""

_UNREAD = PlacedDay(Day(0, 0, 1970), 0, 0, 0.0, 0.0)
"""No date: a row without its day is told as such and never given that of another row."""


@dataclass
class _Table:
    """The rows of one layout: money (their numbers), and the day's row of each that has one."""

    money: list[int] = field(default_factory=list)
    below: dict[int, int] = field(default_factory=dict)
    has_days_above: bool = False


def with_days_below(
    scans: Sequence[Scan], layouts: Sequence[Layout], numbers: Sequence[int], heads: set[int]
) -> tuple[list[Scan], set[int]]:
    """The rows with each day moved to its row of money, and the rows (by id) from there to the day:
    texts of a transaction, whatever account they name. The same rows where no table is so.
    """
    tables = _tables(scans, layouts, numbers, heads)
    out: list[Scan] = list(scans)
    texts: set[int] = set()
    for table in tables.values():
        if table.has_days_above or not len(table.below) >= _SHARE * len(table.money) > 0:
            continue
        for at in table.money:
            below = table.below.get(at)
            day = _UNREAD if below is None else scans[below].days[0]
            out[at] = _with_day(scans[at], day)
            if below is not None:
                out[below] = _without_day(scans[below], day)
                for between in range(at + 1, below + 1):
                    if out[between].row.page == scans[at].row.page and between not in heads:
                        out[between] = replace(out[between], is_text=True)
                        texts.add(id(out[between]))
    return [s for s in out if s.row.words], texts


def _tables(
    scans: Sequence[Scan], layouts: Sequence[Layout], numbers: Sequence[int], heads: set[int]
) -> dict[int, _Table]:
    """The tables without titles of days, by layout."""
    tables: dict[int, _Table] = defaultdict(_Table)
    current: tuple[int, int] | None = None
    for at, scan in enumerate(scans):
        layout = layouts[numbers[at]]
        if at in heads or scan.is_furniture or layout.header is None or layout.has_days:
            continue
        table = tables[numbers[at]]
        if _is_money(scan, layout):
            if scan.leading:
                table.has_days_above = True
            elif scan.label.figure_kind in ("", "in", "out"):
                table.money.append(at)
                current = numbers[at], at
            continue
        last = scans[current[1]] if current and current[0] == numbers[at] else None
        if last is not None and current is not None and _is_days_row(scan, last, scans[at - 1]):
            table.below[current[1]] = at
            current = None
        elif not table.money and scan.leading and not scan.figures:
            table.has_days_above = True
    return tables


def _is_money(scan: Scan, layout: Layout) -> bool:
    header = layout.header
    return header is not None and any(stands_under(f, header) for f in scan.figures)


def _is_days_row(scan: Scan, money: Scan, above: Scan) -> bool:
    """True for a line right below that begins with a day where the row of money begins."""
    days, row = scan.days, scan.row
    if not days or days[0].start > 0 or abs(row.left - money.row.left) > _ALIGNED:
        return False
    return row.page != above.row.page or row.top - above.row.bottom < _GAP * row.size


def _with_day(scan: Scan, day: PlacedDay) -> Scan:
    """The row of money with a day that takes none of its words."""
    placed = replace(day, start=0, end=0, left=scan.row.left, right=scan.row.left)
    return replace(scan, days=(placed, *scan.days))


def _without_day(scan: Scan, day: PlacedDay) -> Scan:
    """The line's other words; the first of them covers the day's place, as it is the line's."""
    words = scan.row.words[day.end :]
    if words:
        words = (replace(words[0], left=day.left), *words[1:])
    return Scan(replace(scan.row, words=words), is_furniture=scan.is_furniture)
