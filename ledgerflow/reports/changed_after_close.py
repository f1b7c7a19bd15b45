"""Changed after close: what came into a month after it was first closed, by whom and why.

Here: the rows. Not here: finding the entries (ledger/afterclose.py).
"""

from itertools import groupby
from typing import TYPE_CHECKING

from ledgerflow.reports.engine import report_make
from ledgerflow.reports.figures import grouped
from ledgerflow.reports.spec import (
    Report,
    ReportCell,
    ReportCheck,
    ReportColumn,
    ReportKind,
    ReportRow,
    ReportSection,
)

if TYPE_CHECKING:
    import datetime as dt

    from ledgerflow.ledger.afterclose import LateEntries, LateEntry
    from ledgerflow.reports.inputs import ReportHeader

COLUMNS = (
    ReportColumn("Day", "text"),
    ReportColumn("Posted (UTC)", "text"),
    ReportColumn("By", "text"),
    ReportColumn("Amount"),
    ReportColumn("Opened again because", "text"),
)


def build_changed_after_close(header: "ReportHeader", late: "LateEntries") -> Report:
    """One row an entry, in one section a month; the code of a row is the entry's number.

    The amount is what the entry moves (its debits); in another currency it is written as text.
    """
    by_month = groupby(late.entries, key=lambda entry: (entry.month, entry.closed_at))
    sections = [
        ReportSection(
            f"{month:%Y-%m}, first closed {_moment(closed)}", tuple(_row(header, e) for e in some)
        )
        for (month, closed), some in by_month
    ]
    shown = len(late.entries)
    notes = [f"The first {shown:,} of {late.count:,} are shown."] if late.count > shown else []
    return report_make(REPORT, header, COLUMNS, sections, notes=notes, checks=[_check(late)])


def _row(header: "ReportHeader", entry: "LateEntry") -> ReportRow:
    cells = (
        ReportCell(entry.date.isoformat()),
        ReportCell(_moment(entry.posted_at)),
        ReportCell(entry.by or "nobody named"),
        _amount(header, entry),
        ReportCell(entry.reason or "not told"),
    )
    return ReportRow("line", entry.description, str(entry.number), cells)


def _amount(header: "ReportHeader", entry: "LateEntry") -> ReportCell:
    if len(entry.amounts) == 1 and entry.amounts[0][0] == header.currency:
        return ReportCell(entry.amounts[0][1])
    return ReportCell(", ".join(f"{grouped(amount, c)} {c}" for c, amount in entry.amounts))


def _check(late: "LateEntries") -> ReportCheck:
    label = "Nothing came into a month after it was closed"
    if not late.count:
        return ReportCheck(label, passed=True, detail="no entry did")
    noun = "entry" if late.count == 1 else "entries"
    return ReportCheck(label, passed=False, detail=f"{late.count:,} {noun} did")


def _moment(at: "dt.datetime") -> str:
    return f"{at:%Y-%m-%d %H:%M}"


REPORT = ReportKind(
    id="changed_after_close",
    title="Changed after close",
    description="Entries that came into a month after it was first closed, by whom and why.",
    needs="changes",
    builder=build_changed_after_close,
)
