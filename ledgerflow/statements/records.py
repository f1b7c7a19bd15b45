"""Parsed records to and from plain JSON values, exactly: nothing is lost on the way.

Here: the shape that crosses from the reader's process and that is stored. Not here: the
records themselves (parsed.py). Decimals are strings, days are ISO; empty values are left out.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from ledgerflow.core.errors import InputError
from ledgerflow.statements.parsed import (
    Balance,
    Fault,
    ParsedFile,
    ParsedLine,
    ParsedStatement,
    PrintedTotals,
)

Json = dict[str, Any]

_LINE_TEXTS = (
    "bank_id",
    "bank_type",
    "check_number",
    "counterparty",
    "currency",
    "raw",
)
_TOTAL_COUNTS = ("count_in", "count_out", "count")


def file_to_dict(file: ParsedFile) -> Json:
    """A parsed file as JSON-able values; `file_from_dict` gives an equal file back."""
    return {
        "format": file.format,
        "statements": [statement_to_dict(s) for s in file.statements],
        "faults": [fault_to_dict(f) for f in file.faults],
        "reading": dict(file.reading),
    }


def file_from_dict(data: Mapping[str, Any]) -> ParsedFile:
    """The file that `file_to_dict` was given. Raises InputError when the shape is another."""
    try:
        return ParsedFile(
            format=_text(data["format"]),
            statements=tuple(statement_from_dict(s) for s in data["statements"]),
            faults=tuple(fault_from_dict(f) for f in data["faults"]),
            reading=dict(data["reading"]),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as fault:
        raise InputError(
            f"This is no stored statement file: {type(fault).__name__} {fault}.",
            code="bad_records",
            hint="Read the original file again.",
        ) from fault


def statement_to_dict(statement: ParsedStatement) -> Json:
    """One statement with its lines."""
    return {
        **statement_head_to_dict(statement),
        "lines": [line_to_dict(i) for i in statement.lines],
        "pending": [line_to_dict(i) for i in statement.pending],
    }


def statement_head_to_dict(statement: ParsedStatement) -> Json:
    """One statement without its lines, however many there are."""
    return {
        "account_id": statement.account_id,
        "currency": statement.currency,
        "bank_code": statement.bank_code,
        "account_kind": statement.account_kind,
        "opening": _balance_to_dict(statement.opening),
        "closing": _balance_to_dict(statement.closing),
        "period_start": _iso(statement.period_start),
        "period_end": _iso(statement.period_end),
        "totals": _totals_to_dict(statement.totals),
        "newest_first": statement.newest_first,
        "stated_empty": statement.stated_empty,
    }


def statement_from_dict(data: Mapping[str, Any]) -> ParsedStatement:
    """The statement that `statement_to_dict` was given."""
    return ParsedStatement(
        account_id=_text(data["account_id"]),
        currency=_text(data["currency"]),
        lines=tuple(line_from_dict(i) for i in data["lines"]),
        bank_code=_text(data["bank_code"]),
        account_kind=_text(data["account_kind"]),
        opening=_balance_from_dict(data["opening"]),
        closing=_balance_from_dict(data["closing"]),
        period_start=_day(data["period_start"]),
        period_end=_day(data["period_end"]),
        totals=_totals_from_dict(data["totals"]),
        pending=tuple(line_from_dict(i) for i in data["pending"]),
        newest_first=bool(data["newest_first"]),
        stated_empty=bool(data["stated_empty"]),
    )


def line_to_dict(line: ParsedLine) -> Json:
    """One line; optional values only where they say something."""
    out: Json = {
        "row": line.row,
        "date": line.date.isoformat(),
        "amount": str(line.amount),
        "description": line.description,
    }
    for name in _LINE_TEXTS:
        value = getattr(line, name)
        if value:
            out[name] = value
    if line.value_date is not None:
        out["value_date"] = line.value_date.isoformat()
    if line.balance is not None:
        out["balance"] = str(line.balance)
    if line.page is not None:
        out["page"] = line.page
    if line.box is not None:
        out["box"] = list(line.box)
    return out


def line_from_dict(data: Mapping[str, Any]) -> ParsedLine:
    """The line that `line_to_dict` was given."""
    box = data.get("box")
    get = data.get
    return ParsedLine(
        row=int(data["row"]),
        date=dt.date.fromisoformat(data["date"]),
        amount=_decimal(data["amount"]),
        description=_text(data["description"]),
        value_date=_day(get("value_date")),
        bank_id=_text(get("bank_id", "")),
        bank_type=_text(get("bank_type", "")),
        check_number=_text(get("check_number", "")),
        counterparty=_text(get("counterparty", "")),
        currency=_text(get("currency", "")),
        balance=_maybe(_decimal, get("balance")),
        page=_maybe(int, get("page")),
        box=None if box is None else _box(box),
        raw=_text(get("raw", "")),
    )


def fault_to_dict(fault: Fault) -> Json:
    """One fault with all its words."""
    return {
        "code": fault.code,
        "message": fault.message,
        "hint": fault.hint,
        "line": fault.line,
        "column": fault.column,
        "excerpt": fault.excerpt,
        "severity": fault.severity,
    }


def fault_from_dict(data: Mapping[str, Any]) -> Fault:
    """The fault that `fault_to_dict` was given; an unknown severity is an error."""
    return Fault(
        code=_text(data["code"]),
        message=_text(data["message"]),
        hint=_text(data["hint"]),
        line=_maybe(int, data["line"]),
        column=_text(data["column"]),
        excerpt=_text(data["excerpt"]),
        severity="note" if data["severity"] == "note" else "error",
    )


def _balance_to_dict(balance: Balance | None) -> Json | None:
    if balance is None:
        return None
    return {"amount": str(balance.amount), "date": _iso(balance.date)}


def _balance_from_dict(data: Mapping[str, Any] | None) -> Balance | None:
    return None if data is None else Balance(_decimal(data["amount"]), _day(data["date"]))


def _totals_to_dict(totals: PrintedTotals) -> Json:
    return {
        "money_in": _maybe(str, totals.money_in),
        "money_out": _maybe(str, totals.money_out),
        **{name: getattr(totals, name) for name in _TOTAL_COUNTS},
    }


def _totals_from_dict(data: Mapping[str, Any]) -> PrintedTotals:
    return PrintedTotals(
        money_in=_maybe(_decimal, data["money_in"]),
        money_out=_maybe(_decimal, data["money_out"]),
        count_in=_maybe(int, data["count_in"]),
        count_out=_maybe(int, data["count_out"]),
        count=_maybe(int, data["count"]),
    )


def _box(values: Any) -> tuple[float, float, float, float]:
    left, top, right, bottom = values
    return float(left), float(top), float(right), float(bottom)


def _decimal(value: Any) -> Decimal:
    """Only text: a JSON number would have gone through a float. Only finite: no NaN."""
    amount = Decimal(_text(value))
    if not amount.is_finite():
        raise ValueError(f"{value} is no amount")
    return amount


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text expected, found {type(value).__name__}")
    return value


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(value: Any) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(_text(value))


def _maybe[T](convert: Callable[[Any], T], value: Any) -> T | None:
    return None if value is None else convert(value)
