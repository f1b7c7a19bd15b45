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
from ledgerflow.web.shell.figures import writing

NO_MILES = "0 miles"


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell's text and where it leads ("" nowhere). `is_zero` figures are shown quietly."""

    text: str
    href: str = ""
    is_zero: bool = False
    is_text: bool = False


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


def table_of(
    report: Report, place: Place, *, only_filled: bool = False
) -> tuple[TableSection, ...]:
    """All sections of a report; `only_filled` leaves out lines of a form without an amount."""
    base = reverse("web:entries", args=[place.business_id])
    separators = writing().separators or {}
    found = []
    for section in report.sections:
        rows = [r for r in section.rows if not only_filled or _is_filled(r)]
        if rows:
            shown = tuple(_row(report, row, base, separators) for row in rows)
            found.append(TableSection(section.title, shown))
    return tuple(found)


def _is_filled(row: ReportRow) -> bool:
    return row.kind != "line" or any(c.value and c.value != NO_MILES for c in row.cells)


def _row(report: Report, row: ReportRow, base: str, separators: dict[int, str]) -> TableRow:
    cells = tuple(
        _cell(report.currency, column, cell, base, separators)
        for column, cell in zip(report.columns, row.cells, strict=False)
    )
    return TableRow(row.kind, row.code, row.label, cells)


def _cell(
    currency: str, column: ReportColumn, cell: ReportCell, base: str, separators: dict[int, str]
) -> TableCell:
    is_text = column.kind == "text"
    if cell.value is None:
        return TableCell("", is_text=is_text)
    if not isinstance(cell.value, Decimal):
        return TableCell(cell.value, is_text=is_text)
    href = f"{base}?{FigureQuery(cell.trace)}" if cell.trace else ""
    text = grouped(cell.value, currency, column.kind)
    if separators:
        text = text.translate(separators)
    return TableCell(text, href, is_zero=not cell.value)
