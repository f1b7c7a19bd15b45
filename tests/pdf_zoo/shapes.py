"""Invented statements whose shape on the page is unusual.

Here: a box of figures beside the table, figures centred between the lines of a text, words drawn
one by one, no headings at all, texts that go on over the page. Not here: unusual content.
"""

import datetime as dt
from decimal import Decimal

from tests.pdf_zoo.draft import Draft, layout
from tests.pdf_zoo.figures import comma, figure, minus
from tests.pdf_zoo.history import invented
from tests.pdf_zoo.sheet import Sheet
from tests.pdf_zoo.texts import GERMAN, JAPANESE, UK, US

FIRST, LAST = dt.date(2024, 11, 1), dt.date(2024, 11, 30)
PERIOD = (FIRST, LAST)


def plain(amount: Decimal) -> str:
    """A figure with a minus in front where it is negative."""
    return minus(amount, figure(amount))


@layout
def side_box(draft: Draft) -> None:
    """A box with advice, dates and figures stands beside the table, on the same lines."""
    history = draft.printed(invented(draft.rng, US, FIRST, LAST, 30))
    number = draft.digits(9)
    sheet = draft.paper(paper="letter", size=7.5)
    sheet.page()
    _advice(sheet)
    sheet.left(36, "Copper Basin Credit Union", bold=True, size=12)
    sheet.down(16)
    sheet.left(36, f"Account {number}   Statement period 11/01/2024 to 11/30/2024")
    sheet.down(24)
    sheet.columns(
        [(36, "Date"), (80, "Description"), (-350, "Amount"), (-410, "Balance")], bold=True
    )
    sheet.rule(36, 410)
    sheet.down(14)
    _ended(sheet, "11/01", "Starting balance", history.opening)
    for row in history.shown:
        sheet.need(sheet.line)
        sheet.left(36, f"{row.date:%m/%d}")
        sheet.left(80, row.text)
        sheet.right(350, minus(row.amount, figure(row.printed)))
        sheet.right(410, plain(row.balance))
        sheet.down()
    _ended(sheet, "11/30", "Ending balance", history.closing)
    draft.account(history, number, "checking", "USD", PERIOD)


def _ended(sheet: Sheet, day: str, label: str, balance: Decimal) -> None:
    sheet.left(36, day)
    sheet.left(80, label)
    sheet.right(410, plain(balance))
    sheet.down()


def _advice(sheet: Sheet) -> None:
    sheet.frame(430, 100, 150, 190)
    for at, text in enumerate(
        ("Save for winter!", "Open a certificate by", "12/15 and earn 4.10% APY",
         "on 10,000.00 or more.", "", "Overdraft fees YTD", "This period    $0.00",
         "Since 01/01  $64.00", "",
         "Call 555-0100, Mon-Fri", "8:00 to 17:30. Since 1951.")
    ):  # fmt: skip
        sheet.left(438, text, y=116 + at * 13.3)


@layout
def centred_figures(draft: Draft) -> None:
    """A text of two or three lines; date and figures stand level with its middle."""
    history = draft.printed(invented(draft.rng, UK, FIRST, LAST, 22))
    number = draft.digits(8)
    sheet = draft.paper(size=8, line=10)
    sheet.page()
    sheet.left(50, "Larkfield Mutual", bold=True, size=13)
    sheet.down(18)
    sheet.left(50, f"Account number {number}   Sort code 60-11-22   1 - 30 November 2024")
    sheet.down(22)
    for label, amount in (
        ("Balance on 1 November", history.opening),
        ("Money in", history.money_in),
        ("Money out", -history.money_out),
        ("Balance on 30 November", history.closing),
    ):
        sheet.left(50, label)
        sheet.right(300, plain(amount))
        sheet.down(12)
    sheet.down(12)
    sheet.columns(
        [(50, "Date"), (120, "Description"), (-400, "Money out"), (-470, "Money in"),
         (-540, "Balance")],
        bold=True,
    )  # fmt: skip
    sheet.rule(50, 540)
    sheet.down(16)
    for row in history.shown:
        height = sheet.line * (len(row.lines) - 1)
        sheet.need(height + 18)
        middle = sheet.y + height / 2
        sheet.left(50, f"{row.date.day} Nov 2024", y=middle)
        sheet.right(400 if row.amount < 0 else 470, figure(row.printed), y=middle)
        sheet.right(540, plain(row.balance), y=middle)
        for at, line in enumerate(row.lines):
            sheet.left(120, line, y=sheet.y + at * sheet.line)
        sheet.down(height + 18)
    draft.account(history, number, "checking", "GBP", PERIOD)


@layout
def words_apart(draft: Draft) -> None:
    """Every word is placed by itself and the currency mark stands away from its figure."""
    history = draft.printed(invented(draft.rng, US, FIRST, LAST, 28))
    number = draft.digits(12)
    sheet = draft.paper(paper="letter", size=8)
    sheet.page()
    sheet.apart(40, "First Bank of Alder County")
    sheet.down(16)
    sheet.apart(40, f"Account Number {number} Statement Period Nov 01, 2024 to Nov 30, 2024")
    sheet.down(24)
    for x, text in ((40, "Date"), (85, "Transaction Description"), (375, "Debits"),
                    (445, "Credits"), (525, "Balance")):  # fmt: skip
        sheet.apart(x, text)
    sheet.down(16)
    sheet.apart(85, "Previous Balance")
    _mark_apart(sheet, 565, history.opening, history.opening)
    sheet.down()
    for row in history.shown:
        sheet.need(sheet.line)
        sheet.apart(40, f"Nov {row.date:%d}")
        sheet.apart(85, row.text)
        _mark_apart(sheet, 405 if row.amount < 0 else 480, abs(row.printed), row.amount)
        _mark_apart(sheet, 565, row.balance, row.balance)
        sheet.down()
    sheet.apart(85, "New Balance")
    _mark_apart(sheet, 565, history.closing, history.closing)
    draft.account(history, number, "checking", "USD", PERIOD)


def _mark_apart(sheet: Sheet, x: float, printed: Decimal, width_of: Decimal) -> None:
    sheet.left(x - sheet.width(figure(width_of)) - 12, "$")
    sheet.right(x, plain(printed))


@layout
def headless_yen(draft: Draft) -> None:
    """No headings, no decimals, landscape: day, text, amount with its sign, balance."""
    history = draft.printed(invented(draft.rng, JAPANESE, FIRST, LAST, 24, places=0, scale=90))
    number = draft.digits(7)
    sheet = draft.paper(landscape=True, size=9)
    sheet.page()
    sheet.left(60, "Sumire Harbour Bank, Kobe Branch", bold=True, size=12)
    sheet.right(780, "2024/11/01 - 2024/11/30")
    sheet.down(18)
    sheet.left(60, f"Ordinary deposit account {number} (JPY)")
    sheet.down(30)
    sheet.left(60, "2024/11/01")
    sheet.left(160, "BALANCE BROUGHT FORWARD")
    sheet.right(720, minus(history.opening, figure(history.opening, places=0)))
    sheet.down()
    for row in history.shown:
        sheet.need(sheet.line)
        sheet.left(60, f"{row.date:%Y/%m/%d}")
        sheet.left(160, row.text)
        sheet.right(560, minus(row.amount, figure(row.printed, places=0)))
        sheet.right(720, minus(row.balance, figure(row.balance, places=0)))
        sheet.down()
    draft.account(history, number, "savings", "JPY", PERIOD, printed="both")


@layout
def text_over_page(draft: Draft) -> None:
    """Six pages and more; a row's text may go on at the top of the next page."""
    first, last = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
    history = draft.printed(invented(draft.rng, GERMAN, first, last, 130))
    number = f"DE{draft.digits(20)}"
    sheet = draft.paper(size=8, line=11, bottom=90)
    sheet.head = lambda page: _over_head(sheet, number, page)
    sheet.foot = lambda page: sheet.left(
        50, f"Seite {page} / Einlagensicherung bis 100.000,00 EUR / Stand 01.01.2024", y=800
    )
    sheet.page()
    _over_balance(sheet, "Kontostand am 31.12.2023", history.opening)
    for row in history.shown:
        sheet.need(sheet.line)
        sheet.left(50, f"{row.date:%d.%m.%Y}")
        sheet.right(450, minus(row.amount, comma(row.printed)))
        sheet.right(545, minus(row.balance, comma(row.balance)))
        for at, line in enumerate(row.lines):
            if at:
                sheet.need(sheet.line)
            sheet.left(125, line)
            sheet.down()
    _over_balance(sheet, "Kontostand am 31.12.2024", history.closing)
    draft.account(history, number, "checking", "EUR", (first, last))


def _over_balance(sheet: Sheet, label: str, balance: Decimal) -> None:
    sheet.need(sheet.line)
    sheet.left(125, label, bold=True)
    sheet.right(545, minus(balance, comma(balance)), bold=True)
    sheet.down()


def _over_head(sheet: Sheet, number: str, page: int) -> None:
    sheet.left(50, "Hafenbank Ostufer AG", bold=True, size=12, y=44)
    sheet.left(50, f"Kontoauszug Jahr 2024   IBAN {number}   Seite {page} von {{nb}}", y=60)
    sheet.y = 86
    sheet.columns(
        [(50, "Datum"), (125, "Verwendungszweck"), (-450, "Umsatz in EUR"), (-545, "Saldo")],
        bold=True,
    )
    sheet.rule(50, 545)
    sheet.down(15)
