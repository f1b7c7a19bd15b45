"""What a row is that is no plain transaction: blank, heading, total, balance, pending, text.

Here: naming such a row. Not here: collecting lines (reading.py). A row that could hold money
and cannot be read is an error, never passed over.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from ledgerflow.statements.tables.balancelabels import read_label
from ledgerflow.statements.tables.context import is_amount
from ledgerflow.statements.tables.dates import looks_like_date
from ledgerflow.statements.tables.words import (
    BOOKED_SECTIONS,
    NOT_BOOKED,
    PENDING,
    PENDING_SECTIONS,
    TOTALS,
    fold,
)

Kind = Literal[
    "blank", "heading", "opening", "closing", "total", "pending", "not_booked", "continuation",
    "of_day", "carried", "remark", "bad_date", "bad_amount", "no_amount", "line",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that tell what a row is."""

    date: int
    money: tuple[int, ...]
    texts: tuple[int, ...]
    status: int | None
    headers: tuple[str, ...]
    carry_dates: bool


def kind_of(
    row: Sequence[str],
    columns: Columns,
    read_money: Callable[[Sequence[str]], object],
    has_date: bool,
    after_line: bool,
) -> Kind:
    """Name a row that is no plain line. `after_line`: a transaction stands above it."""
    cells = [c.strip() for c in row]
    if not any(cells):
        return "blank"
    if columns.headers and _is_heading(cells, columns.headers):
        return "heading"
    marked = row_state(cells, columns)
    if marked:
        return marked
    money = [cells[i] for i in columns.money if i < len(cells) and cells[i]]
    paid = read_money(row) is not None
    said = summary_words(cells)
    if has_date:
        return _dated(said, money, paid)
    date = cells[columns.date] if columns.date < len(cells) else ""
    return _undated(said, date, money, paid, cells, columns, after_line)


def _dated(said: Kind | None, money: list[str], paid: bool) -> Kind:
    if said and not paid:
        return said
    if paid:
        return "line"
    if money:
        return "bad_amount"
    return "no_amount"


def _undated(
    said: Kind | None,
    date: str,
    money: list[str],
    paid: bool,
    cells: list[str],
    columns: Columns,
    after_line: bool,
) -> Kind:
    if said:
        return said
    if not any(any(ch.isdigit() for ch in m) for m in money):
        texts = [i for i in columns.texts if i < len(cells) and cells[i]]
        filled = [i for i, c in enumerate(cells) if c]
        extends = after_line and not date and not money and texts and len(filled) <= len(texts) + 2
        return "continuation" if extends else "remark"
    if not paid:
        return "bad_amount" if any(_numeric(m) for m in money) else "remark"
    if date:
        return "bad_date"
    if (
        columns.carry_dates
        and after_line
        and any(i < len(cells) and cells[i] for i in columns.texts)
    ):
        return "carried"
    texts_blank = not any(c for i, c in enumerate(cells) if c and i not in columns.money)
    return "total" if texts_blank else "bad_date"


def _numeric(text: str) -> bool:
    """More digits than letters: meant as an amount."""
    return sum(c.isdigit() for c in text) > sum(c.isalpha() for c in text)


def row_state(cells: Sequence[str], columns: Columns) -> Literal["pending", "not_booked", ""]:
    """What a status column, or a word in the date's place, says about booking."""
    places = [columns.date] if columns.status is None else [columns.date, columns.status]
    for place in places:
        cell = cells[place].strip() if place < len(cells) else ""
        if not cell or cell[0].isdigit() or len(cell) > 40:
            continue
        word = fold(cell)
        if word in PENDING:
            return "pending"
        if word in NOT_BOOKED:
            return "not_booked"
    return ""


def summary_words(cells: Sequence[str]) -> Kind | None:
    """A printed balance or a total by the words of any short cell of the row."""
    for cell in cells:
        if not cell or len(cell) > 60 or not any(c.isalpha() for c in cell):
            continue
        label = read_label(cell)
        if label:
            return label.which
        folded = fold(cell)
        if folded in TOTALS or any(folded.startswith(f"{t} ") for t in TOTALS[:8]):
            return "total"
    return None


def title_kind(text: str) -> Literal["pending", "booked", ""]:
    """Whether a title between rows begins the pending or the booked part of a table."""
    if not text or len(text) > 60:
        return ""
    folded = fold(text)
    if any(folded == p or folded.startswith(f"{p} ") for p in PENDING_SECTIONS):
        return "pending"
    return (
        "booked" if any(folded == p or folded.startswith(f"{p} ") for p in BOOKED_SECTIONS) else ""
    )


def balance_day(cells: Sequence[str]) -> str:
    """The day that a balance's label names inside itself, as printed; "" where none does."""
    labels = (read_label(cell) for cell in cells)
    return next((label.day for label in labels if label and label.day), "")


def _is_heading(cells: Sequence[str], headers: Sequence[str]) -> bool:
    """The header row again, or most of it."""
    same = sum(1 for a, b in zip(cells, headers, strict=False) if a and a == b)
    named = sum(bool(h) for h in headers)
    return named > 0 and same >= max(2, 0.7 * named)


def summary_amount(cells: Sequence[str]) -> str:
    """The last amount of a summary row, as printed; "" where it has none."""
    found = [c for c in cells if c and is_amount(c) and not looks_like_date(c)]
    return found[-1] if found else ""
