"""Invented statements whose content is unusual.

Here: nothing moved, pending rows, a savings account full of interest figures, a loan, three
accounts with a card among them, totals without balances.
"""

import datetime as dt
from decimal import Decimal

from tests.pdf_zoo.draft import Draft, layout, layout_unproved
from tests.pdf_zoo.figures import day_month, figure, minus
from tests.pdf_zoo.history import History, Movement, balanced, invented, movement
from tests.pdf_zoo.sheet import Sheet
from tests.pdf_zoo.texts import US, US_CARD

FIRST, LAST = dt.date(2024, 8, 1), dt.date(2024, 8, 31)
PERIOD = (FIRST, LAST)


def _dollars(amount: Decimal) -> str:
    return minus(amount, "$" + figure(amount))


def _title(sheet: Sheet, bank: str, line: str) -> None:
    sheet.left(50, bank, bold=True, size=13)
    sheet.down(16)
    sheet.left(50, line)
    sheet.down(26)


def _row(sheet: Sheet, row: Movement, balance: bool = True) -> None:
    sheet.need(sheet.line)
    sheet.left(50, f"{row.date:%m/%d/%Y}")
    sheet.left(130, row.text)
    sheet.right(450, minus(row.amount, figure(row.printed)))
    sheet.right(550, _dollars(row.balance) if balance else "")
    sheet.down()


@layout_unproved
def no_activity(draft: Draft) -> None:
    """The bank says that nothing moved, and both balances agree."""
    history = balanced(draft.money(100, 9000), [])
    number = draft.digits(10)
    sheet = draft.paper(paper="letter")
    sheet.page()
    _title(sheet, "Juniper Savings Bank", f"Account {number}   August 1, 2024 - August 31, 2024")
    for label, amount in (
        ("Beginning balance", history.opening),
        ("Deposits", Decimal(0)),
        ("Withdrawals", Decimal(0)),
        ("Ending balance", history.closing),
    ):
        sheet.left(50, label)
        sheet.right(300, _dollars(amount))
        sheet.down()
    sheet.down()
    sheet.left(50, "Transactions", bold=True)
    sheet.down()
    sheet.left(50, "There was no activity on this account during this statement period.")
    draft.account(history, number, "savings", "USD", PERIOD)


@layout
def pending_section(draft: Draft) -> None:
    """Booked rows, then pending ones that belong to no balance."""
    history = draft.printed(invented(draft.rng, US, FIRST, LAST, 20))
    number = draft.digits(10)
    sheet = draft.paper(paper="letter", size=8)
    sheet.page()
    _title(sheet, "Juniper Direct", f"Checking {number}   08/01/2024 - 08/31/2024")
    sheet.left(50, f"Opening balance 08/01/2024: {_dollars(history.opening)}")
    sheet.down()
    sheet.left(50, f"Closing balance 08/31/2024: {_dollars(history.closing)}")
    sheet.down(24)
    heads = [(50, "Date"), (130, "Description"), (-450, "Amount"), (-550, "Balance")]
    sheet.left(50, "Posted transactions", bold=True)
    sheet.down(14)
    sheet.columns(heads, bold=True)
    sheet.down(14)
    for row in history.shown:
        _row(sheet, row)
    sheet.down()
    sheet.left(50, "Pending transactions", bold=True)
    sheet.down(14)
    sheet.columns(heads[:3], bold=True)
    sheet.down(14)
    for row in invented(draft.rng, US_CARD, LAST, LAST, 3).movements:
        _row(sheet, row, balance=False)
    draft.account(history, number, "checking", "USD", PERIOD)


@layout
def savings_interest(draft: Draft) -> None:
    """Few rows between tables of rates, yields and interest of the year."""
    rows = [
        movement(dt.date(2024, 8, 5), Decimal("400.00"), "TRANSFER FROM CHECKING ...4417"),
        movement(dt.date(2024, 8, 16), Decimal("-1250.00"), "WITHDRAWAL BRANCH 12"),
        movement(LAST, draft.money(9, 40), "INTEREST PAID"),
    ]
    history = draft.printed(balanced(draft.money(10_000, 100_000), rows))
    number = draft.digits(8)
    sheet = draft.paper(paper="letter")
    sheet.page()
    _title(sheet, "Juniper Savings Bank", f"High Yield {number}   August 1 to August 31, 2024")
    interest = history.movements[-1].amount
    for label, figures in (
        ("Interest paid this period", _dollars(interest)),
        ("Interest paid year to date", _dollars(interest * 8)),
        ("Average daily balance", _dollars(history.opening - 214)),
        ("Annual percentage yield earned", "3.15%"),
        ("Days in period", "31"),
    ):
        sheet.left(50, label)
        sheet.right(350, figures)
        sheet.down()
    sheet.down()
    sheet.left(50, "Account activity", bold=True)
    sheet.down(14)
    sheet.columns([(50, "Date"), (130, "Description"), (-450, "Amount"), (-550, "Balance")])
    sheet.down(14)
    sheet.left(50, f"{FIRST:%m/%d/%Y}")
    sheet.left(130, "Beginning balance")
    sheet.right(550, _dollars(history.opening))
    sheet.down()
    for row in history.shown:
        _row(sheet, row)
    sheet.left(50, f"{LAST:%m/%d/%Y}")
    sheet.left(130, "Ending balance")
    sheet.right(550, _dollars(history.closing))
    sheet.down(30)
    sheet.columns([(50, "Rate effective"), (150, "Rate"), (220, "APY")], bold=True)
    for day, rate, apy in (("07/01/2024", "3.05%", "3.10%"), ("08/12/2024", "3.10%", "3.15%")):
        sheet.down()
        sheet.columns([(50, day), (150, rate), (220, apy)])
    draft.account(history, number, "savings", "USD", PERIOD)


@layout
def three_accounts(draft: Draft) -> None:
    """Checking, savings and a card in one file, with a table of all three in front."""
    sheet = draft.paper(paper="letter", size=8)
    parts = []
    for title, kind, count in (
        ("Classic Checking", "checking", 14),
        ("Growth Savings", "savings", 6),
        ("Everyday Visa Card", "card", 10),
    ):
        texts = US_CARD if kind == "card" else US
        opening = draft.money(200, 2000)
        made = invented(
            draft.rng, texts, FIRST, LAST, count, opening=-opening if kind == "card" else opening
        )
        parts.append((title, kind, draft.digits(10), draft.printed(made)))
    sheet.page()
    _title(sheet, "Tern Island Bank", "Combined statement   August 1 through August 31, 2024")
    sheet.columns(
        [(50, "Summary of accounts"), (200, "Account number"), (-420, "Beginning balance"),
         (-540, "Ending balance")],
        bold=True,
    )  # fmt: skip
    for title, kind, number, history in parts:
        sign = -1 if kind == "card" else 1
        sheet.down()
        sheet.columns(
            [(50, title), (200, number), (-420, _dollars(sign * history.opening)),
             (-540, _dollars(sign * history.closing))]
        )  # fmt: skip
    sheet.down(30)
    for title, kind, number, history in parts:
        _part(sheet, f"{title}  Account number: {number}", history, kind == "card")
        balances = "none" if kind == "card" else "every"
        draft.account(history, number, kind, "USD", PERIOD, balances=balances, owed=kind == "card")


def _part(sheet: Sheet, title: str, history: History, owed: bool) -> None:
    sheet.need(120)
    sheet.left(50, title, bold=True, size=10)
    sheet.down(16)
    heads = [(50, "Date"), (130, "Description"), (-450, "Amount")]
    sheet.columns(heads if owed else [*heads, (-550, "Balance")], bold=True)
    sheet.rule(50, 550)
    sheet.down(14)
    sign = -1 if owed else 1
    sheet.left(130, "Previous balance" if owed else "Beginning balance")
    sheet.right(450 if owed else 550, _dollars(sign * history.opening))
    sheet.down()
    for row in history.shown:
        if not owed:
            _row(sheet, row)
            continue
        sheet.left(50, f"{row.date:%m/%d/%Y}")
        sheet.left(130, row.text)
        sheet.right(450, minus(-row.amount, figure(row.printed)))
        sheet.down()
    sheet.left(130, "New balance" if owed else "Ending balance")
    sheet.right(450 if owed else 550, _dollars(sign * history.closing))
    sheet.down(26)


@layout
def totals_only(draft: Draft) -> None:
    """No balance anywhere; totals and counts of money in and out below the rows."""
    history = draft.printed(invented(draft.rng, US, FIRST, LAST, 26))
    number = draft.digits(8)
    sheet = draft.paper()
    sheet.page()
    _title(sheet, "Ondine Payments", f"Wallet {number}   01 Aug 2024 - 31 Aug 2024   USD")
    sheet.columns(
        [(50, "Date"), (130, "Details"), (-450, "Money out"), (-540, "Money in")], bold=True
    )
    sheet.rule(50, 540)
    sheet.down(16)
    for row in history.shown:
        sheet.need(sheet.line)
        sheet.left(50, f"{day_month(row.date)} 2024")
        sheet.left(130, row.text)
        sheet.right(450 if row.amount < 0 else 540, figure(row.printed))
        sheet.down()
    sheet.rule(50, 540, dy=-8)
    sheet.down(4)
    sheet.left(130, "Total", bold=True)
    sheet.right(450, figure(history.money_out), bold=True)
    sheet.right(540, figure(history.money_in), bold=True)
    draft.account(history, number, "checking", "USD", PERIOD, balances="none", printed="none")
