"""Months as headings: days below them are numbers only.

Here: giving rows that begin with a bare number the month that stands above them. Not here: days
that name their month (days.py).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ledgerflow.statements.pdf.days import Day, PlacedDay, full_year
from ledgerflow.statements.pdf.scanning import Scan
from ledgerflow.statements.tables.dates import month_number

_NUMBER = re.compile(r"^(\d{1,2})\.?$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")


def with_months(scans: Sequence[Scan]) -> list[Scan]:
    """The rows with days made of a month's heading and a number in front."""
    month: tuple[int, int | None] | None = None
    out: list[Scan] = []
    for scan in scans:
        month = _heading(scan) or month
        found = _NUMBER.match(scan.row.words[0].text) if month and scan.figures else None
        if found is None or month is None or scan.leading or not 1 <= int(found[1]) <= 31:
            out.append(scan)
            continue
        word = scan.row.words[0]
        day = Day(int(found[1]), month[0], month[1], is_named=True)
        placed = PlacedDay(day, 0, 1, word.left, word.right)
        figures = tuple(f for f in scan.figures if f.start > 0)
        spans = scan.spans | {0}
        out.append(replace(scan, days=(placed, *scan.days), figures=figures, spans=spans))
    return out


def _heading(scan: Scan) -> tuple[int, int | None] | None:
    """(month, year) of a row that is nothing but a month, with or without its year."""
    words = scan.row.words
    if scan.figures or len(words) > 2:
        return None
    month = month_number(words[0].text)
    if month is None or (len(words) == 2 and not _YEAR.match(words[1].text)):
        return None
    return month, full_year(words[1].text) if len(words) == 2 else None
