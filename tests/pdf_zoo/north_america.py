"""Invented statements of American and Canadian banks.

Here: checking in sections with checks side by side, a chequing account over a year end.
"""

import datetime as dt
from decimal import Decimal

from tests.pdf_zoo.draft import Draft, layout
from tests.pdf_zoo.figures import american, figure, minus, month_day
from tests.pdf_zoo.history import History, Movement, balanced, invented, movement
from tests.pdf_zoo.sheet import Sheet
from tests.pdf_zoo.texts import US

FIRST, LAST = dt.date(2024, 3, 1), dt.date(2024, 3, 29)


def _dollars(amount: Decimal) -> str:
    return minus(amount, "$" + figure(amount))


def _checks(draft: Draft, count: int) -> list[Movement]:
    start = draft.rng.randrange(1100, 4000)
    days = sorted(draft.rng.sample(range(28), count))
    return [
        movement(
            FIRST + dt.timedelta(day),
            -draft.money(20, 900),
            f"Check {start + at}",
        )
        for at, day in enumerate(days)
    ]


@layout
def us_sections(draft: Draft) -> None:
    """Deposits, checks in three groups side by side, withdrawals, and a daily balance table."""
    everyday = invented(draft.rng, US, FIRST, LAST, 24)
    history = draft.printed(
        balanced(everyday.opening, [*everyday.movements, *_checks(draft, 8)]),
    )
    number = draft.digits(10)
    sheet = draft.paper(paper="letter", bottom=60)
    sheet.foot = lambda page: sheet.left(
        40, f"Member FDIC (invented)  Page {page} of {{nb}}", y=760
    )
    sheet.head = lambda _: _us_head(sheet, number)
    sheet.page()
    checks = [m for m in history.movements if m.text.startswith("Check ")]
    other = [m for m in history.movements if m not in checks]
    _us_summary(sheet, history, checks)
    deposits = [m for m in other if m.amount > 0]
    _us_section(sheet, "Deposits and Other Additions", deposits)
    _us_check_groups(sheet, checks)
    _us_section(sheet, "Electronic and Other Withdrawals", [m for m in other if m.amount < 0])
    _us_daily(sheet, history)
    draft.account(history, number, "checking", "USD", (FIRST, LAST), balances="none")


def _us_head(sheet: Sheet, number: str) -> None:
    sheet.left(40, "Lakemont National Bank", bold=True, size=14, y=40)
    sheet.right(570, f"Account number: {number}", y=34)
    sheet.right(570, f"{american(FIRST)} through {american(LAST)}", y=46)
    sheet.y = 76


def _us_summary(sheet: Sheet, history: History, checks: list[Movement]) -> None:
    paid = sum((m.amount for m in checks), Decimal(0))
    for label, amount in (
        (f"Beginning balance on {american(FIRST)}", history.opening),
        ("Deposits and other additions", history.money_in),
        ("Checks paid", paid),
        ("Electronic and other withdrawals", -history.money_out - paid),
        (f"Ending balance on {american(LAST)}", history.closing),
    ):
        sheet.left(40, label)
        sheet.right(330, _dollars(amount))
        sheet.down()
    sheet.down()


def _us_section(sheet: Sheet, title: str, rows: list[Movement]) -> None:
    sheet.need(60)
    sheet.left(40, title, bold=True, size=11)
    sheet.down(16)
    sheet.columns([(40, "Date"), (100, "Description"), (-570, "Amount")], bold=True)
    sheet.rule(40, 570)
    sheet.down(14)
    for row in rows:
        if row.hidden:
            continue
        sheet.need(sheet.line)
        sheet.left(40, f"{row.date:%m/%d/%y}")
        sheet.left(100, row.text)
        sheet.right(570, minus(row.amount, figure(row.printed)))
        sheet.down()
    total = sum((m.amount for m in rows), Decimal(0))
    sheet.left(40, f"Total {title.lower()}", bold=True)
    sheet.right(570, _dollars(total), bold=True)
    sheet.down(24)


def _us_check_groups(sheet: Sheet, checks: list[Movement]) -> None:
    sheet.need(80)
    sheet.left(40, "Checks", bold=True, size=11)
    sheet.down(16)
    places = (40, 225, 410)
    for x in places:
        sheet.columns([(x, "Date"), (x + 55, "Check #"), (-(x + 160), "Amount")], bold=True)
    sheet.rule(40, 570)
    sheet.down(14)
    shown = [m for m in checks if not m.hidden]
    height = -(-len(shown) // 3)
    for at in range(height):
        for x, row in zip(places, shown[at::height], strict=False):
            sheet.left(x, f"{row.date:%m/%d/%y}")
            sheet.left(x + 55, row.text.removeprefix("Check "))
            sheet.right(x + 160, figure(row.printed))
        sheet.down()
    total = -sum((m.amount for m in checks), Decimal(0))
    sheet.left(40, "Total checks", bold=True)
    sheet.right(570, "$" + figure(total), bold=True)
    sheet.down(24)


def _us_daily(sheet: Sheet, history: History) -> None:
    days = [(day, history.day_end(day)) for day, _ in history.days()]
    height = -(-len(days) // 3)
    sheet.need(50 + height * sheet.line)
    sheet.left(40, "Daily ledger balances", bold=True, size=11)
    sheet.down(16)
    places = (40, 225, 410)
    for x in places:
        sheet.columns([(x, "Date"), (-(x + 160), "Balance ($)")], bold=True)
    sheet.rule(40, 570)
    sheet.down(14)
    for at in range(height):
        for x, (day, balance) in zip(places, days[at::height], strict=False):
            sheet.left(x, f"{day:%m/%d}")
            sheet.right(x + 160, minus(balance, figure(balance)))
        sheet.down()


YEAR_FIRST, YEAR_LAST = dt.date(2023, 12, 15), dt.date(2024, 1, 15)


@layout
def canadian_year_end(draft: Draft) -> None:
    """Days without a year over new year; the day only on its first row; balance per row."""
    history = draft.printed(invented(draft.rng, US, YEAR_FIRST, YEAR_LAST, 34))
    number = f"{draft.digits(5)}-{draft.digits(7)}"
    sheet = draft.paper(paper="letter", size=8)
    sheet.head = lambda page: _canadian_head(sheet, number, page)
    sheet.page()
    sheet.left(48, "Dec 15")
    sheet.left(105, "Opening balance")
    sheet.right(560, minus(history.opening, figure(history.opening)))
    sheet.down()
    for day, rows in history.days():
        for at, row in enumerate(rows):
            sheet.need(sheet.line)
            sheet.left(48, month_day(day) if at == 0 else "")
            sheet.left(105, row.text)
            sheet.right(400 if row.amount < 0 else 480, figure(row.printed))
            sheet.right(560, minus(row.balance, figure(row.balance)))
            sheet.down()
    sheet.left(48, "Jan 15")
    sheet.left(105, "Closing balance", bold=True)
    sheet.right(560, minus(history.closing, figure(history.closing)), bold=True)
    draft.account(history, number, "checking", "CAD", (YEAR_FIRST, YEAR_LAST))


def _canadian_head(sheet: Sheet, number: str, page: int) -> None:
    sheet.left(48, "Caisse & Shore Bank of Canada (invented)", bold=True, size=12, y=40)
    sheet.left(48, f"Your account number: {number}", y=58)
    sheet.right(560, f"From December 15, 2023 to January 15, 2024   Page {page} of {{nb}}", y=58)
    sheet.y = 84
    sheet.columns(
        [(48, "Date"), (105, "Description"), (-400, "Withdrawals ($)"), (-480, "Deposits ($)"),
         (-560, "Balance ($)")],
        bold=True,
    )  # fmt: skip
    sheet.rule(48, 560)
    sheet.down(16)
