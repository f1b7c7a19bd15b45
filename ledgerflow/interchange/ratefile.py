"""Reading exchange rates from a CSV file: currency, date, rate, source; pure.

Here: bytes to stated rates, with all faults together. Not here: stating them
(ledger/rate_services.py).
"""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from ledgerflow.core.errors import InputError
from ledgerflow.core.money import RATE_LIMIT, round_rate
from ledgerflow.interchange.refusing import refusal
from ledgerflow.ledger.rates import StatedRate
from ledgerflow.statements.formats.faults import capped
from ledgerflow.statements.parsed import EXCERPT_LIMIT, Fault

COLUMNS = ("currency", "date", "rate", "source")
SOURCE_MAX = 200
HINT = "Correct the line, or leave it out; nothing is stated until all lines can be read."


def rates_read(data: bytes, name: str) -> list[StatedRate]:
    """The rates of a file. Raises InputError: `extra["faults"]` has every line that is wrong."""
    rows = _rows(data, name)
    rates: list[StatedRate] = []
    faults: list[Fault] = []
    for line, row in rows:
        found = _rate(line, row)
        if isinstance(found, Fault):
            faults.append(found)
        else:
            rates.append(found)
    if faults:
        raise refusal(name, capped(faults, "rates_more_faults"))
    if not rates:
        raise InputError(
            f"{name} has no rates.",
            code="rates_empty",
            hint=f"Give a line with {', '.join(COLUMNS)}, and a line for each rate.",
        )
    return rates


def _rows(data: bytes, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is not UTF-8 text: byte {error.start} cannot be read.",
            code="rates_encoding",
            hint="Save it as CSV in UTF-8.",
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        listed = [(reader.line_num, row) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise InputError(
            f"{name}, line {reader.line_num}: {error}.", code="rates_csv", hint="Save it as CSV."
        ) from error
    head = [cell.strip().casefold() for cell in listed[0][1]] if listed else []
    missing = [column for column in COLUMNS if column not in head]
    if missing:
        raise InputError(
            f"{name} has no column {', '.join(missing)}.",
            code="rates_columns",
            hint=f"The first line names the columns: {','.join(COLUMNS)}.",
        )
    return ((line, _named(head, row)) for line, row in listed[1:])


def _named(head: list[str], row: list[str]) -> dict[str, str]:
    padded = [*row, *[""] * (len(head) - len(row))]
    return {column: padded[head.index(column)].strip() for column in COLUMNS}


def _rate(line: int, row: dict[str, str]) -> StatedRate | Fault:
    currency = row["currency"]
    if len(currency) != 3 or not (currency.isascii() and currency.isupper()):
        return _fault(line, row, "currency", "a currency has three capital letters")
    try:
        day = dt.date.fromisoformat(row["date"])
    except ValueError:
        return _fault(line, row, "date", "a day is written as 2025-03-31")
    try:
        rate = Decimal(row["rate"])
    except InvalidOperation:
        return _fault(line, row, "rate", "a rate is written with digits and a point")
    if not (rate.is_finite() and 0 < rate < RATE_LIMIT) or round_rate(rate) != rate:
        return _fault(line, row, "rate", "a rate is above zero and has ten decimals at most")
    if not row["source"] or len(row["source"]) > SOURCE_MAX:
        return _fault(line, row, "source", f"a source has 1 to {SOURCE_MAX} characters")
    return StatedRate(currency, day, rate, row["source"])


def _fault(line: int, row: dict[str, str], column: str, rule: str) -> Fault:
    return Fault(
        code=f"rates_{column}",
        message=f"Line {line}: {row[column][:EXCERPT_LIMIT]!r} is no {column}; {rule}.",
        hint=HINT,
        line=line,
        column=column,
        excerpt=",".join(row.values())[:EXCERPT_LIMIT],
    )
