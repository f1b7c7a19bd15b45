"""Totals of days as headings: '01 MAR  Total in  + 150.00', its rows without a day below.

Here: finding these rows. Not here: the totals of a whole statement (balances.py).
"""

from collections.abc import Sequence
from dataclasses import replace

from ledgerflow.statements.pdf.scanning import Scan

_TOTALS = frozenset({"total_in", "total_out", "in", "out"})
_DAYS_MIN = 2


def with_day_totals(scans: Sequence[Scan]) -> list[Scan]:
    """The rows, those marked that head a day's money in or out.

    One such row may be the statement's own total: only where several days have theirs, and most
    are followed by a row of money without a day, are they headings. The second total of a day
    need not repeat it.
    """
    heads = [at for at, scan in enumerate(scans) if _is_total(scan) and _has_rows(scans, at)]
    dated = [scans[at] for at in heads if _is_dated(scans[at])]
    if len({s.days[0].day for s in dated}) < _DAYS_MIN:
        return list(scans)
    phrases = {scans[at].label.phrases for at in heads}
    first = next(at for at in heads if _is_dated(scans[at]))
    out = list(scans)
    for at in range(first, len(scans)):
        if _is_total(scans[at]) and scans[at].label.phrases in phrases:
            out[at] = replace(scans[at], is_day_total=True)
    return out


def _is_total(scan: Scan) -> bool:
    """True for a label of money in or out with one figure, a day before it at most."""
    if len(scan.figures) != 1 or len(scan.days) > 1:
        return False
    says_total = scan.label.has("total") or "total" in scan.row.folded
    return says_total and scan.label.figure_kind in _TOTALS and scan.label.direction != 0


def _is_dated(scan: Scan) -> bool:
    return bool(scan.days) and scan.days[0].start == 0


def _has_rows(scans: Sequence[Scan], at: int) -> bool:
    """True where a row of money without a day follows that is no label, in the same column."""
    for scan in scans[at + 1 : at + 3]:
        if scan.figures:
            is_under = abs(scan.figures[-1].right - scans[at].figures[0].right) < scan.row.size
            return is_under and not scan.days and not scan.label.figure_kind
    return False
