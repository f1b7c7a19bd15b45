"""A report as CSV: one table, one row a report row, ready for a spreadsheet.

Here: columns. Not here: what a report holds, or how formulas in text are neutralised
(core/spreadsheets.py).
"""

import csv
from decimal import Decimal
from typing import TextIO

from ledgerflow.core.spreadsheets import text_neutral
from ledgerflow.reports.figures import plain
from ledgerflow.reports.spec import Report, ReportCell, ReportColumn


def write(report: Report, stream: TextIO) -> None:
    """Write a header row (section, row, code, label, the report's columns), then the rows.

    Lines end in CR LF (RFC 4180): open files with newline="" and as UTF-8.

    Title, period, notes and checks follow as rows of their own, so that every row has the same
    columns. Text that a spreadsheet would run as a formula gets a leading apostrophe.
    """
    writer = csv.writer(stream, lineterminator="\r\n")
    width = len(report.columns)

    def text_row(kind: str, label: str) -> None:
        writer.writerow(["", kind, "", text_neutral(label), *[""] * width])

    writer.writerow(
        ["Section", "Row", "Code", "Label", *[text_neutral(c.label) for c in report.columns]]
    )
    for section in report.sections:
        for row in section.rows:
            cells = row.cells or (ReportCell(None),) * width
            texts = [text_neutral(t) for t in (section.title, row.kind, row.code, row.label)]
            figures = [
                _cell(cell, column, report.currency)
                for cell, column in zip(cells, report.columns, strict=True)
            ]
            writer.writerow([*texts, *figures])
    text_row("report", f"{report.title} · {report.period_label} · {report.currency}")
    text_row("report", report.business)
    for note in report.notes:
        text_row("note", note)
    for check in report.checks:
        state = "holds" if check.passed else "does not hold"
        text_row("check", f"{check.label}: {state} ({check.detail})")


def _cell(cell: ReportCell, column: ReportColumn, currency: str) -> str:
    if isinstance(cell.value, Decimal):
        return plain(cell.value, currency, column.kind)
    return text_neutral(cell.value or "")
