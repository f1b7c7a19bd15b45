"""Invented statements for hypothesis: what a bank could print, within what a format carries.

Here: strategies of texts, lines and statements whose balances add up. Not here: writing them
(tests/writers). ROUND_TRIPS multiplies the number of examples for a long run.
"""

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from ledgerflow.core.money import currency_decimals
from ledgerflow.statements.parsed import Balance, ParsedLine, ParsedStatement

CURRENCIES = ("EUR", "USD", "GBP", "JPY", "KWD", "CLP", "TND")
"""With two, no and three decimals."""

TWO_OR_NO_DECIMALS = ("EUR", "USD", "GBP", "JPY")
"""For formats in which three decimals look like a thousand."""

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2069, 12, 31))
ANY_WORDS = st.text(
    st.characters(min_codepoint=33, exclude_categories=("C", "Z")), min_size=1, max_size=12
)
LATIN_WORDS = st.text("ABCXYZabcxyz0189ÄÖÜäöüßéèñçåøÅ&.,+'", min_size=1, max_size=10)
IDS = st.from_regex(r"[A-Z][A-Z0-9-]{3,14}", fullmatch=True)


def examples(number: int) -> int:
    """How many examples a test takes: `number` in the suite, more in a long run."""
    return number * int(os.environ.get("ROUND_TRIPS", "1"))


def texts(words: st.SearchStrategy[str], most: int = 6) -> st.SearchStrategy[str]:
    """Words with single spaces between them: readers put whitespace in order."""
    return st.lists(words, min_size=1, max_size=most).map(" ".join)


def amounts(currency: str, largest: int = 10**11) -> st.SearchStrategy[Decimal]:
    """Amounts with the currency's decimals, small ones and zero often."""
    minor = st.integers(-2000, 2000) | st.integers(-largest, largest)
    return minor.map(lambda number: Decimal(number).scaleb(-currency_decimals(currency)))


Changed = Callable[[st.DrawFn, ParsedLine], ParsedLine]


@st.composite
def statements(
    draw: st.DrawFn,
    *,
    text: st.SearchStrategy[str],
    currencies: tuple[str, ...] = CURRENCIES,
    days: st.SearchStrategy[dt.date] = DAYS,
    one_day: bool = False,
    zeros: bool = True,
    min_lines: int = 0,
    largest: int = 10**11,
    more: Changed | None = None,
) -> ParsedStatement:
    """One account's statement, oldest line first, whose closing balance is right.

    `more` adds what the format carries beside date, amount, text and id. With `one_day` all
    lines are of the closing day, as in a format that has one day for a whole account.
    """
    currency = draw(st.sampled_from(currencies))
    money = amounts(currency, largest)
    moves = money if zeros else money.filter(bool)
    number = draw(st.integers(min_lines, max(min_lines, 7)))
    dates = sorted(draw(days) for _ in range(number + 1))
    end = dates[-1]
    lines = []
    for at in range(number):
        day = end if one_day else dates[at]
        line = ParsedLine(0, day, draw(moves), draw(text), bank_id=f"{draw(IDS)}{at}")
        lines.append(more(draw, line) if more else line)
    opening = draw(money)
    return ParsedStatement(
        account_id=draw(st.from_regex(r"[A-Z]{2}[0-9]{8,20}", fullmatch=True)),
        currency=currency,
        lines=tuple(lines),
        opening=Balance(opening, dates[0]),
        closing=Balance(opening + sum((x.amount for x in lines), Decimal(0)), end),
        period_start=dates[0],
        period_end=end,
    )


def facts(statement: ParsedStatement, of_lines: str, of_statement: str = "") -> tuple[object, ...]:
    """The named fields of a statement and of its lines, to be compared."""
    own = tuple(getattr(statement, name) for name in of_statement.split())
    names = of_lines.split()
    return (*own, [tuple(getattr(line, name) for name in names) for line in statement.lines])


def with_ids(statement: ParsedStatement, number: int) -> ParsedStatement:
    """The statement as the `number`th account of a file, whose accounts all differ."""
    return replace(statement, account_id=f"{statement.account_id}{number}")
