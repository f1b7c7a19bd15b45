"""A report as CSV: one table, one row a report row, ready for a spreadsheet.

Here: columns and the neutralising of formulas in text. Not here: what a report holds.
"""

import csv
from decimal import Decimal
from typing import TextIO

from ledgerflow.reports.figures import plain
from ledgerflow.reports.spec import Report, ReportCell, ReportColumn

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(report: Report, stream: TextIO) -> None:
    """Write a header row (section, row, code, label, the report's columns), then the rows.

    Lines end in CR LF (RFC 4180): open files with newline="" and as UTF-8.

    Title, period, notes and checks follow as rows of their own, so that every row has the same
    columns. Text that a spreadsheet would run as a formula gets a leading apostrophe.
    """
    writer = csv.writer(stream, lineterminator="\r\n")
    width = len(report.columns)

    def text_row(kind: str, label: str) -> None:
        writer.writerow(["", kind, "", safe_text(label), *[""] * width])

    writer.writerow(
        ["Section", "Row", "Code", "Label", *[safe_text(c.label) for c in report.columns]]
    )
    for section in report.sections:
        for row in section.rows:
            cells = row.cells or (ReportCell(None),) * width
            texts = [safe_text(t) for t in (section.title, row.kind, row.code, row.label)]
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


def safe_text(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _cell(cell: ReportCell, column: ReportColumn, currency: str) -> str:
    if isinstance(cell.value, Decimal):
        return plain(cell.value, currency, column.kind)
    return safe_text(cell.value or "")
