"""A report as a page that stands alone: to keep, to send, or to print into a PDF.

Here: the markup and its few styles, in one file without scripts, links or pictures. Not here: the
pages of the web app (web/), whose figures open.
"""

from collections.abc import Iterator
from decimal import Decimal
from html import escape
from typing import TextIO

from ledgerflow.reports.figures import grouped
from ledgerflow.reports.spec import Report, ReportCell, ReportColumn, ReportRow

STYLE = """
body { font: 10pt/1.4 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; color: #111;
  background: #fff; padding: 0 1rem; }
h1 { font-size: 1.4em; margin: 0; }
p { margin: 0 0 1rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .15rem .5rem; text-align: left; vertical-align: top; font-weight: normal; }
thead th { border-bottom: 1px solid #111; font-weight: 600; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.num { text-align: right; white-space: nowrap; }
.section th { font-weight: 600; padding-top: .8rem; }
.account th { padding-left: 1.5rem; }
.subtotal th, .subtotal td, .total th, .total td { font-weight: 600; border-top: 1px solid #777; }
.total th, .total td { border-bottom: 3px double #111; }
ul { padding-left: 1.2rem; font-size: .9em; }
@page { margin: 15mm; }
"""


def write(report: Report, stream: TextIO) -> None:
    """Write the page as UTF-8 text; open files with newline=""."""
    for part in _parts(report):
        stream.write(part)
        stream.write("\n")


def _parts(report: Report) -> Iterator[str]:
    title = f"{report.title} · {report.business} · {report.period_label}"
    draft = " (draft)" if report.draft else ""
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>"
    yield f"<h1>{escape(report.title)}{draft}</h1>"
    head = f"{report.business} · {report.period_label} · {report.currency}"
    yield f"<p>{escape(head)}</p>\n<table>"
    yield f"<thead><tr><th></th>{''.join(map(_column, report.columns))}</tr></thead>"
    for section in report.sections:
        yield "<tbody>"
        if section.title:
            span = len(report.columns) + 1
            yield f'<tr class="section"><th colspan="{span}">{escape(section.title)}</th></tr>'
        for row in section.rows:
            yield _row(report, row)
        yield "</tbody>"
    yield "</table>"
    yield from _list(report.notes)
    yield from _list(
        f"{'✓ Holds' if check.passed else '✗ Does not hold'}: {check.label} ({check.detail})"
        for check in report.checks
    )
    yield "</body>\n</html>"


def _column(column: ReportColumn) -> str:
    return f'<th scope="col"{_class(column)}>{escape(column.label)}</th>'


def _class(column: ReportColumn) -> str:
    return "" if column.kind == "text" else ' class="num"'


def _row(report: Report, row: ReportRow) -> str:
    label = escape(f"{row.code} {row.label}".strip())
    if not row.cells:
        span = len(report.columns) + 1
        return f'<tr class="{row.kind}"><th scope="row" colspan="{span}">{label}</th></tr>'
    cells = "".join(
        f"<td{_class(column)}>{escape(_text(cell, column, report.currency))}</td>"
        for cell, column in zip(row.cells, report.columns, strict=True)
    )
    return f'<tr class="{row.kind}"><th scope="row">{label}</th>{cells}</tr>'


def _text(cell: ReportCell, column: ReportColumn, currency: str) -> str:
    if isinstance(cell.value, Decimal):
        return grouped(cell.value, currency, column.kind)
    return cell.value or ""


def _list(texts: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    if items:
        yield f"<ul>{items}</ul>"
