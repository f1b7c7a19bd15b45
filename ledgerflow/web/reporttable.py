"""A report as its page shows it: texts, and for each figure the address of its entries.

Here: plain rows for the template. Not here: figures (reports/) or markup (web/report.html).
"""

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from ledgerflow.firms.access import Place
from ledgerflow.reports.figures import grouped
from ledgerflow.reports.spec import Report, ReportCell, ReportColumn, ReportRow, Trace


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell's text and where it leads ("" nowhere). `is_zero` figures are shown quietly."""

    text: str
    href: str = ""
    is_negative: bool = False
    is_zero: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with one cell a column, or none."""

    kind: str
    code: str
    label: str
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class TableSection:
    """Rows under a title, which may be empty."""

    title: str
    rows: tuple[TableRow, ...]


def table_of(report: Report, place: Place) -> tuple[TableSection, ...]:
    """All sections of a report."""
    base = reverse("web:entries", args=[place.business_id])
    return tuple(
        TableSection(section.title, tuple(_row(report, row, base) for row in section.rows))
        for section in report.sections
    )


def entries_query(trace: Trace) -> str:
    """A trace as the query of the entries page."""
    query = {"accounts": ",".join(map(str, trace.account_ids))}
    if trace.start:
        query["start"] = trace.start.isoformat()
    if trace.end:
        query["end"] = trace.end.isoformat()
    return urlencode(query, safe=",")


def _row(report: Report, row: ReportRow, base: str) -> TableRow:
    cells = tuple(
        _cell(report.currency, column, cell, base)
        for column, cell in zip(report.columns, row.cells, strict=False)
    )
    return TableRow(row.kind, row.code, row.label, cells)


def _cell(currency: str, column: ReportColumn, cell: ReportCell, base: str) -> TableCell:
    if cell.value is None:
        return TableCell("")
    if not isinstance(cell.value, Decimal):
        return TableCell(cell.value)
    has_entries = cell.trace is not None and bool(cell.trace.entries)
    href = f"{base}?{entries_query(cell.trace)}" if cell.trace and has_entries else ""
    text = grouped(cell.value, currency, column.kind)
    return TableCell(text, href, cell.value < 0, not cell.value)
