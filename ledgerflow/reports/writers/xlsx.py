"""A report as an Excel workbook: one sheet, figures as numbers, sums in bold.

Here: columns and cell formats. Not here: what a report holds, or whole books
(interchange/exports/xlsx.py). Text is always text, never a formula or a link; a figure with more
digits than Excel holds exactly is written as text.
"""

from decimal import Decimal
from typing import Any, BinaryIO

from ledgerflow.core.money import currency_decimals
from ledgerflow.reports.figures import plain
from ledgerflow.reports.spec import Report, ReportCell, ReportColumn, ReportRow

DIGITS_MAX = 15
CELL_CHARACTERS_MAX = 32_767
LABEL_WIDTH, FIGURE_WIDTH, TEXT_WIDTH = 44, 16, 22
SUMS = ("subtotal", "total")
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


def write(report: Report, out: BinaryIO) -> None:
    """Write the workbook: title, period, a header row, the rows, then notes and checks."""
    # Loading it takes longer than most commands that never write a workbook.
    import xlsxwriter

    book = xlsxwriter.Workbook(out, OPTIONS)
    _Sheet(report, book).write()
    book.close()


class _Sheet:
    """The sheet in writing; `at` is the next row."""

    def __init__(self, report: Report, book: Any) -> None:
        self.report = report
        self.book = book
        self.sheet = book.add_worksheet("Report")
        self.formats: dict[tuple[str, str, bool], Any] = {}
        self.at = 0

    def write(self) -> None:
        """All of it, and how it is printed."""
        report = self.report
        for text in (report.title, report.business, f"{report.period_label} · {report.currency}"):
            self._text(0, text, bold=not self.at)
            self.at += 1
        if report.draft:
            self._text(0, "Draft")
            self.at += 1
        self.at += 1
        self._head()
        for section in report.sections:
            if section.title:
                self._text(1, section.title, bold=True)
                self.at += 1
            for row in section.rows:
                self._row(row)
        self._below()
        self._printed()

    def _head(self) -> None:
        self._text(0, "Code", bold=True)
        self._text(1, "Label", bold=True)
        for place, column in enumerate(self.report.columns, 2):
            self._text(place, column.label, bold=True, right=column.kind != "text")
        self.at += 1
        self.sheet.freeze_panes(self.at, 2)
        self.sheet.repeat_rows(self.at - 1)

    def _row(self, row: ReportRow) -> None:
        bold = row.kind in SUMS or row.kind == "heading"
        self._text(0, row.code, bold=bold)
        self._text(1, row.label, bold=bold)
        for place, (cell, column) in enumerate(
            zip(row.cells, self.report.columns, strict=False), 2
        ):
            self._cell(place, cell, column, bold=bold)
        self.at += 1

    def _cell(self, place: int, cell: ReportCell, column: ReportColumn, *, bold: bool) -> None:
        value = cell.value
        if not isinstance(value, Decimal):
            self._text(place, value or "", bold=bold)
        elif len(value.normalize().as_tuple().digits) > DIGITS_MAX:
            text = plain(value, self.report.currency, column.kind)
            self._text(place, text, bold=bold, right=True)
        else:
            style = self._format(column.kind, "", bold=bold)
            self.sheet.write_number(self.at, place, float(value), style)

    def _below(self) -> None:
        self.at += 1
        for note in self.report.notes:
            self._text(1, note)
            self.at += 1
        for check in self.report.checks:
            state = "holds" if check.passed else "does not hold"
            self._text(1, f"{check.label}: {state} ({check.detail})")
            self.at += 1

    def _text(self, place: int, text: str, *, bold: bool = False, right: bool = False) -> None:
        if text:
            style = self._format("text", "right" if right else "", bold=bold)
            self.sheet.write_string(self.at, place, text[:CELL_CHARACTERS_MAX], style)

    def _format(self, kind: str, align: str, *, bold: bool) -> Any:
        key = (kind, align, bold)
        if key not in self.formats:
            wanted: dict[str, Any] = {"bold": bold}
            if align:
                wanted["align"] = align
            if kind != "text":
                wanted["num_format"] = self._digits(kind)
            self.formats[key] = self.book.add_format(wanted)
        return self.formats[key]

    def _digits(self, kind: str) -> str:
        decimals = 0 if kind == "whole" else currency_decimals(self.report.currency)
        return "#,##0" + ("." + "0" * decimals if decimals else "")

    def _printed(self) -> None:
        sheet = self.sheet
        sheet.set_column(0, 0, 9)
        sheet.set_column(1, 1, LABEL_WIDTH)
        for place, column in enumerate(self.report.columns, 2):
            width = TEXT_WIDTH if column.kind == "text" else FIGURE_WIDTH
            sheet.set_column(place, place, width)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
