"""An invented statement with two days per row.

Here: posting and transaction day, foreign amounts with their rate on lines below.
"""

import datetime as dt
from decimal import Decimal

from tests.pdf_zoo.draft import Draft, layout
from tests.pdf_zoo.figures import day_month, figure, minus
from tests.pdf_zoo.history import Movement, balanced, invented, movement
from tests.pdf_zoo.shapes import PERIOD, plain
from tests.pdf_zoo.sheet import Sheet
from tests.pdf_zoo.texts import US


@layout
def two_dates_foreign(draft: Draft) -> None:
    """Posted and transaction day in two columns; foreign amounts with their rate on lines below."""
    abroad = [
        movement(day, Decimal(amount), "CARD PURCHASE HOTEL LUMENTA WIEN AT", rate)
        for day, amount, rate in (
            (dt.date(2024, 11, 6), "-218.40", "EUR 199.90 @ 1.0925"),
            (dt.date(2024, 11, 19), "-61.07", "EUR 55.00 @ 1.1103"),
        )
    ]
    home = invented(draft.rng, US, *PERIOD, 22)
    history = draft.printed(balanced(home.opening, [*home.movements, *abroad]))
    number = draft.digits(10)
    sheet = draft.paper(paper="letter", font="times", size=9)
    sheet.page()
    sheet.left(45, "Ridgeway Trust", bold=True, size=13)
    sheet.right(570, "Statement period: 01 Nov 2024 - 30 Nov 2024")
    sheet.down(16)
    sheet.left(45, f"Account no. {number}   Currency USD")
    sheet.down(24)
    sheet.columns(
        [(45, "Posting Date"), (120, "Transaction Date"), (205, "Details"), (-480, "Amount"),
         (-570, "Balance")],
        bold=True,
    )  # fmt: skip
    sheet.rule(45, 570)
    sheet.down(16)
    sheet.left(205, "Opening balance")
    sheet.right(570, plain(history.opening))
    sheet.down()
    for row in history.shown:
        sheet.need(sheet.line * len(row.lines))
        _two_dates_row(sheet, row)
    sheet.left(205, "Closing balance")
    sheet.right(570, plain(history.closing))
    draft.account(history, number, "checking", "USD", PERIOD)


def _two_dates_row(sheet: Sheet, row: Movement) -> None:
    sheet.left(45, day_month(row.date))
    sheet.left(120, day_month(row.date - dt.timedelta(1)))
    sheet.right(480, minus(row.amount, figure(row.printed)))
    sheet.right(570, plain(row.balance))
    for line in row.lines:
        sheet.left(205, line)
        sheet.down()
