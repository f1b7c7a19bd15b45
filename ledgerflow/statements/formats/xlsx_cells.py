"""Typed cells of a sheet as the texts that the table reader understands, nothing lost.

Here: numbers, dates and times as unmistakable texts, one decimal mark for a sheet. Not here:
which sheet is a statement (xlsx.py) and what a column means (statements/tables).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.core.money import DECIMALS_STORED
from ledgerflow.statements.parsed import Fault
from ledgerflow.statements.tables.amounts import has_cents, mark_evidence
from ledgerflow.statements.tables.dates import date_orders, looks_like_date

type Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta

_NOISE = Decimal("0.0000001")
_STEP = Decimal(1).scaleb(-DECIMALS_STORED)
_LAST_AMBIGUOUS_DAY = 12
_TEXTS_MAX = 5_000


@dataclass(frozen=True, slots=True)
class SheetTexts:
    """Rows of texts, the 1-based sheet row of each, and what is doubtful about them."""

    rows: list[list[str]]
    numbers: list[int]
    faults: tuple[Fault, ...] = ()


def sheet_texts(cells: Sequence[Sequence[Cell]], decimal: str = "") -> SheetTexts:
    """The rows that hold anything. `decimal` is a stated mark for numbers.

    Numbers are written with the decimal mark of the sheet's own text cells, so that both read
    alike; a column with any fraction is written with decimals throughout.
    """
    mark = decimal or _mark_of(cells)
    width = max(map(len, cells), default=0)
    fractions = [_has_fractions(cells, column) for column in range(width)]
    rows: list[list[str]] = []
    numbers: list[int] = []
    for number, row in enumerate(cells, 1):
        texts = [_text(c, mark, fractions[at]) for at, c in enumerate(row)]
        if any(texts):
            rows.append(texts)
            numbers.append(number)
    faults = [f for column in range(width) for f in _converted_dates(cells, column)]
    return SheetTexts(rows, numbers, tuple(faults))


def _text(cell: Cell, mark: str, with_decimals: bool) -> str:
    if isinstance(cell, str):
        text = cell.strip()
        # an apostrophe in front makes a number text in spreadsheets; it is no part of it
        return text[1:].lstrip() if text[:1] == "'" and not text.endswith("'") else text
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return number_text(cell, mark, with_decimals=with_decimals)
    if isinstance(cell, dt.datetime):
        is_day = cell.time() == dt.time()
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def number_text(value: float, mark: str, *, with_decimals: bool = False) -> str:
    """A number as a text that has one reading: shortest digits, never three decimals.

    Noise of binary fractions beyond what the books keep (9126.070000000001) is taken off; a
    number with real digits there keeps them and is refused later as an amount.
    """
    exact = Decimal(repr(value))
    if not exact.is_finite():
        return str(value)
    near = exact.quantize(_STEP) if abs(exact) < Decimal(10) ** 15 else exact
    if abs(near - exact) < _NOISE:
        exact = near
    digits = f"{exact:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    whole, _, rest = digits.partition(".")
    if not rest and not with_decimals:
        return whole if whole != "-0" else "0"
    # two decimals look like money, and three would look like a thousand
    return f"{whole}{mark}{rest.ljust(2 if len(rest) < 3 else 4, '0')}"


def _mark_of(cells: Sequence[Sequence[Cell]]) -> str:
    texts: dict[str, None] = {}
    for row in cells:
        for cell in row:
            if isinstance(cell, str) and has_cents(cell) and not looks_like_date(cell):
                texts[cell.strip().lstrip("'")] = None
        if len(texts) > _TEXTS_MAX:
            break
    votes = mark_evidence(list(texts))
    return "," if votes[","] > votes["."] else "."


def _has_fractions(cells: Sequence[Sequence[Cell]], column: int) -> bool:
    values = (row[column] for row in cells if column < len(row))
    return any(isinstance(value, float) and not value.is_integer() for value in values)


def _converted_dates(cells: Sequence[Sequence[Cell]], column: int) -> list[Fault]:
    """Dates that a program turned round: days to 12 became dates, days above stayed text.

    That is what opening a day-first file on a month-first computer does (and the reverse): day
    and month of those that became dates are swapped.
    """
    found = [(n, row[column]) for n, row in enumerate(cells, 1) if column < len(row)]
    typed = [cell for _, cell in found if isinstance(cell, dt.date)]
    texts = [(n, c) for n, c in found if isinstance(c, str) and looks_like_date(c)]
    if not typed or not texts or any(day.day > _LAST_AMBIGUOUS_DAY for day in typed):
        return []
    if any(date_orders(text) not in (("dmy",), ("mdy",)) for _, text in texts):
        return []
    row, text = texts[0]
    return [
        Fault(
            "xlsx_converted_dates",
            f"Row {row}: {text!r} is text while other dates of the column are dates, none after "
            f"the {_LAST_AMBIGUOUS_DAY}th: a program has turned day and month of those round.",
            "Download the file from the bank again and import it without opening it before.",
            line=row,
            column=str(column + 1),
            excerpt=text[:120],
        )
    ]
