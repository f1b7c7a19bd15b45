"""Columns of figures: which figures of a table stand above each other, and what heads them.

Here: clustering figures by the edge that aligns them, and matching headers. Not here: choosing
the roles that the arithmetic proves (candidates.py).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledgerflow.statements.pdf.figures import Figure
from ledgerflow.statements.pdf.headers import DATES, MONEY, Column, Header

_EDGES = ("right", "digits_right", "left", "centre")
_TOLERANCE = 3.0
_REACH = 45.0
_EDGE = 6.0
_NOT_FIGURES = DATES | {"description", "reference", "type", "flag"}


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """Figures that stand above each other; `role` is what the header says, "" without one."""

    edge: str
    at: float
    left: float
    right: float
    count: int
    role: str = ""

    def holds(self, figure: Figure) -> bool:
        """True where the figure stands in this column."""
        if abs(edge_of(figure, self.edge) - self.at) <= _TOLERANCE * 1.5:
            return True
        inside = min(self.right, figure.right) - max(self.left, figure.left)
        return inside > 0.6 * (figure.right - figure.left)


def edge_of(figure: Figure, edge: str) -> float:
    """Where a figure stands, by one of its edges."""
    if edge == "left":
        return figure.left
    if edge == "centre":
        return (figure.left + figure.right) / 2
    return figure.digits_right if edge == "digits_right" else figure.right


def figure_columns(rows: Sequence[Sequence[Figure]], header: Header | None) -> list[FigureColumn]:
    """The columns of a table's figures, left to right; `rows` are the figures of its rows."""
    figures = [f for row in rows for f in row]
    if not figures:
        return _from_header(header)
    edge, clusters = min(
        ((e, _clusters(figures, e)) for e in _EDGES),
        key=lambda pair: (len(pair[1]), _EDGES.index(pair[0])),
    )
    columns = [_column(edge, c) for c in clusters]
    if header is None:
        return _without_strays(columns, len(rows))
    found = _merged([c for c in (_headed(c, header) for c in columns) if c is not None])
    return sorted([*found, *_bare(found, header)], key=lambda c: c.right)


def _clusters(figures: Sequence[Figure], edge: str) -> list[list[Figure]]:
    ordered = sorted(figures, key=lambda f: edge_of(f, edge))
    out: list[list[Figure]] = []
    for figure in ordered:
        if out and edge_of(figure, edge) - edge_of(out[-1][-1], edge) <= _TOLERANCE:
            out[-1].append(figure)
        else:
            out.append([figure])
    return out


def _column(edge: str, figures: Sequence[Figure]) -> FigureColumn:
    places = sorted(edge_of(f, edge) for f in figures)
    return FigureColumn(
        edge=edge,
        at=places[len(places) // 2],
        left=min(f.left for f in figures),
        right=max(f.right for f in figures),
        count=len(figures),
    )


def _without_strays(columns: list[FigureColumn], rows: int) -> list[FigureColumn]:
    """Without a header, a column holds more than a stray figure inside of a text."""
    least = max(1, rows // 12)
    kept = [c for c in columns if c.count >= least]
    return sorted(kept, key=lambda c: c.right)


def _from_header(header: Header | None) -> list[FigureColumn]:
    if header is None:
        return []
    return [
        FigureColumn("right", c.right, c.left, c.right, 0, c.role)
        for c in header.columns
        if c.role in MONEY
    ]


def _bare(found: Sequence[FigureColumn], header: Header) -> list[FigureColumn]:
    """Columns of money that have a title and no figure yet."""
    return [
        c
        for c in _from_header(header)
        if not any(f.left < c.right + _EDGE and c.left < f.right + _EDGE for f in found)
    ]


def stands_under(figure: Figure, header: Header) -> bool:
    """True where a figure stands under a title of money."""
    return any(
        (figure.left < c.right and c.left < figure.right) or abs(figure.right - c.right) < _EDGE
        for c in header.columns
        if c.role in MONEY
    )


def _headed(column: FigureColumn, header: Header) -> FigureColumn | None:
    """The column with its header's role; None where the header says that no money is there."""
    title = max(header.columns, key=lambda h: _closeness(column, h))
    if _closeness(column, title) < -_REACH:
        return None
    if title.role in _NOT_FIGURES:
        return None
    return replace(column, role=title.role or "other")


def _closeness(column: FigureColumn, title: Column) -> float:
    """Overlap in points; negative is the distance between them. Right edges break ties."""
    overlap = min(column.right, title.right) - max(column.left, title.left)
    apart = min(abs(column.right - title.right), abs(column.left - title.left))
    if title.role not in MONEY and overlap <= 0:
        return overlap - _REACH / 2
    return overlap - apart / 10 if overlap > 0 else min(overlap, -apart / 2)


def _merged(columns: list[FigureColumn]) -> list[FigureColumn]:
    """Clusters under one title are one column, whatever edge aligns them."""
    by_title: Counter[str] = Counter(c.role for c in columns)
    out: list[FigureColumn] = []
    for column in sorted(columns, key=lambda c: c.left):
        twin = next((o for o in out if by_title[o.role] > 1 and _is_one(o, column)), None)
        if twin is None:
            out.append(column)
            continue
        best = max(twin, column, key=lambda c: c.count)
        joined = replace(
            best,
            left=min(twin.left, column.left),
            right=max(twin.right, column.right),
            count=twin.count + column.count,
        )
        out[out.index(twin)] = joined
    return sorted(out, key=lambda c: c.right)


def _is_one(first: FigureColumn, second: FigureColumn) -> bool:
    return first.role == second.role and first.left < second.right and second.left < first.right
