"""Books as an Excel workbook: accounts, journal, trial balance.

Here: sheets, columns, cell formats. Not here: figures other than sums of the lines.

Dates are dates and amounts are numbers where Excel can hold them exactly: a number there has 15
digits, and days begin in 1900. What does not fit is written as text, and the last sheet says how
many cells that concerns. Text is always text, never a formula or a link. A sheet ends at 1,048,576
rows; the journal goes on in a second one.
"""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter

from ledgerflow.core.errors import LimitError
from ledgerflow.interchange.book import Book, BookEntry
from ledgerflow.reports.figures import plain

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_MAX = 1_048_576
DIGITS_MAX = 15
FIRST_DAY = dt.date(1900, 3, 1)
"""Before it Excel counts a 29 February 1900 that never was."""

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_MONEY = "#,##0.00##"
_ACCOUNTS = ("Code", "Name", "Type", "Currency", "Under", "Heading", "Active", "Key", "Description")
_JOURNAL = (
    *("Entry", "Date", "Kind", "Description", "Reverses", "Line", "Account", "Account name"),
    *("Debit", "Credit", "Currency", "Note", "Posted at (UTC)", "Posted by"),
)
_BALANCE = ("Code", "Name", "Type", "Currency", "Debit", "Credit")
_WIDE = {"Name": 32, "Description": 48, "Account name": 32, "Note": 32, "Posted at (UTC)": 20}


def write(book: Book, out: BinaryIO) -> None:
    """Write the workbook. Raises LimitError for a text longer than a cell holds."""
    _Workbook(book, out, ROWS_MAX).write()


class _Workbook:
    """A workbook in writing: rows go to disk one after the other, sums stay."""

    def __init__(self, book: Book, out: BinaryIO, rows_max: int) -> None:
        self.book = book
        self.file = xlsxwriter.Workbook(out, _OPTIONS)
        self.money = self.file.add_format({"num_format": _MONEY})
        self.day = self.file.add_format({"num_format": "yyyy-mm-dd"})
        self.bold = self.file.add_format({"bold": True})
        self.rows_max = rows_max
        self.sums: defaultdict[str, Decimal] = defaultdict(Decimal)
        self.as_text = 0

    def write(self) -> None:
        """All three sheets; the file is complete only after this."""
        self._accounts()
        self._journal()
        self._trial_balance()
        self.file.close()

    def _sheet(self, name: str, columns: tuple[str, ...]) -> Any:
        sheet = self.file.add_worksheet(name)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _WIDE.get(column, 14))
        sheet.freeze_panes(1, 0)
        self._row(sheet, 0, columns, self.bold)
        return sheet

    def _row(self, sheet: Any, row: int, cells: tuple[object, ...], style: Any = None) -> None:
        for column, value in enumerate(cells):
            if isinstance(value, str):
                self._text(sheet, row, column, value, style)
            elif isinstance(value, Decimal):
                self._amount(sheet, row, column, value)
            elif isinstance(value, dt.date):
                self._date(sheet, row, column, value)
            elif value is not None:
                sheet.write_number(row, column, value)

    def _text(self, sheet: Any, row: int, column: int, text: str, style: Any = None) -> None:
        if text and sheet.write_string(row, column, text, style) < 0:
            raise LimitError(
                f"A text of {len(text):,} characters does not fit a cell of a workbook"
                f" (sheet {sheet.get_name()}, row {row + 1}).",
                code="text_too_long_for_cell",
                hint="Export as csv, beancount or hledger.",
            )

    def _amount(self, sheet: Any, row: int, column: int, amount: Decimal) -> None:
        if len(amount.normalize().as_tuple().digits) > DIGITS_MAX:
            self.as_text += 1
            self._text(sheet, row, column, plain(amount, ""))
        else:
            sheet.write_number(row, column, float(amount), self.money)

    def _date(self, sheet: Any, row: int, column: int, day: dt.date) -> None:
        if day < FIRST_DAY:
            self.as_text += 1
            self._text(sheet, row, column, day.isoformat())
        else:
            sheet.write_datetime(row, column, day, self.day)

    def _accounts(self) -> None:
        sheet = self._sheet("Accounts", _ACCOUNTS)
        for row, account in enumerate(self.book.accounts, 1):
            cells = (
                *(account.code, account.name, account.type, account.currency),
                account.parent_code,
                "yes" if account.is_heading else "no",
                "yes" if account.is_active else "no",
                *(account.key, account.description),
            )
            self._row(sheet, row, cells)

    def _journal(self) -> None:
        names = {account.code: account.name for account in self.book.accounts}
        sheet, row, number = self._sheet("Journal", _JOURNAL), 0, 1
        for entry in self.book.entries:
            for position in range(len(entry.lines)):
                row += 1
                if row == self.rows_max:
                    number, row = number + 1, 1
                    sheet = self._sheet(f"Journal {number}", _JOURNAL)
                self._line(sheet, row, entry, position, names)

    def _line(
        self, sheet: Any, row: int, entry: BookEntry, position: int, names: dict[str, str]
    ) -> None:
        line = entry.lines[position]
        self.sums[line.account_code] += line.amount
        cells = (
            *(entry.number, entry.date, entry.kind, entry.description, entry.reverses),
            *(position + 1, line.account_code, names[line.account_code]),
            *_sides(line.amount),
            *(line.currency, line.note),
            f"{entry.posted_at:%Y-%m-%d %H:%M:%S}" if entry.posted_at else "",
            entry.posted_by,
        )
        self._row(sheet, row, cells)

    def _trial_balance(self) -> None:
        sheet, row = self._sheet("Trial balance", _BALANCE), 0
        totals: defaultdict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
        for account in self.book.accounts:
            if account.code not in self.sums:
                continue
            row += 1
            amount = self.sums[account.code]
            totals[account.currency][amount < 0] += abs(amount)
            cells = (account.code, account.name, account.type, account.currency, *_sides(amount))
            self._row(sheet, row, cells)
        for currency, (debit, credit) in sorted(totals.items()):
            row += 1
            self._row(sheet, row, ("", "Total", "", currency, debit, credit), self.bold)
        if self.as_text:
            note = (
                f"{self.as_text:,} amounts or days are written as text: more than {DIGITS_MAX}"
                f" digits, or before {FIRST_DAY}."
            )
            self._row(sheet, row + 2, ("", note))


def _sides(amount: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """The figure as debit or credit; zero is a debit."""
    return (None, -amount) if amount < 0 else (amount, None)
