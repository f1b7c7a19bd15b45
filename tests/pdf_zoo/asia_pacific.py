"""Invented statements of Indian, Singaporean, Hong Kong and Australian banks.

Here: lakhs with text on several lines; a card with foreign amounts below the row; accounts of
two currencies; balances carried from page to page.
"""

import datetime as dt
from decimal import Decimal

from tests.pdf_zoo.draft import Draft, layout
from tests.pdf_zoo.figures import day_month, figure, indian
from tests.pdf_zoo.history import History, balanced, invented, movement
from tests.pdf_zoo.sheet import Sheet
from tests.pdf_zoo.texts import AUSTRALIAN, INDIAN, SINGAPORE, US


def _cr_dr(amount: Decimal) -> str:
    return f"{indian(amount)} {'Dr' if amount < 0 else 'Cr'}"


@layout
def indian_upi(draft: Draft) -> None:
    """1,23,456.78 with Cr and Dr, cheque number and value date columns, text on three lines."""
    first, last = dt.date(2024, 4, 1), dt.date(2024, 4, 30)
    history = draft.printed(invented(draft.rng, INDIAN, first, last, 32, scale=60))
    number = draft.digits(14)
    sheet = draft.paper(size=7.5, line=10)
    sheet.head = lambda page: _indian_head(sheet, number, page)
    sheet.page()
    sheet.left(95, "Opening Balance")
    sheet.right(560, _cr_dr(history.opening))
    sheet.down()
    for row in history.shown:
        sheet.need(sheet.line * len(row.lines))
        sheet.left(38, f"{row.date:%d/%m/%y}")
        sheet.left(300, f"{row.value_date or row.date:%d/%m/%y}")
        sheet.right(410 if row.amount < 0 else 485, indian(row.printed))
        sheet.right(560, _cr_dr(row.balance))
        for line in row.lines:
            sheet.left(95, line)
            sheet.down()
    sheet.need(5 * sheet.line)
    sheet.down()
    sheet.columns(
        [(38, "Opening Balance"), (150, "Dr Count"), (210, "Cr Count"), (280, "Debits"),
         (370, "Credits"), (470, "Closing Bal")],
        bold=True,
    )  # fmt: skip
    sheet.down()
    counts = [sum(1 for m in history.movements if (m.amount > 0) is way) for way in (False, True)]
    sheet.columns(
        [(38, indian(history.opening)), (150, str(counts[0])), (210, str(counts[1])),
         (280, indian(history.money_out)), (370, indian(history.money_in)),
         (470, _cr_dr(history.closing))]
    )  # fmt: skip
    draft.account(history, number, "savings", "INR", (first, last))


def _indian_head(sheet: Sheet, number: str, page: int) -> None:
    sheet.left(38, "NILGIRI COMMERCE BANK", bold=True, size=12, y=38)
    sheet.left(38, f"A/C No: {number}   IFSC: EXMP0001234   Currency: INR", y=54)
    sheet.right(560, f"Statement From : 01/04/2024 To : 30/04/2024   Page No {page}", y=54)
    sheet.y = 80
    sheet.columns(
        [(38, "Date"), (95, "Narration"), (240, "Chq./Ref.No."), (300, "Value Dt"),
         (-410, "Withdrawal Amt."), (-485, "Deposit Amt."), (-560, "Closing Balance")],
        bold=True,
    )  # fmt: skip
    sheet.rule(38, 560)
    sheet.down(14)


@layout
def singapore_card(draft: Draft) -> None:
    """DD MMM without a year, CR behind credits, foreign amounts on a line of their own."""
    first, last = dt.date(2023, 12, 19), dt.date(2024, 1, 18)
    bought = invented(draft.rng, SINGAPORE, first, last, 22, opening=Decimal(0))
    owed = -draft.money(500, 2200)
    abroad = movement(
        dt.date(2024, 1, 4), Decimal("-132.40"), "KESTREL INN OSAKA JP", "FOREIGN AMT JPY 14,200"
    )
    paid = movement(dt.date(2023, 12, 30), -owed, "PAYMENT BY GIRO")
    history = draft.printed(balanced(owed, [*bought.movements, abroad, paid]))
    number = "-".join(draft.digits(4) for _ in range(4))
    sheet = draft.paper(size=8)
    sheet.page()
    sheet.left(50, "Merlin Straits Bank", bold=True, size=13)
    sheet.down(18)
    sheet.left(50, f"Statement Date 18 JAN 2024   Credit Limit S$9,000   Card No. {number}")
    sheet.down()
    sheet.left(50, "Minimum Payment S$50.00   Payment Due Date 12 FEB 2024")
    sheet.down(24)
    sheet.columns([(50, "DATE"), (110, "DESCRIPTION"), (-540, "AMOUNT (S$)")], bold=True)
    sheet.rule(50, 540)
    sheet.down(16)
    _singapore_line(sheet, "", "PREVIOUS BALANCE", history.opening, history.opening)
    for row in history.shown:
        sheet.need(sheet.line * len(row.lines))
        day = day_month(row.date).upper()
        _singapore_line(sheet, day, row.lines[0], row.amount, row.printed)
        for line in row.lines[1:]:
            sheet.left(110, line)
            sheet.down()
    _singapore_line(sheet, "", "TOTAL BALANCE", history.closing, history.closing)
    draft.account(history, number, "card", "SGD", (first, last), balances="none", owed=True)


def _singapore_line(sheet: Sheet, day: str, text: str, sign: Decimal, printed: Decimal) -> None:
    sheet.left(50, day)
    sheet.left(110, text)
    sheet.right(540, figure(printed) + (" CR" if sign > 0 else ""))
    sheet.down()


@layout
def hong_kong_currencies(draft: Draft) -> None:
    """One combined statement, an account in HKD and one in USD, each with its own table."""
    first, last = dt.date(2024, 5, 1), dt.date(2024, 5, 31)
    sheet = draft.paper(size=8)
    sheet.page()
    sheet.left(50, "Victoria Peak Bank Limited", bold=True, size=13)
    sheet.right(545, "Statement of accounts   1 May 2024 to 31 May 2024")
    sheet.down(30)
    for title, currency, count in (
        ("HKD Statement Savings", "HKD", 16),
        ("Foreign Currency Savings", "USD", 9),
    ):
        history = draft.printed(invented(draft.rng, US, first, last, count))
        number = f"{draft.digits(3)}-{draft.digits(6)}-833"
        _hong_kong_table(sheet, f"{title} {number} ({currency})", history)
        draft.account(history, number, "savings", currency, (first, last), balances="day")


def _hong_kong_table(sheet: Sheet, title: str, history: History) -> None:
    sheet.need(120)
    sheet.left(50, title, bold=True, size=10)
    sheet.down(16)
    sheet.columns(
        [(50, "Date"), (110, "Transaction Details"), (-390, "Deposit"), (-470, "Withdrawal"),
         (-545, "Balance")],
        bold=True,
    )  # fmt: skip
    sheet.rule(50, 545)
    sheet.down(14)
    sheet.left(50, "1 May")
    sheet.left(110, "B/F BALANCE")
    sheet.right(545, _dr(history.opening))
    sheet.down()
    for day, rows in history.days():
        for at, row in enumerate(rows):
            sheet.need(sheet.line)
            sheet.left(50, f"{day.day} {day:%b}" if at == 0 else "")
            sheet.left(110, row.text)
            sheet.right(470 if row.amount < 0 else 390, figure(row.printed))
            sheet.right(545, _dr(history.day_end(day)) if at == len(rows) - 1 else "")
            sheet.down()
    sheet.left(50, "31 May")
    sheet.left(110, "C/F BALANCE")
    sheet.right(545, _dr(history.closing))
    sheet.down(28)


def _dr(amount: Decimal) -> str:
    return figure(amount) + (" DR" if amount < 0 else "")


@layout
def australian_carried(draft: Draft) -> None:
    """Four pages and more; SUB TOTAL CARRIED and BROUGHT FORWARD lines, totals, CR and DR."""
    first, last = dt.date(2024, 1, 1), dt.date(2024, 6, 30)
    history = draft.printed(invented(draft.rng, AUSTRALIAN, first, last, 120))
    number = f"{draft.digits(3)}-{draft.digits(3)} {draft.digits(9)}"
    sheet = draft.paper(size=8, line=11.5, bottom=110)
    balance = history.opening

    def head(page: int) -> None:
        _australian_head(sheet, number, page)
        label = "OPENING BALANCE" if page == 1 else "BROUGHT FORWARD"
        _australian_balance(sheet, "01 Jan 2024" if page == 1 else "", label, balance)

    def foot(page: int) -> None:
        if page:
            sheet.y = sheet.floor + 14
            _australian_balance(sheet, "", "CARRIED FORWARD", balance)

    sheet.head, sheet.foot = head, foot
    sheet.page()
    for row in history.shown:
        sheet.need(sheet.line * len(row.lines))
        balance = row.balance
        sheet.left(45, day_month(row.date))
        for line in row.lines[:-1]:
            sheet.left(100, line)
            sheet.down()
        sheet.left(100, row.lines[-1])
        sheet.right(390 if row.amount < 0 else 465, figure(row.printed))
        sheet.right(550, _dollar_dr(row.balance))
        sheet.down()
    sheet.foot = None
    _australian_balance(sheet, "30 Jun 2024", "CLOSING BALANCE", history.closing)
    sheet.left(45, f"Total debits {figure(history.money_out)}")
    sheet.left(250, f"Total credits {figure(history.money_in)}")
    draft.account(history, number, "checking", "AUD", (first, last))


def _dollar_dr(amount: Decimal) -> str:
    return f"${figure(amount)} {'DR' if amount < 0 else 'CR'}"


def _australian_balance(sheet: Sheet, day: str, label: str, balance: Decimal) -> None:
    sheet.left(45, day)
    sheet.left(100, label, bold=True)
    sheet.right(550, _dollar_dr(balance), bold=True)
    sheet.down()


def _australian_head(sheet: Sheet, number: str, page: int) -> None:
    sheet.left(45, "Bank of Wattle Bay", bold=True, size=12, y=40)
    sheet.right(550, f"Statement 14   Page {page} of {{nb}}", y=40)
    sheet.left(45, f"Account Number {number}   Period 1 Jan 2024 - 30 Jun 2024", y=56)
    sheet.y = 82
    sheet.columns(
        [(45, "Date"), (100, "Transaction"), (-390, "Debit"), (-465, "Credit"), (-550, "Balance")],
        bold=True,
    )
    sheet.rule(45, 550)
    sheet.down(15)
