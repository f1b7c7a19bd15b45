"""Rows of several small tables side by side: checks paid, daily balances.

Here: finding (number, day, amount) groups in a row. Not here: what a group means (body.py).
"""

import re

from ledgerflow.statements.pdf.days import PlacedDay
from ledgerflow.statements.pdf.figures import Figure
from ledgerflow.statements.pdf.layouts import Layout
from ledgerflow.statements.pdf.scanning import Scan

_NUMBER = re.compile(r"^[#*]*(\d[\d\-]*)[*^#]*$|^[*^#†\W_]+$")
_GAP = re.compile(r"\D")


def groups_in(scan: Scan, layout: Layout, *, grouped: bool) -> list[tuple[PlacedDay, Figure, str]]:
    """(day, amount, number) for each group; empty where the row is no such row.

    `grouped` tells that the rows around are; then a single group counts too.
    """
    days, figures = scan.days, scan.figures
    if len(days) != len(figures) or not days or (len(days) < 2 and not grouped):
        return []
    if layout.header is not None and not layout.is_grouped and not grouped:
        return []
    held = {i for f in figures for i in range(f.start, f.end)} | set(scan.spans)
    loose = [i for i in range(len(scan.row.words)) if i not in held]
    if any(not _NUMBER.match(scan.row.words[i].text) for i in loose):
        return []
    out: list[tuple[PlacedDay, Figure, str]] = []
    before = 0
    for day, figure in zip(days, figures, strict=True):
        if day.start > figure.start:
            return []
        numbers = [scan.row.words[i].text for i in loose if before <= i < figure.start]
        out.append((day, figure, _GAP.sub("", "".join(numbers[:1]))))
        before = figure.end
    return out
