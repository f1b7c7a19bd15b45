"""Whether a table prints its day only on the first row of each day.

Here: the decision for each layout, from all of its rows. Not here: carrying the day (body.py).
"""

from collections.abc import Sequence

from ledgerflow.statements.pdf.days import Day
from ledgerflow.statements.pdf.layouts import Layout
from ledgerflow.statements.pdf.scanning import Scan


def carries_days(
    scans: Sequence[Scan], layouts: Sequence[Layout], numbers: Sequence[int]
) -> list[bool]:
    """For each layout True where rows without a day are more than rows that repeat their day."""
    repeated = [0] * len(layouts)
    bare = [0] * len(layouts)
    last: list[Day | None] = [None] * len(layouts)
    for scan, number in zip(scans, numbers, strict=True):
        layout = layouts[number]
        if scan.is_furniture:
            continue
        held = any(layout.column_of(f) is not None for f in scan.figures)
        day = next((d.day for d in scan.days if layout.is_day_place(d)), None)
        if (day is None and not held) or scan.label.figure_kind not in ("", "in", "out"):
            continue
        if day is None:
            bare[number] += last[number] is not None
        else:
            repeated[number] += day == last[number]
            last[number] = day
    return [b > r for b, r in zip(bare, repeated, strict=True)]
