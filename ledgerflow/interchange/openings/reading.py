"""A trial balance in CSV: one row an account.

Here: rows as records, every fault of the file together. Not here: which account is meant, and
posting (openings/services.py).
"""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.core.spreadsheets import text_restored
from ledgerflow.interchange.journals.csv.cells import HINT_AMOUNT, amount_of
from ledgerflow.interchange.journals.csv.header import Header, Role, header_of
from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.finishing import amount_sound
from ledgerflow.interchange.journals.hledger.marks import Marks
from ledgerflow.interchange.journals.text import journal_text

_TOTALS = {"total", "totals", "sum", "grand total"}
_HINT = "Name the columns in the first row: account, debit and credit (or balance), currency, date."


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One balance: debit positive. `currency` and `date` are "" and None where no column says."""

    line: int
    account: str
    amount: Decimal
    currency: str
    date: dt.date | None


def openings_read(data: bytes) -> tuple[list[OpeningRow], Faults]:
    """Every row of a trial balance with an amount, and what is wrong with the others.

    Rows of totals and of zero are left out. Raises UnreadableFile where it is no such file.
    """
    text = journal_text(data)
    header = header_of(text.split("\n", 1)[0], ["account"], {"balance": "amount"})
    if header is None:
        raise UnreadableFile(
            "Line 1 names no columns with account and balance.", code="openings_header", hint=_HINT
        )
    faults, marks = Faults(), Marks()
    reader = csv.reader(io.StringIO(text), delimiter=header.delimiter, strict=True)
    rows = []
    try:
        next(reader, None)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row = _row(cells, reader.line_num, header, marks, faults)
                if row is not None and row.amount:
                    rows.append(row)
    except csv.Error as error:
        raise UnreadableFile(
            f"Line {reader.line_num}: the row's quotes cannot be read ({error}).",
            code="openings_quotes",
            hint="A quote inside a quoted text is written twice; export the file again.",
        ) from error
    return rows, faults


def _row(
    cells: Sequence[str], line: int, header: Header, marks: Marks, faults: Faults
) -> OpeningRow | None:
    if len(cells) != header.width:
        what = f"the row has {len(cells)} columns, the header has {header.width}"
        faults.add("width", line, what, "Put texts with the delimiter in quotes.")
        return None

    def cell(role: Role) -> str:
        return cells[header.places[role]].strip() if role in header.places else ""

    account = text_restored(cell("account"))
    if account.casefold() in _TOTALS or (not account and cell("name").casefold() in _TOTALS):
        faults.note("totals", "", line, "Rows of totals are left out", "Nothing to do.")
        return None
    if not account:
        faults.add("no_account", line, "the account is missing", "Name the account.")
        return None
    amount = _amount(cell("amount"), cell("debit"), cell("credit"), line, marks, faults)
    day, written = None, cell("date")
    if written:
        try:
            day = dt.date.fromisoformat(written)
        except ValueError:
            what = f"{written[:40]!r} is no date"
            faults.add("date", line, what, "Write dates as 2025-01-31.", column="date")
            return None
    return None if amount is None else OpeningRow(line, account, amount, cell("currency"), day)


def _amount(
    amount: str, debit: str, credit: str, line: int, marks: Marks, faults: Faults
) -> Decimal | None:
    """Debit positive; an empty row is zero."""
    try:
        if amount or not (debit or credit):
            value = amount_of(amount or "0", marks)
        else:
            value = amount_of(debit or "0", marks) - amount_of(credit or "0", marks)
    except ValueError as error:
        faults.add("amount", line, str(error), HINT_AMOUNT, column="amount")
        return None
    return value if amount_sound(value, line, faults) else None
