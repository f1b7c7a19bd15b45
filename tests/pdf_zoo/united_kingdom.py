"""Invented statements of British and Irish banks.

Here: balance at the day's end only, with the type of payment in a column of its own; an Irish
statement with brought forward lines.
"""

import datetime as dt
from decimal import Decimal

from tests.pdf_zoo.draft import Draft, layout
from tests.pdf_zoo.figures import day_month, figure, long_day
from tests.pdf_zoo.history import invented
from tests.pdf_zoo.sheet import Sheet
from tests.pdf_zoo.texts import UK

FIRST, LAST = dt.date(2024, 5, 8), dt.date(2024, 6, 7)


def _overdrawn(amount: Decimal) -> str:
    return figure(amount) + (" D" if amount < 0 else "")


@layout
def uk_day_end(draft: Draft) -> None:
    """Paid out, paid in, and the balance only on the day's last line; details wrap below."""
    history = draft.printed(invented(draft.rng, UK, FIRST, LAST, 36))
    number = f"40-{draft.digits(2)}-{draft.digits(2)} {draft.digits(8)}"
    sheet = draft.paper(size=8, line=11)
    sheet.head = lambda page: _uk_head(sheet, number, page)
    sheet.foot = lambda _: sheet.left(
        50, "Interest AER 1.25% up to 5,000.00. FSCS limit 85,000.00 from 1 January 2017.", y=810
    )
    sheet.page()
    sheet.left(105, "BALANCE BROUGHT FORWARD")
    sheet.right(545, _overdrawn(history.opening))
    sheet.down()
    for day, rows in history.days():
        for at, row in enumerate(rows):
            sheet.need(sheet.line * len(row.lines))
            sheet.left(50, day_month(day) + f" {day:%y}" if at == 0 else "")
            for line in row.lines[:-1]:
                sheet.left(105, line)
                sheet.down()
            sheet.left(105, row.lines[-1])
            sheet.right(390 if row.amount < 0 else 470, figure(row.printed))
            if at == len(rows) - 1:
                sheet.right(545, _overdrawn(history.day_end(day)))
            sheet.down()
    sheet.left(105, "BALANCE CARRIED FORWARD")
    sheet.right(545, _overdrawn(history.closing))
    draft.account(history, number, "checking", "GBP", (FIRST, LAST), balances="day")


def _uk_head(sheet: Sheet, number: str, page: int) -> None:
    sheet.left(50, "Fenwick & Dale Bank plc", bold=True, size=13, y=44)
    sheet.right(545, f"Sheet {page}", y=44)
    sort, account = number.split(" ")
    sheet.left(50, f"Sort code {sort}   Account number {account}", y=62)
    sheet.right(545, f"{long_day(FIRST)} to {long_day(LAST)}", y=62)
    sheet.y = 90
    sheet.columns(
        [(50, "Date"), (105, "Payment type and details"), (-390, "Paid out"), (-470, "Paid in"),
         (-545, "Balance")],
        bold=True,
    )  # fmt: skip
    sheet.rule(50, 545)
    sheet.down(16)


IRISH_FIRST, IRISH_LAST = dt.date(2024, 8, 1), dt.date(2024, 8, 30)


@layout
def irish_types(draft: Draft) -> None:
    """A code for the kind of payment in a column of its own, a day on every row, OD behind."""
    history = draft.printed(invented(draft.rng, UK, IRISH_FIRST, IRISH_LAST, 30))
    number = f"90-{draft.digits(2)}-{draft.digits(2)} {draft.digits(8)}"
    codes = {m.text: draft.rng.choice(("DD", "SO", "POS", "365")) for m in history.movements}
    sheet = draft.paper(size=8, bottom=120)
    sheet.head = lambda page: _irish_head(sheet, number, page)
    sheet.page()
    sheet.left(50, "01/08/24")
    sheet.left(150, "Balance forward")
    sheet.right(545, _od(history.opening))
    sheet.down()
    for row in history.shown:
        sheet.need(sheet.line * len(row.lines))
        sheet.left(50, f"{row.date:%d/%m/%y}")
        sheet.left(105, codes[row.text])
        sheet.right(390 if row.amount < 0 else 470, figure(row.printed))
        sheet.right(545, _od(row.balance))
        for line in row.lines:
            sheet.left(150, line)
            sheet.down()
    sheet.left(150, "Closing balance 30 August 2024")
    sheet.right(545, _od(history.closing))
    draft.account(history, number, "checking", "EUR", (IRISH_FIRST, IRISH_LAST))
    for read in draft.accounts[0]["transactions"]:
        read["also"] = [f"{codes[read['description']]} {read['description']}"]


def _od(amount: Decimal) -> str:
    return figure(amount) + (" OD" if amount < 0 else "")


def _irish_head(sheet: Sheet, number: str, page: int) -> None:
    sheet.left(50, "Corrib Valley Bank", bold=True, size=13, y=44)
    sheet.right(545, f"Statement 208   Page {page} of {{nb}}", y=44)
    sheet.left(50, f"Current account EUR   Sort code and account number {number}", y=62)
    sheet.right(545, f"{long_day(IRISH_FIRST)} - {long_day(IRISH_LAST)}", y=62)
    sheet.y = 90
    sheet.columns(
        [(50, "Date"), (105, "Type"), (150, "Transaction details"), (-390, "Payments - out"),
         (-470, "Payments - in"), (-545, "Balance")],
        bold=True,
    )  # fmt: skip
    sheet.rule(50, 545)
    sheet.down(16)
