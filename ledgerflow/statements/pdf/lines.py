"""Rows of money to lines of a statement: dates, texts, places, and what cannot be read.

Here: the last step from a chosen reading to records. Not here: choosing (judging.py).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ledgerflow.statements.parsed import EXCERPT_LIMIT, Fault, ParsedLine
from ledgerflow.statements.pdf.accounts import Account, Item
from ledgerflow.statements.pdf.dating import Calendar
from ledgerflow.statements.pdf.rows import Row

SEE_PAGE = "Compare the page with the rows read; correct or add this row by hand."
_NUMBER_ONLY = re.compile(r"^[#*\d\s\-]*$")

_UNREAD = {
    "date": ("pdf_bad_date", "its day cannot be read"),
    "amount": ("pdf_bad_amount", "its amount cannot be read"),
}

Signed = Sequence[tuple[Item, Decimal | None, Decimal | None]]


def lines_of(
    rows: Signed, calendar: Calendar, first_row: int = 1
) -> tuple[list[ParsedLine], list[Fault]]:
    """The lines of the rows that can be read, and a fault for each that cannot."""
    lines: list[ParsedLine] = []
    faults: list[Fault] = []
    for number, (item, amount, balance) in enumerate(rows, first_row):
        if amount is None:
            if balance is None or item.description:
                faults.append(row_fault("pdf_bad_amount", item.row, "its amount cannot be read"))
            continue
        date = calendar.date(item.day.day) if item.day else None
        if date is None:
            faults.append(row_fault("pdf_bad_date", item.row, "its day cannot be read"))
            continue
        lines.append(
            ParsedLine(
                row=number,
                date=date,
                amount=amount,
                description=description_of(item),
                value_date=calendar.near(item.value_day.day, date) if item.value_day else None,
                check_number=item.reference if item.section.kind == "checks" else "",
                bank_id="" if item.section.kind == "checks" else item.reference,
                balance=balance,
                page=item.row.page,
                box=box_of(item),
                raw=" / ".join(r.text for r in item.rows),
            )
        )
    return lines, faults


def description_of(item: Item) -> str:
    """The description; a check that has only a number is called so."""
    text = item.description
    if item.section.kind == "checks" and _NUMBER_ONLY.match(text):
        number = re.sub(r"\D", "", item.reference or text)
        return f"Check {number}".strip()
    return text


def box_of(item: Item) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of all rows on the first one's page, in parts of the page."""
    rows = [r for r in item.rows if r.page == item.row.page]
    left, right = item.span or (min(r.left for r in rows), max(r.right for r in rows))
    width, height = item.row.width or 1.0, item.row.height or 1.0
    return (
        _part(left, width),
        _part(min(r.top for r in rows), height),
        _part(right, width),
        _part(max(r.bottom for r in rows), height),
    )


def _part(value: float, whole: float) -> float:
    return round(min(max(value / whole, 0.0), 1.0), 4)


def row_fault(code: str, row: Row, what: str) -> Fault:
    """A fault of one row: it looks like a transaction and is none that can be booked."""
    return Fault(
        code=code,
        message=f"Page {row.page}: a row looks like a transaction, but {what}.",
        hint=SEE_PAGE,
        line=None,
        column=f"page {row.page}",
        excerpt=row.text[:EXCERPT_LIMIT],
    )


def unread_faults(account: Account) -> list[Fault]:
    """Faults of rows with an odd day or amount; notes of rows of figures that were left out."""
    out: list[Fault] = []
    for row, what in account.unread:
        code, text = _UNREAD[what]
        out.append(row_fault(code, row, text))
    for row in account.left_out:
        fault = row_fault("pdf_row_left_out", row, "it has no day, as all others have")
        out.append(replace(fault, severity="note"))
    return out
