"""An invented statement of an American card.

Here: payments, purchases, fees and interest in sections, what is owed being positive.
"""

import datetime as dt
from decimal import Decimal

from tests.pdf_zoo.draft import Draft, layout
from tests.pdf_zoo.figures import figure, minus
from tests.pdf_zoo.history import History, Movement, balanced, invented, movement
from tests.pdf_zoo.sheet import Sheet
from tests.pdf_zoo.texts import US_CARD

CARD_FIRST, CARD_LAST = dt.date(2023, 12, 11), dt.date(2024, 1, 10)


@layout
def us_card(draft: Draft) -> None:
    """Payments, purchases, fees, interest; what is owed is positive; a rewards table beside."""
    bought = invented(draft.rng, US_CARD, CARD_FIRST, CARD_LAST, 26, opening=Decimal(0))
    paid = -draft.money(400, 1900)
    fee, interest = Decimal("-35.00"), -draft.money(9, 50)
    extra = [
        movement(dt.date(2023, 12, 28), -paid, "AUTOMATIC PAYMENT - THANK YOU"),
        movement(dt.date(2023, 12, 19), Decimal("48.15"), "RETURN VEXLEY BOOKS #2217 SALEM OR"),
        movement(dt.date(2024, 1, 8), fee, "LATE FEE"),
        movement(CARD_LAST, interest, "INTEREST CHARGE ON PURCHASES"),
    ]
    history = draft.printed(balanced(paid, [*bought.movements, *extra]))
    number = draft.digits(4)
    sheet = draft.paper(paper="letter", font="times", size=9)
    sheet.foot = lambda page: sheet.right(570, f"{page} / {{nb}}", y=765)
    sheet.page()
    _card_summary(sheet, history, number, (fee, interest))
    _card_rows(sheet, "PAYMENTS AND OTHER CREDITS", [m for m in history.shown if m.amount > 0])
    bought_rows = [m for m in history.shown if m.amount < 0 and m.amount not in (fee, interest)]
    _card_rows(sheet, "PURCHASES", bought_rows)
    for title, amount in (("FEES CHARGED", fee), ("INTEREST CHARGED", interest)):
        _card_rows(sheet, title, [m for m in history.shown if m.amount == amount])
        sheet.left(120, f"TOTAL {title.split()[0]} FOR THIS PERIOD", bold=True)
        sheet.right(400, "$" + figure(amount), bold=True)
        sheet.down(22)
    period = (CARD_FIRST, CARD_LAST)
    draft.account(history, number, "card", "USD", period, balances="none", owed=True)


def _card_summary(
    sheet: Sheet, history: History, number: str, charges: tuple[Decimal, Decimal]
) -> None:
    sheet.left(40, "HALVORSEN CARD SERVICES", bold=True, size=15)
    sheet.right(570, f"Account ending in {number}")
    sheet.down(18)
    sheet.left(40, "Opening/Closing Date 12/11/23 - 01/10/24")
    sheet.down(24)
    owed = -history.closing
    right = (
        ("New Balance", "$" + figure(owed)),
        ("Minimum Payment Due", "$35.00"),
        ("Payment Due Date", "02/07/24"),
        ("Credit Limit", "$12,000.00"),
        ("Available Credit", "$" + figure(12_000 - owed)),
        ("Rewards balance (points)", "18,204"),
    )
    left = (
        ("Previous Balance", "$" + figure(history.opening)),
        ("Payment, Credits", "-$" + figure(history.money_in)),
        ("Purchases", "+$" + figure(history.money_out + sum(charges))),
        ("Fees Charged", "+$" + figure(charges[0])),
        ("Interest Charged", "+$" + figure(charges[1])),
        ("New Balance", "$" + figure(owed)),
    )
    for (a, b), (c, d) in zip(left, right, strict=True):
        sheet.left(40, a)
        sheet.right(250, b)
        sheet.left(340, c)
        sheet.right(570, d)
        sheet.down()
    sheet.left(40, "Late Payment Warning: a late fee of up to $40.00 may apply after 02/07/24.")
    sheet.down(26)


def _card_rows(sheet: Sheet, title: str, rows: list[Movement]) -> None:
    sheet.need(60)
    sheet.left(40, title, bold=True)
    sheet.down()
    sheet.columns([(40, "Transaction"), (-400, "$ Amount")], bold=True)
    sheet.down(10)
    sheet.columns([(40, "Date"), (120, "Merchant Name or Transaction Description")], bold=True)
    sheet.rule(40, 400)
    sheet.down(14)
    for row in rows:
        sheet.need(sheet.line)
        sheet.left(40, f"{row.date:%m/%d}")
        sheet.left(120, row.text)
        sheet.right(400, minus(-row.amount, figure(row.printed)))
        sheet.down()
    sheet.down(8)
