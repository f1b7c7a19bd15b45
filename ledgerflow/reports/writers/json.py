"""A report as JSON: amounts as strings, each figure with the question that opens it.

Here: the one shape, stable under its version. Not here: what a report holds.
"""

import datetime as dt
import json
from decimal import Decimal
from typing import Any, TextIO

from ledgerflow.reports.figures import plain
from ledgerflow.reports.spec import Report, ReportCell, ReportColumn, ReportRow, Trace

SHAPE = "ledgerflow.report/2"
"""Changes only when a reader of the old shape would break."""


def write(report: Report, stream: TextIO) -> None:
    """Write the report as indented UTF-8 JSON with a final newline."""
    json.dump(as_dict(report), stream, indent=2, ensure_ascii=False)
    stream.write("\n")


def as_dict(report: Report) -> dict[str, Any]:
    """The report in JSON's types, keys in a fixed order."""
    return {
        "shape": SHAPE,
        "id": report.id,
        "title": report.title,
        "business": report.business,
        "currency": report.currency,
        "draft": report.draft,
        "period": {
            "label": report.period_label,
            "start": _day(report.start),
            "end": _day(report.end),
        },
        "not_yet_in_the_books": {
            "count": report.undecided.count,
            "amount": plain(report.undecided.amount, report.currency),
        },
        "columns": [{"label": c.label, "kind": c.kind} for c in report.columns],
        "sections": [
            {"title": section.title, "rows": [_row(report, row) for row in section.rows]}
            for section in report.sections
        ],
        "notes": list(report.notes),
        "checks": [
            {"label": c.label, "passed": c.passed, "detail": c.detail} for c in report.checks
        ],
    }


def _row(report: Report, row: ReportRow) -> dict[str, Any]:
    pairs = zip(row.cells, report.columns, strict=False)
    return {
        "kind": row.kind,
        "code": row.code,
        "label": row.label,
        "account_id": row.account_id,
        "cells": [_cell(cell, column, report.currency) for cell, column in pairs],
    }


def _cell(cell: ReportCell, column: ReportColumn, currency: str) -> dict[str, Any]:
    value = cell.value
    if isinstance(value, Decimal):
        value = plain(value, currency, column.kind)
    return {"value": value, "trace": _trace(cell.trace)}


def _trace(trace: Trace | None) -> dict[str, Any] | None:
    if trace is None:
        return None
    return {
        "accounts": list(trace.account_ids),
        "start": _day(trace.start),
        "end": _day(trace.end),
        "without_closing": trace.without_closing,
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
