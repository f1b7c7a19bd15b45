"""Tables of a document: their headers, figure columns, and where days and texts begin.

Here: which rows stand under which header, over all pages, and the shape of each such layout.
Not here: reading the rows of a layout (body.py).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ledgerflow.statements.pdf.columns import FigureColumn, figure_columns, stands_under
from ledgerflow.statements.pdf.days import PlacedDay
from ledgerflow.statements.pdf.figures import Figure
from ledgerflow.statements.pdf.headers import DATES, MONEY, Column, Header, header_at
from ledgerflow.statements.pdf.page import Word
from ledgerflow.statements.pdf.rows import cells_of
from ledgerflow.statements.pdf.scanning import Scan

_ALIGNED = 7.0
_EDGE = 8.0
_MORE = 3
_MOST = 0.6
_LOOK_AHEAD = 40
"""Rows below a header that tell what an unknown title of it heads."""


@dataclass
class Layout:
    """The shape of one kind of table. Distances are in points from the page's left edge."""

    header: Header | None
    dated: list[Scan] = field(default_factory=list)
    undated: list[Scan] = field(default_factory=list)
    day_rows: list[Scan] = field(default_factory=list)
    columns: tuple[FigureColumn, ...] = ()
    day_lefts: tuple[float, ...] = ()
    text_left: float = 0.0
    left: float = 0.0
    right: float = 1e9
    is_grouped: bool = False

    def column_of(self, figure: Figure) -> int | None:
        """The number of the column that a figure stands in; None where in none."""
        best: int | None = None
        for number, column in enumerate(self.columns):
            if column.holds(figure) and (
                best is None
                or abs(column.right - figure.right) < abs(self.columns[best].right - figure.right)
            ):
                best = number
        return best

    @property
    def has_days(self) -> bool:
        """True where a title names a column of days."""
        return self.header is not None and bool(self.header.of_role(*DATES))

    def is_day_place(self, day: PlacedDay) -> bool:
        """True where the days of this table begin."""
        return any(abs(day.left - left) <= _ALIGNED for left in self.day_lefts)

    def begins_column(self, left: float | None) -> bool:
        """True where a text begins under a title of texts: a type or a reference in front."""
        titles = self.header.columns if self.header and left is not None else ()
        texts = [c for c in titles if c.role not in MONEY | DATES]
        return any(abs(c.left - (left or 0.0)) <= _ALIGNED for c in texts)

    def role_at(self, left: float, right: float) -> str:
        """The role of the text column that a cell stands under; "description" without a header."""
        if self.header is None:
            return "description"
        texts = [c for c in self.header.columns if c.role not in MONEY | DATES]
        named = [c for c in texts if c.role == "description"]
        if not named:
            return "description"
        over = [c for c in texts if c.left < right and c.right > left]
        if any(
            c.role == "description" and min(right, c.right) - max(left, c.left) > 4 for c in over
        ):
            return "description"
        if over:
            best = max(over, key=lambda c: min(right, c.right) - max(left, c.left))
            return best.role or "description"
        before = [c for c in texts if c.left <= left + 2]
        nearest = before[-1] if before else texts[0]
        if nearest.role not in ("description", "") and left - nearest.right > 2 * _ALIGNED:
            return "description"
        return nearest.role or "description"


def find_layouts(scans: Sequence[Scan]) -> tuple[list[Layout], list[int], set[int]]:
    """The layouts, the layout's number for each row, and the rows that are headers."""
    layouts = [Layout(None)]
    known: dict[object, int] = {}
    numbers: list[int] = []
    heads: set[int] = set()
    rows = [s.row for s in scans]
    current = skip = 0
    under_day = False
    for at, scan in enumerate(scans):
        if skip:
            skip -= 1
            heads.add(at)
        elif not scan.row.has_digit and (header := header_at(rows, at)) is not None:
            under_day = False
            current = known.setdefault(header.signature, len(layouts))
            if current == len(layouts):
                layouts.append(Layout(_with_days(header, scans[at + header.lines :])))
            heads.add(at)
            skip = header.lines - 1
        elif scan.is_day_heading and not layouts[current].has_days:
            under_day = True
        elif scan.figures:
            _keep(layouts[current], scan, under_day=under_day)
        elif scan.days and not scan.is_furniture and _is_under_days(scan, layouts[current].header):
            layouts[current].day_rows.append(scan)
        numbers.append(current)
    headed = sum(len(x.dated) for x in layouts[1:])
    if headed > _MORE * len(layouts[0].dated):
        layouts[0].dated.clear()  # a box above the first header is no table
    for layout in layouts:
        _shape(layout)
    return layouts, numbers, heads


def _with_days(header: Header, below: Sequence[Scan]) -> Header:
    """A header that names no days: the unknown title that most rows of money have a day under
    heads them, whatever it is called."""
    if header.of_role(*DATES):
        return header
    rows = [
        s
        for s in below[:_LOOK_AHEAD]
        if not s.label.figure_kind and any(stands_under(f, header) for f in s.figures)
    ]
    for title in header.columns:
        under = sum(
            any(title.left < d.right and d.left < title.right for d in s.days) for s in rows
        )
        if not title.role and under > _MOST * len(rows):
            columns = [replace(c, role="date") if c is title else c for c in header.columns]
            return replace(header, columns=tuple(columns))
    return header


def _keep(layout: Layout, scan: Scan, *, under_day: bool) -> None:
    """Rows with a day, and rows without one under a header or under a heading that is a day."""
    header = layout.header
    if _is_dated(scan, header):
        layout.dated.append(scan)
        return
    below_day = under_day and not scan.label.figure_kind and bool(_standing(scan, header))
    if below_day or (header is not None and all(stands_under(f, header) for f in scan.figures)):
        layout.undated.append(scan)


def _is_dated(scan: Scan, header: Header | None) -> bool:
    return bool(scan.leading) or _is_under_days(scan, header)


def _is_under_days(scan: Scan, header: Header | None) -> bool:
    """True where a day stands under a title of days."""
    titles = header.of_role(*DATES) if header else []
    return any(t.left < d.right and d.left < t.right for t in titles for d in scan.days)


def _shape(layout: Layout) -> None:
    """Find the columns, edges and beginnings of a layout from its dated rows."""
    header = layout.header = _with_booking_days(layout)
    roles = [c.role for c in header.columns] if header else []
    days = max((roles.count(r) for r in DATES), default=0)
    layout.is_grouped = days > 1 and days == max(roles.count(r) for r in MONEY)
    rows = [_standing(s, header) for s in [*layout.dated, *layout.undated]]
    layout.columns = tuple(figure_columns(rows, header))
    layout.day_lefts = _day_lefts(layout)
    layout.text_left = _text_left(layout)
    lefts = list(layout.day_lefts)
    if header:
        lefts.append(header.columns[0].left)
        last = max(header.columns, key=lambda c: c.right)
        if last.role in MONEY:
            layout.right = max([last.right, *(c.right for c in layout.columns)]) + _EDGE
    elif layout.columns:
        layout.right = max(c.right for c in layout.columns) + 3 * _EDGE
    layout.left = min(lefts, default=_EDGE) - _EDGE


def _with_booking_days(layout: Layout) -> Header | None:
    """The header, where days below an unknown title beside value days are the days of booking.

    Value days alone would date every row; the other days of most rows can be nothing else.
    """
    header = layout.header
    if header is None or {c.role for c in header.columns} & DATES != {"value_date"}:
        return header
    rows = [*layout.dated, *layout.day_rows]
    for number, column in enumerate(header.columns):
        if column.role:
            continue
        under = sum(any(_meets(column, day) for day in scan.days) for scan in rows)
        if under > _MOST * len(rows):
            columns = list(header.columns)
            columns[number] = replace(column, role="booking_date")
            return replace(header, columns=tuple(columns))
    return header


def _meets(column: Column, day: PlacedDay) -> bool:
    return column.left < day.right and day.left < column.right


def _standing(scan: Scan, header: Header | None) -> list[Figure]:
    """The figures that may stand in columns: without a header, those with a gap before them."""
    if header is not None:
        return list(scan.figures)
    words = scan.row.words
    return [
        f
        for f in scan.figures
        if f.start == 0 or f.left - words[f.start - 1].right > 0.9 * scan.row.size
    ]


def _day_lefts(layout: Layout) -> tuple[float, ...]:
    """Where days begin: under date titles and right behind them, or where rows begin with one."""
    titles = layout.header.of_role(*DATES) if layout.header else []
    rows = [*layout.dated, *layout.day_rows]
    under: Counter[int] = Counter()
    leading: Counter[int] = Counter()
    for scan in rows:
        for day in scan.days:
            if any(t.left < day.right and day.left < t.right for t in titles):
                under[round(day.left / 2)] += 1
        leading.update(round(d.left / 2) for d in scan.leading)
    least = max(1, len(rows) // 10)
    lefts = {left for left, count in (under or leading).items() if count >= least}
    # a second day that most rows have needs no title of its own
    lefts |= {left for left, count in leading.items() if count > _MOST * len(rows)}
    return tuple(2.0 * left for left in sorted(lefts))


def _text_left(layout: Layout) -> float:
    """Where the texts of most rows begin."""
    lefts: Counter[int] = Counter()
    for scan in [*layout.dated, *layout.day_rows] or layout.undated:
        first = _first_text(layout, scan)
        if first is not None:
            lefts[round(first.left / 3)] += 1
    if lefts:
        return 3.0 * lefts.most_common(1)[0][0]
    named = layout.header.of_role("description") if layout.header else []
    return named[0].left if named else 0.0


def _first_text(layout: Layout, scan: Scan) -> Word | None:
    held = set(scan.spans)
    for figure in scan.figures:
        if layout.column_of(figure) is not None:
            held.update(range(figure.start, figure.end))
    words = scan.row.words
    free = [i for i in range(len(words)) if i not in held]
    for start, end in cells_of([words[i] for i in free]):
        cell = [words[i] for i in free[start:end]]
        if layout.role_at(cell[0].left, cell[-1].right) == "description":
            return cell[0]
    return None
