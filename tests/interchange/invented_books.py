"""Invented books as plain records: one with nasty names, and a strategy for any.

Here: records only. Not here: rows of a database (stored_books.py), or reading exports back.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from ledgerflow.interchange.book import Book, BookAccount, BookEntry, BookLine

NASTY_TEXTS = (
    'He said "ten; twelve | both"',
    "(odd) ! * description",
    "! flagged",
    "* starred",
    "= 2025-01-01 =cmd|' /C calc'!A0",
    "tab\tand\nnew line\r\nand back\\slash",
    "Ünïcode 漢字 😀 \u2028 e\u0301",
    "; comment",
    "2025-02-02=2025-03-03 [2025-01-01] date:2025-99-99, date2:no",
    "'=already quoted",
    "  two  spaces  ",
    "due:: 1/0 Payee: someone else",
    "@SUM(1)",
    "",
)
"""Texts that mean something else to some reader."""

ACCOUNTS = (
    BookAccount("1000", "Bank & cash", "asset", "USD", is_heading=True),
    BookAccount("1010", 'checking; "main" | joint', "asset", "USD", "checking", "1000"),
    BookAccount("1.0", "(petty) [cash]", "asset", "USD", "", "1000", description="A\nbox: 'red'"),
    BookAccount("1-0", "petty cash", "asset", "USD", "", "1000"),
    BookAccount("x/9", "straße / ünïts\tand tabs", "asset", "EUR", "", "1000"),
    BookAccount("漢", "漢字 😀", "liability", "JPY"),
    BookAccount("2000", "Loan: Harbor Bank", "liability", "KWD"),
    BookAccount("3000", "Equity", "equity", "USD", is_heading=True),
    BookAccount("3010", "trading USD:EUR", "equity", "USD", "trading", "3000"),
    BookAccount("3020", "trading EUR", "equity", "EUR", "", "3000"),
    BookAccount("3030", "trading JPY", "equity", "JPY", "", "3000"),
    BookAccount("3040", "trading KWD", "equity", "KWD", "", "3000"),
    BookAccount("4000", "=Sales", "income", "USD"),
    BookAccount("5000", "- - -", "expense", "USD"),
    BookAccount("5001", "old costs", "expense", "USD", is_active=False),
    BookAccount("5002", "never used", "expense", "USD", is_active=False),
)


def nasty_book(turns: int = 1) -> Book:
    """Entries of every kind with every nasty text; `turns` times as many."""
    entries = tuple(_nasty_entries(turns))
    first = min(entry.date for entry in entries)
    return Book('Harbor "Street" Studio; | \\ ünï', "USD", ACCOUNTS, entries, first)


def _nasty_entries(turns: int) -> Iterator[BookEntry]:
    number = 0
    for turn in range(turns):
        for text in NASTY_TEXTS:
            number += 1
            day = dt.date(2025, 3, 1) + dt.timedelta((7 * number) % 300)
            amount = Decimal(f"{number}.{number % 10000:04d}") + Decimal("0.01")
            lines = (
                BookLine("1010", amount, "USD", text),
                BookLine("4000", -amount, "USD"),
                BookLine("5001" if turn == 0 else "5000", Decimal("0.0001"), "USD", "note: x, y"),
                BookLine("1.0", Decimal("-0.0001"), "USD"),
            )
            at = dt.datetime(2025, 12, 1, 8, 30, number % 60, 1234, tzinfo=dt.UTC)
            yield BookEntry(number, day, "normal", text, lines, None, at, "owner@example.com")
        for exchange in (number + 1, number + 2):
            yield exchange_entry(exchange)
        number += 3
        yield reversal_of(exchange_entry(number - 1), number)


def exchange_entry(number: int) -> BookEntry:
    """Four currencies in one entry, each balanced through its trading account."""
    lines = (
        BookLine("1-0", Decimal("-110.00"), "USD"),
        BookLine("3010", Decimal("110.00"), "USD"),
        BookLine("x/9", Decimal("100"), "EUR"),
        BookLine("3020", Decimal("-100"), "EUR"),
        BookLine("漢", Decimal("-15000"), "JPY"),
        BookLine("3030", Decimal("15000"), "JPY"),
        BookLine("2000", Decimal("1.005"), "KWD", "1.005 dinars"),
        BookLine("3040", Decimal("-1.005"), "KWD"),
    )
    return BookEntry(number, dt.date(2024, 12, 31), "opening", "Exchange", lines)


def reversal_of(entry: BookEntry, number: int) -> BookEntry:
    """The opposite entry."""
    lines = tuple(replace(line, amount=-line.amount) for line in entry.lines)
    return BookEntry(number, entry.date, "reversal", "Back", lines, entry.number)


def balances(book: Book) -> dict[tuple[str, str], Decimal]:
    """(account code, currency) -> sum, of accounts that moved; zero sums are left out."""
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for entry in book.entries:
        for line in entry.lines:
            sums[line.account_code, line.currency] += line.amount
    return {place: amount for place, amount in sums.items() if amount}


TYPES = ("asset", "liability", "equity", "income", "expense")
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
AMOUNTS = st.decimals(
    min_value=Decimal("0.0001"), max_value=Decimal("99999999999999"), places=4, allow_nan=False
)


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Any book: accounts of two currencies with any text as code and name, balanced entries."""
    codes = draw(st.lists(TEXTS.filter(bool), min_size=4, max_size=8, unique=True))
    accounts = [
        BookAccount(
            code=code,
            name=draw(TEXTS),
            type=draw(st.sampled_from(TYPES)),
            currency=("USD", "KWD")[place % 2],
            parent_code=draw(st.sampled_from(["", *codes[:place]])),
            description=draw(TEXTS),
        )
        for place, code in enumerate(codes)
    ]
    entries = tuple(_entry(draw, number, accounts) for number in range(1, draw(st.integers(2, 6))))
    return Book(draw(TEXTS), "USD", tuple(accounts), entries, dt.date(1970, 1, 1))


def _entry(draw: st.DrawFn, number: int, accounts: list[BookAccount]) -> BookEntry:
    lines: list[BookLine] = []
    for currency in draw(st.sampled_from([("USD",), ("KWD",), ("USD", "KWD")])):
        fitting = [a.code for a in accounts if a.currency == currency]
        amount = draw(AMOUNTS)
        lines.append(BookLine(draw(st.sampled_from(fitting)), amount, currency, draw(TEXTS)))
        lines.append(BookLine(draw(st.sampled_from(fitting)), -amount, currency))
    day = draw(st.dates(dt.date(1970, 1, 1), dt.date(2100, 1, 1)))
    return BookEntry(number, day, "normal", draw(TEXTS), tuple(lines))
