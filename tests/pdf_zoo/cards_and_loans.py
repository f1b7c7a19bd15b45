"""Invented statements of accounts on which money is owed.

Here: a card with posting and transaction day, references and subtotals for two holders; a loan.
"""

import datetime as dt
from decimal import Decimal

from tests.pdf_zoo.draft import Draft, layout
from tests.pdf_zoo.figures import figure, month_day
from tests.pdf_zoo.history import ZERO, History, Movement, balanced, invented, movement
from tests.pdf_zoo.sheet import Sheet
from tests.pdf_zoo.texts import US_CARD

FIRST, LAST = dt.date(2024, 3, 6), dt.date(2024, 4, 5)


@layout
def card_references(draft: Draft) -> None:
    """Two days and a reference per row, a subtotal per card, foreign amounts, credits with CR."""
    owed = -draft.money(300, 2600)
    holders = [
        [*invented(draft.rng, US_CARD, FIRST, LAST, count, opening=ZERO).movements]
        for count in (12, 9)
    ]
    holders[1].append(
        movement(
            dt.date(2024, 3, 21),
            Decimal("-74.18"),
            "HOTEL VEXLEY LISBOA PT",
            "68.20 EUR AT 1.08768",
        )
    )
    holders[0].append(movement(dt.date(2024, 3, 25), -owed, "PAYMENT RECEIVED - THANK YOU"))
    history = draft.printed(balanced(owed, [row for rows in holders for row in rows]))
    number = draft.digits(4)
    sheet = draft.paper(paper="letter", size=8)
    sheet.page()
    _card_top(sheet, history, number)
    first = {id_of(row) for row in holders[0]}
    for name, rows in (
        ("MORGAN EXAMPLE", [m for m in history.movements if id_of(m) in first]),
        ("ROBIN EXAMPLE", [m for m in history.movements if id_of(m) not in first]),
    ):
        _holder(draft, name, rows)
    draft.account(history, number, "card", "USD", (FIRST, LAST), balances="none", owed=True)


def id_of(row: Movement) -> tuple[dt.date, Decimal, str]:
    """What tells the rows of one holder from the other's."""
    return row.date, row.amount, row.text


def _card_top(sheet: Sheet, history: History, number: str) -> None:
    sheet.left(40, "Basalt Rewards Mastercard", bold=True, size=14)
    sheet.right(570, f"Account number ending in {number}")
    sheet.down(18)
    sheet.left(40, "Statement period 03/06/2024 - 04/05/2024 (31 days)")
    sheet.down(22)
    for label, text in (
        ("Previous balance", f"${figure(history.opening)}"),
        ("Payments and credits", f"- ${figure(history.money_in)}"),
        ("New charges", f"+ ${figure(history.money_out)}"),
        ("New balance", f"${figure(history.closing)}"),
        ("Minimum payment due 05/02/2024", "$40.00"),
        ("Reward miles earned", "1,204"),
    ):
        sheet.left(40, label)
        sheet.right(280, text)
        sheet.down()
    sheet.down(16)


def _holder(draft: Draft, name: str, rows: list[Movement]) -> None:
    sheet = draft.sheet
    sheet.need(80)
    sheet.left(40, f"Transactions of {name}", bold=True, size=10)
    sheet.down(16)
    sheet.columns(
        [(40, "Post Date"), (95, "Trans Date"), (155, "Description"), (390, "Reference"),
         (-570, "Amount")],
        bold=True,
    )  # fmt: skip
    sheet.rule(40, 570)
    sheet.down(14)
    for row in rows:
        if row.hidden:
            continue
        sheet.need(2 * sheet.line)
        sheet.left(40, month_day(row.date))
        sheet.left(95, month_day(row.date - dt.timedelta(draft.rng.choice([0, 1, 2]))))
        sheet.left(390, draft.digits(13))
        sheet.right(570, f"${figure(row.printed)}" + (" CR" if row.amount > 0 else ""))
        for line in row.lines:
            sheet.left(155, line)
            sheet.down()
    total = -sum((m.amount for m in rows), ZERO)
    sheet.left(155, f"Subtotal {name}", bold=True)
    sheet.right(570, f"${figure(total)}" + (" CR" if total < 0 else ""), bold=True)
    sheet.down(24)


LOAN_FIRST, LOAN_LAST = dt.date(2024, 1, 1), dt.date(2024, 12, 31)


@layout
def loan_repayments(draft: Draft) -> None:
    """Interest charged and repayments; the balance is what is owed, printed without a sign."""
    rows: list[Movement] = []
    for month in range(1, 13):
        day = dt.date(2024, month, 1) + dt.timedelta(14)
        rows.append(movement(day, draft.money(900, 1200), "Repayment received"))
        rows.append(movement(day + dt.timedelta(13), -draft.money(200, 400), "Interest charged"))
    history = draft.printed(balanced(-draft.money(40_000, 90_000), rows))
    number = f"LN-{draft.digits(8)}"
    sheet = draft.paper(size=9)
    sheet.page()
    sheet.left(50, "Greystone Lending Society", bold=True, size=13)
    sheet.down(16)
    sheet.left(50, f"Loan statement 1 January 2024 to 31 December 2024   Loan number {number}")
    sheet.down()
    sheet.left(50, "Amount borrowed 95,000.00   Rate 4.85 %   Currency GBP")
    sheet.down(24)
    sheet.columns(
        [(50, "Date"), (140, "Details"), (-370, "Interest and charges"), (-450, "Repayments"),
         (-545, "Balance owing")],
        bold=True,
    )  # fmt: skip
    sheet.rule(50, 545)
    sheet.down(16)
    _owing(sheet, "01/01/2024", "Balance owing brought forward", history.opening)
    for row in history.shown:
        sheet.left(50, f"{row.date:%d/%m/%Y}")
        sheet.left(140, row.text)
        sheet.right(370 if row.amount < 0 else 450, figure(row.printed))
        sheet.right(545, figure(row.balance))
        sheet.down()
    _owing(sheet, "31/12/2024", "Balance owing at end of year", history.closing)
    draft.account(history, number, "loan", "GBP", (LOAN_FIRST, LOAN_LAST), owed=True)


def _owing(sheet: Sheet, day: str, label: str, balance: Decimal) -> None:
    sheet.left(50, day)
    sheet.left(140, label)
    sheet.right(545, figure(balance))
    sheet.down()
