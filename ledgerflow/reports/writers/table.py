"""A report for the terminal: an accountant's layout with right-aligned figures and ruled totals.

Here: layout only. Not here: what a report holds, or colours, which carry no meaning here.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ledgerflow.reports.figures import grouped
from ledgerflow.reports.spec import Report, ReportCell, ReportColumn, ReportRow

_LABEL_WIDTH_MIN = 24
_GAP = 2
_INDENT = 2


def write(report: Report, stream: TextIO) -> None:
    """Print the report as text, as wide as the terminal behind `stream` (80 without one)."""
    print_report(report, Console(file=stream, highlight=False))


def print_report(report: Report, console: Console) -> None:
    """Print the report; columns that do not fit go into further blocks, never cut off."""
    console.print(Text(report.title, style="bold"))
    console.print(Text(f"{report.business} · {report.period_label} · {report.currency}"))
    for columns in _blocks(report, console.width):
        console.print()
        # A terminal narrower than one column and its labels wraps; a figure is never cut.
        width = max(console.width, _block_width(report, columns))
        console.print(_table(report, columns), width=width, crop=False)
    for row in report.rows:
        if not row.cells and row.kind == "note":
            console.print(Text(row.label))
    for note in report.notes:
        console.print(Text(f"Note: {note}"))
    for check in report.checks:
        state = "✓ holds" if check.passed else "✗ DOES NOT HOLD"
        console.print(Text(f"{state}: {check.label} ({check.detail})"))


def _blocks(report: Report, width: int) -> list[list[int]]:
    """Column numbers, block by block, so that each block fits with its labels."""
    room = width - _code_width(report) - _LABEL_WIDTH_MIN - 2 * _GAP
    blocks: list[list[int]] = [[]]
    used = 0
    for index in range(len(report.columns)):
        need = _column_width(report, index) + _GAP
        if blocks[-1] and used + need > room:
            blocks.append([])
            used = 0
        blocks[-1].append(index)
        used += need
    return blocks


def _block_width(report: Report, columns: Sequence[int]) -> int:
    figures = sum(_column_width(report, index) + _GAP for index in columns)
    return _code_width(report) + _LABEL_WIDTH_MIN + 2 * _GAP + figures


def _table(report: Report, columns: Sequence[int]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), show_header=True)
    table.add_column("", no_wrap=True, min_width=_code_width(report))
    table.add_column("", overflow="fold", min_width=min(_LABEL_WIDTH_MIN, _label_width(report)))
    for index in columns:
        table.add_column(
            Text(report.columns[index].label),
            justify="right",
            no_wrap=True,
            min_width=_column_width(report, index),
        )
    for section in report.sections:
        # Notes without figures are printed below, over the whole width.
        rows = [row for row in section.rows if row.cells or row.kind != "note"]
        if rows and section.title:
            table.add_row("", Text(section.title, style="bold"))
        for row in rows:
            for cells in _row_lines(report, row, columns):
                table.add_row(*cells)
        if rows:
            table.add_row("")
    return table


def _row_lines(
    report: Report, row: ReportRow, columns: Sequence[int]
) -> Iterator[list[RenderableType]]:
    """The row's printed lines: sums have a rule above, the last total a double one below."""
    is_sum = row.kind in ("subtotal", "total")
    if is_sum:
        yield _rule(report, row, columns, "─")
    style = "bold" if is_sum or row.kind == "heading" else ""
    indent = _INDENT if row.kind == "account" else 0
    figures = [_figure(report, row, index) for index in columns]
    label = Padding(Text(row.label, style=style), (0, 0, 0, indent))
    yield [Text(row.code, style=style), label, *(Text(f, style=style) for f in figures)]
    if row.kind == "total":
        yield _rule(report, row, columns, "═")


def _rule(
    report: Report, row: ReportRow, columns: Sequence[int], mark: str
) -> list[RenderableType]:
    rules = [
        mark * _column_width(report, index) if _figure(report, row, index) else ""
        for index in columns
    ]
    return [Text(text) for text in ("", "", *rules)]


def _figure(report: Report, row: ReportRow, index: int) -> str:
    return _written(row.cells[index], report.columns[index], report.currency) if row.cells else ""


def _written(cell: ReportCell, column: ReportColumn, currency: str) -> str:
    if isinstance(cell.value, Decimal):
        return grouped(cell.value, currency, column.kind)
    return cell.value or ""


def _column_width(report: Report, index: int) -> int:
    figures = [cell_len(_figure(report, row, index)) for row in report.rows]
    return max([cell_len(report.columns[index].label), *figures])


def _code_width(report: Report) -> int:
    return max((cell_len(row.code) for row in report.rows), default=0)


def _label_width(report: Report) -> int:
    return max((cell_len(row.label) + _INDENT for row in report.rows), default=0)
