"""Schedule C worksheet: the form's lines with the accounts behind each, cents and whole dollars.

Here: the rows. Not here: the arithmetic (tax/worksheet.py) or the sorting of accounts to lines
(tax/mapping.py).
"""

from collections.abc import Sequence

from ledgerflow.reports.engine import EMPTY, balance_trace, natural, report_make, trace_join
from ledgerflow.reports.inputs import AccountBalance, ReportHeader
from ledgerflow.reports.spec import (
    Report,
    ReportCell,
    ReportColumn,
    ReportKind,
    ReportRow,
    ReportSection,
    RowKind,
)
from ledgerflow.tax.worksheet import WorksheetLine, WorksheetResult

COLUMNS = (
    ReportColumn("In the books"),
    ReportColumn("On the form"),
    ReportColumn("Whole dollars", "whole"),
)


def build_schedule_c_worksheet(
    header: ReportHeader,
    result: WorksheetResult[AccountBalance],
    unmapped: Sequence[AccountBalance] = (),
) -> Report:
    """The worksheet of one year. `unmapped`: income and expense accounts that reach no line.

    "In the books" is the full amount, "On the form" what is left after a percentage.
    """
    sections = [
        ReportSection(_part_title(result, part), tuple(_part_rows(header, result, part)))
        for part in dict.fromkeys(line.line.part for line in result.lines)
    ]
    sections.append(ReportSection("On no line", tuple(_unmapped_rows(header, unmapped))))
    return report_make(
        REPORT,
        header,
        COLUMNS,
        sections,
        title=f"{result.form.title} worksheet",
        notes=(*result.notes, *_line_notes(result)),
        draft=result.form.draft,
    )


def _part_title(result: WorksheetResult[AccountBalance], part: str) -> str:
    return f"Part {part}: {result.form.parts.get(part, '')}"


def _part_rows(
    header: ReportHeader, result: WorksheetResult[AccountBalance], part: str
) -> list[ReportRow]:
    rows = []
    for line in result.lines:
        if line.line.part == part:
            rows.append(_line_row(header, result, line))
            rows += [_source_row(header, source, line.line.sign) for source in line.sources]
    return rows


def _line_row(
    header: ReportHeader,
    result: WorksheetResult[AccountBalance],
    line: WorksheetLine[AccountBalance],
) -> ReportRow:
    if line.origin == "answer":
        return ReportRow("line", line.line.label, line.line.id, (EMPTY,) * len(COLUMNS))
    if line.line.unit == "miles":
        miles = ReportCell(f"{line.amount} miles")
        return ReportRow("line", line.line.label, line.line.id, (EMPTY, miles, EMPTY))
    sources = result.sources_under(line.line.id)
    trace = trace_join(balance_trace(header, source) for source in sources)
    gross = ReportCell(line.gross, trace) if line.origin == "accounts" else EMPTY
    cells = (gross, ReportCell(line.amount, trace), ReportCell(line.whole, trace))
    return ReportRow(_kind(result, line), _label(line), line.line.id, cells)


def _kind(result: WorksheetResult[AccountBalance], line: WorksheetLine[AccountBalance]) -> RowKind:
    if line.line.id == result.form.result_line:
        return "total"
    # A line that only repeats another (4 from 42) is no sum and gets no rule above it.
    return "subtotal" if line.line.kind == "computed" and len(line.line.formula) > 1 else "line"


def _label(line: WorksheetLine[AccountBalance]) -> str:
    if line.line.deductible_percent != 100:
        return f"{line.line.label} ({line.line.deductible_percent} %)"
    return f"{line.line.label} (entered)" if line.origin == "input" else line.line.label


def _source_row(header: ReportHeader, source: AccountBalance, sign: int) -> ReportRow:
    cell = ReportCell(source.amount * sign, balance_trace(header, source))
    return ReportRow("account", source.name, source.code, (cell, EMPTY, EMPTY), source.account_id)


def _unmapped_rows(header: ReportHeader, unmapped: Sequence[AccountBalance]) -> list[ReportRow]:
    rows = []
    for account in unmapped:
        amount = natural(account.type, account.amount)
        cells = (ReportCell(amount, balance_trace(header, account)), EMPTY, EMPTY)
        rows.append(ReportRow("account", account.name, account.code, cells, account.account_id))
    return rows


def _line_notes(result: WorksheetResult[AccountBalance]) -> list[str]:
    """Remarks of the form on lines that hold an amount."""
    return [
        f"Line {line.line.id}: {line.line.note}"
        for line in result.lines
        if line.line.note and line.amount
    ]


REPORT = ReportKind(
    id="schedule_c_worksheet",
    title="Schedule C worksheet",
    description="The lines of Schedule C with the accounts behind each.",
    needs="worksheet",
    builder=build_schedule_c_worksheet,
    figure=((1, 1),),
)
