"""Balances and totals outside of tables: beside their label, below it, or in an equation.

Here: finding the label of each figure of a row. Not here: what labels mean (labels.py), which
balance a statement ends with (balances.py).
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from ledgerflow.statements.pdf.accounts import Printed
from ledgerflow.statements.pdf.figures import Figure
from ledgerflow.statements.pdf.headers import Header
from ledgerflow.statements.pdf.labels import Label, read_label
from ledgerflow.statements.pdf.rows import Row
from ledgerflow.statements.pdf.scanning import Scan

_ABOVE_MAX = 2.6
_NEAR = 40.0
_EQUATION = re.compile(r"\s[-+=−–]\s")
_COUNTED = frozenset({"in", "out", "total_in", "total_out", "total"})


def is_two_sided(scan: Scan) -> bool:
    """True where words stand between the figures of a row: each has its own label."""
    return any(after.start > figure.end for figure, after in pairwise(scan.figures))


def printed_in(scans: Sequence[Scan], at: int) -> list[Printed]:
    """Every labelled figure of a row."""
    scan = scans[at]
    if not scan.figures or len(scan.figures) > 8:
        return []
    beside = _beside(scan)
    if any(beside):
        labels = beside
    elif len(scan.row.words) <= 4 * len(scan.figures) + 8:
        labels = _above(scans, at)
    else:
        return []
    out: list[Printed] = []
    for figure, label in zip(scan.figures, labels, strict=True):
        if label is None or not label.figure_kind or label.figure_kind == "aside":
            continue
        day = next((d for d in scan.days if d.end <= figure.start), None)
        out.append(
            Printed(
                kind=label.figure_kind,
                figure=figure,
                items=0,
                day=day,
                count=label.count if label.figure_kind in _COUNTED else None,
                text=scan.row.folded,
                at=at,
            )
        )
    return out


def under_titles(scan: Scan, header: Header, at: int) -> list[Printed]:
    """The figures of a row that stand under titles such as 'Opening balance' or 'Money out'."""
    out: list[Printed] = []
    for figure in scan.figures:
        over = [c for c in header.columns if c.left < figure.right and c.right > figure.left]
        if not over:
            continue
        title = min(over, key=lambda c: abs(c.right - figure.right))
        label = read_label(title.text)
        kind = label.figure_kind
        if len(label.phrases) == 1 and kind in (
            "opening",
            "closing",
            "in",
            "out",
            "total_in",
            "total_out",
        ):
            out.append(Printed(kind=kind, figure=figure, items=0, text=title.text, at=at))
    return out


def _beside(scan: Scan) -> list[Label | None]:
    """For each figure the label between it and the figure before."""
    labels: list[Label | None] = []
    before = 0
    for figure in scan.figures:
        indices = [i for i in range(before, figure.start) if i not in scan.spans]
        words = _last_cell(scan.row, indices)
        label = read_label(" ".join(words)) if words else None
        is_label = label is not None and label.figure_kind and not _goes_on(scan, figure)
        labels.append(label if is_label else None)
        before = figure.end
    return labels


def _goes_on(scan: Scan, figure: Figure) -> bool:
    """True inside of a sentence: words that are no label follow closely."""
    words = scan.row.words
    last = next((f.start for f in scan.figures if f.start >= figure.end), len(words))
    close: list[str] = []
    for at in range(figure.end, last):
        if words[at].left - words[at - 1].right > scan.row.size:
            break
        if at not in scan.spans:
            close.append(words[at].text)
    return len(close) > 1 and read_label(" ".join(close)).unknown > 0


def _last_cell(row: Row, indices: list[int]) -> list[str]:
    """The words of a label; a far gap before them cuts off what stands in another box."""
    words = [row.words[i] for i in indices]
    start = 0
    for at in range(1, len(words)):
        if words[at].left - words[at - 1].right > _NEAR:
            start = at
    return [w.text for w in words[start:]]


def _above(scans: Sequence[Scan], at: int) -> list[Label | None]:
    """For each figure the label in one of the two rows above it."""
    scan = scans[at]
    rows: list[Row] = []
    for other in reversed(scans[max(0, at - 2) : at]):
        row = rows[-1] if rows else scan.row
        if other.figures or other.row.page != scan.row.page:
            break
        if row.top - other.row.bottom > _ABOVE_MAX * scan.row.size:
            break
        rows.append(other.row)
    if not rows:
        return [None] * len(scan.figures)
    parts = _EQUATION.split(f"{rows[0].text} ")
    if len(parts) == len(scan.figures) > 1:
        return [read_label(p.strip()) for p in parts]
    return [_label_over(figure, rows) for figure in scan.figures]


def _label_over(figure: Figure, rows: Sequence[Row]) -> Label | None:
    text = ""
    for row in rows:
        cells = [row.words[a:b] for a, b in row.cells()]
        over = [c for c in cells if c[0].left < figure.right and c[-1].right > figure.left]
        if not over:
            break
        text = " ".join([w.text for w in over[0]] + ([text] if text else []))
        label = read_label(text)
        if label.figure_kind:
            return label
    return None
