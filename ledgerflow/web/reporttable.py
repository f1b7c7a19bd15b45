"""A report as its page shows it: texts, and for each figure the address of its entries.

Here: plain rows for the template. Not here: figures (reports/) or markup (web/report.html).
"""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from ledgerflow.firms.access import Place
from ledgerflow.reports.figures import grouped
from ledgerflow.reports.spec import Report, ReportCell, ReportColumn, ReportRow
from ledgerflow.web.figurequery import FigureQuery


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
    href = f"{base}?{FigureQuery(cell.trace)}" if cell.trace else ""
    text = grouped(cell.value, currency, column.kind)
    return TableCell(text, href, cell.value < 0, not cell.value)
