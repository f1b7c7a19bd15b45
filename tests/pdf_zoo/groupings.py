"""Invented statements whose rows lean on what stands around them.

Here: days as headings above their rows, months as headings with the bare day in the row, two
columns of text, an amount in another currency beside the booked one, deposits and withdrawals
side by side.
"""

import datetime as dt
from decimal import Decimal

from tests.pdf_zoo.draft import Draft, layout
from tests.pdf_zoo.figures import LONG_MONTHS, comma, figure, long_day, minus
from tests.pdf_zoo.history import Movement, balanced, invented, movement
from tests.pdf_zoo.sheet import Sheet
from tests.pdf_zoo.texts import DUTCH, UK, US

FIRST, LAST = dt.date(2024, 3, 1), dt.date(2024, 3, 31)


def _pounds(amount: Decimal) -> str:
    return minus(amount, "£" + figure(amount))


@layout
def day_headings(draft: Draft) -> None:
    """`Monday, 4 March 2024` above the rows of a day; the day's balance beside the heading."""
    history = draft.printed(invented(draft.rng, UK, FIRST, LAST, 26))
    number = draft.digits(8)
    sheet = draft.paper(size=9)
    sheet.page()
    sheet.left(50, "Pebble Money", bold=True, size=14)
    sheet.down(18)
    sheet.left(50, f"Account number {number}   Sort code 04-00-99   1 to 31 March 2024")
    sheet.down(20)
    for label, amount in (
        ("Balance at the start of 1 March 2024", history.opening),
        ("Total money in", history.money_in),
        ("Total money out", -history.money_out),
        ("Balance at the end of 31 March 2024", history.closing),
    ):
        sheet.left(50, label)
        sheet.right(330, _pounds(amount))
        sheet.down()
    sheet.down(14)
    for day, rows in history.days():
        sheet.need(44)
        sheet.left(50, f"{day:%A}, {long_day(day)}", bold=True)
        sheet.right(545, f"Balance {_pounds(history.day_end(day))}")
        sheet.rule(50, 545)
        sheet.down(16)
        for row in rows:
            sheet.need(sheet.line)
            sheet.left(62, row.text)
            sheet.right(545, ("+" if row.amount > 0 else "-") + f"£{figure(row.printed)}")
            sheet.down()
        sheet.down(6)
    draft.account(history, number, "checking", "GBP", (FIRST, LAST), balances="none")


@layout
def month_headings(draft: Draft) -> None:
    """A quarter with `January 2024` as a heading and only the number of the day in the rows."""
    first, last = dt.date(2024, 1, 1), dt.date(2024, 3, 31)
    history = draft.printed(invented(draft.rng, US, first, last, 34))
    number = draft.digits(9)
    sheet = draft.paper(size=8)
    sheet.page()
    sheet.left(50, "Tidewater Teachers Credit Union", bold=True, size=12)
    sheet.down(16)
    sheet.left(50, f"Share account {number}   Statement 01/01/2024 - 03/31/2024   USD")
    sheet.down(24)
    sheet.columns(
        [(50, "Day"), (90, "Description"), (-440, "Withdrawals"), (-500, "Deposits"),
         (-560, "Balance")],
        bold=True,
    )  # fmt: skip
    sheet.rule(50, 560)
    sheet.down(16)
    sheet.left(90, "Balance forward")
    sheet.right(560, minus(history.opening, figure(history.opening)))
    sheet.down()
    month = 0
    for row in history.shown:
        sheet.need(2 * sheet.line)
        if row.date.month != month:
            month = row.date.month
            sheet.left(50, f"{LONG_MONTHS[month - 1]} 2024", bold=True)
            sheet.down()
        sheet.left(50, f"{row.date.day}")
        sheet.left(90, row.text)
        sheet.right(440 if row.amount < 0 else 500, figure(row.printed))
        sheet.right(560, minus(row.balance, figure(row.balance)))
        sheet.down()
    sheet.left(90, "Ending balance")
    sheet.right(560, minus(history.closing, figure(history.closing)))
    draft.account(history, number, "savings", "USD", (first, last))


@layout
def payee_and_details(draft: Draft) -> None:
    """Two columns of text, name and details, both part of what the row says; headings stacked."""
    history = draft.printed(invented(draft.rng, DUTCH, FIRST, LAST, 24))
    number = f"BE{draft.digits(14)}"
    sheet = draft.paper(size=8)
    sheet.page()
    sheet.left(45, "Scheldebank NV", bold=True, size=12)
    sheet.right(550, "Account statement 3/2024")
    sheet.down(16)
    sheet.left(45, f"IBAN {number}   Period 01/03/2024 - 31/03/2024   Currency EUR")
    sheet.down(24)
    sheet.columns([(45, "Execution"), (105, "Value"), (-470, "Amount"), (-550, "Balance")])
    sheet.down(10)
    sheet.columns(
        [(45, "date"), (105, "date"), (165, "Counterparty"), (305, "Details"), (-470, "(EUR)"),
         (-550, "(EUR)")]
    )  # fmt: skip
    sheet.rule(45, 550)
    sheet.down(16)
    sheet.left(165, "Opening balance")
    sheet.right(550, minus(history.opening, comma(history.opening)))
    sheet.down(14)
    for row in history.shown:
        sheet.need(sheet.line)
        sheet.left(45, f"{row.date:%d/%m/%Y}")
        sheet.left(105, f"{row.value_date or row.date:%d/%m/%Y}")
        sheet.left(165, row.lines[0])
        sheet.left(305, " ".join(row.lines[1:]))
        sheet.right(470, minus(row.amount, comma(row.printed)))
        sheet.right(550, minus(row.balance, comma(row.balance)))
        sheet.down(14)
    sheet.left(165, "Closing balance")
    sheet.right(550, minus(history.closing, comma(history.closing)))
    draft.account(history, number, "checking", "EUR", (FIRST, LAST))


@layout
def original_amounts(draft: Draft) -> None:
    """Some rows print the amount in the shop's currency in a column before the booked one."""
    home = invented(draft.rng, US, FIRST, LAST, 18)
    abroad = [
        movement(dt.date(2024, 3, day), -draft.money(20, 300), f"CARD {shop} MONTREAL QC")
        for day, shop in ((5, "LUMENTA CAFE"), (12, "ORDWAY BOOKS"), (26, "KESTREL INN"))
    ]
    history = draft.printed(balanced(home.opening, [*home.movements, *abroad]))
    number = draft.digits(10)
    sheet = draft.paper(size=8)
    sheet.page()
    sheet.left(45, "Meridian Digital", bold=True, size=12)
    sheet.down(16)
    sheet.left(45, f"USD account {number}   2024-03-01 to 2024-03-31")
    sheet.down(14)
    sheet.left(45, f"Opening balance {minus(history.opening, figure(history.opening))} USD")
    sheet.down(24)
    sheet.columns(
        [(45, "Date"), (110, "Description"), (-395, "Original amount"), (-470, "Amount"),
         (-550, "Balance")],
        bold=True,
    )  # fmt: skip
    sheet.rule(45, 550)
    sheet.down(16)
    for row in history.shown:
        sheet.need(sheet.line)
        sheet.left(45, row.date.isoformat())
        sheet.left(110, row.text)
        if row.text.endswith("MONTREAL QC"):
            sheet.right(395, f"{figure(row.amount * Decimal('1.36'))} CAD")
        sheet.right(470, minus(row.amount, figure(row.printed)))
        sheet.right(550, minus(row.balance, figure(row.balance)))
        sheet.down()
    sheet.down()
    sheet.left(45, f"Closing balance {minus(history.closing, figure(history.closing))} USD")
    draft.account(history, number, "checking", "USD", (FIRST, LAST))


@layout
def side_by_side(draft: Draft) -> None:
    """Deposits in the left half of the page, withdrawals in the right; totals below each."""
    history = draft.printed(invented(draft.rng, US, FIRST, LAST, 30))
    number = draft.digits(8)
    sheet = draft.paper(paper="letter", landscape=True, size=8)
    sheet.page()
    sheet.left(40, "Hollow Oak State Bank", bold=True, size=12)
    sheet.down(16)
    sheet.left(40, f"Account {number}   Statement period 03/01/2024 through 03/31/2024")
    sheet.down()
    sheet.left(40, f"Previous balance {minus(history.opening, '$' + figure(history.opening))}")
    sheet.left(400, f"New balance {minus(history.closing, '$' + figure(history.closing))}")
    sheet.down(26)
    halves = [
        (40.0, "Deposits and Credits", [m for m in history.movements if m.amount > 0]),
        (410.0, "Withdrawals and Debits", [m for m in history.movements if m.amount < 0]),
    ]
    top = sheet.y
    for x, title, rows in halves:
        sheet.y = top
        _half(sheet, x, title, rows)
    draft.account(history, number, "checking", "USD", (FIRST, LAST), balances="none")


def _half(sheet: Sheet, x: float, title: str, rows: list[Movement]) -> None:
    sheet.left(x, title, bold=True, size=10)
    sheet.down(16)
    sheet.columns([(x, "Date"), (x + 40, "Description"), (-(x + 340), "Amount")], bold=True)
    sheet.rule(x, x + 340)
    sheet.down(14)
    for row in rows:
        if row.hidden:
            continue
        sheet.left(x, f"{row.date:%m/%d}")
        sheet.left(x + 40, row.text)
        sheet.right(x + 340, figure(row.printed))
        sheet.down()
    total = sum((abs(m.amount) for m in rows), Decimal(0))
    sheet.left(x + 40, f"Total {title.lower()}", bold=True)
    sheet.right(x + 340, figure(total), bold=True)
