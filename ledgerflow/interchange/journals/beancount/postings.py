"""Beancount's postings and amounts, from tokens: sums, costs, prices.

Here: syntax. Not here: what is missing in them (booking.py).
"""

import datetime as dt
import re
from decimal import Decimal

from ledgerflow.interchange.journals.arithmetic import BadSum, number_of, worked_out
from ledgerflow.interchange.journals.beancount.lexing import (
    ACCOUNT,
    CURRENCY,
    NUMBER,
    NoSyntax,
    Token,
    string_of,
    tokens_of,
)
from ledgerflow.interchange.journals.beancount.records import Cost, Posting, Price

_FLAGS = frozenset("*!&#?%")
_SUM_SIGNS = frozenset("+-*/()")
_SIMPLE = re.compile(
    rf"[ \t]+(?:[*!][ \t]+)?({ACCOUNT})(?:[ \t]+(-?{NUMBER})[ \t]+({CURRENCY}))?[ \t\r]*(?:;.*)?\Z"
)
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.|\Z)")


class Reader:
    """Tokens of one line and how far they are read."""

    def __init__(self, tokens: list[Token], place: int = 0) -> None:
        self.tokens = tokens
        self.place = place

    @property
    def next(self) -> Token | None:
        """The token to come."""
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self, kind: str, what: str) -> str:
        """The next token's text, which must be of a kind. Raises NoSyntax naming `what`."""
        token = self.next
        if token is None or token.kind != kind:
            raise NoSyntax(f"{what} is missing" + (f" before {token.text!r}" if token else ""))
        self.place += 1
        return token.text

    def is_sign(self, *signs: str) -> bool:
        """True where one of these signs comes next."""
        token = self.next
        return token is not None and token.kind == "sign" and token.text in signs

    def skip_sign(self, *signs: str) -> str:
        """The sign that came next, or ""."""
        if not self.is_sign(*signs):
            return ""
        self.place += 1
        return self.tokens[self.place - 1].text

    def end(self) -> None:
        """Nothing may follow. Raises NoSyntax."""
        if self.next is not None:
            raise NoSyntax(f"{self.next.text[:40]!r} is not expected there")


def day_of(text: str) -> dt.date:
    """A date as written. Raises NoSyntax."""
    year, month, day = text.replace("/", "-").split("-")
    try:
        return dt.date(int(year[:5]), int(month[:3]), int(day[:3]))
    except ValueError:
        raise NoSyntax(f"{text[:40]} is no day of the calendar") from None


def plain_number(text: str) -> Decimal:
    """A number as written, thousands set apart by commas. Raises NoSyntax."""
    if "," in text:
        if not _GROUPED.match(text):
            raise NoSyntax(f"{text[:40]} has a comma that sets no thousands apart")
        text = text.replace(",", "")
    try:
        return number_of(text)
    except BadSum as error:
        raise NoSyntax(str(error)) from error


def number_read(reader: Reader) -> Decimal | None:
    """A number or a sum; None where none comes next. Raises NoSyntax."""
    parts: list[str | Decimal] = []
    depth = 0
    while (token := reader.next) is not None:
        if token.kind == "number":
            if parts and isinstance(parts[-1], Decimal):
                break
            parts.append(plain_number(token.text))
        elif token.kind == "sign" and token.text in _SUM_SIGNS:
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            parts.append(token.text)
        else:
            break
        reader.place += 1
    if not parts:
        return None
    if len(parts) == 1 and isinstance(parts[0], Decimal):
        return parts[0]
    try:
        return worked_out(parts)
    except BadSum as error:
        raise NoSyntax(f"the sum cannot be worked out: {error}") from error


def currency_read(reader: Reader) -> str:
    """A currency, or "" where none comes next."""
    if reader.next is not None and reader.next.kind == "currency":
        return reader.take("currency", "a currency")
    return ""


def posting_read(line: int, text: str) -> Posting:
    """The posting that an indented line is. Raises NoSyntax."""
    simple = _SIMPLE.match(text)
    if simple:
        account, number, currency = simple.groups()
        if number is None:
            return Posting(line, account)
        value = plain_number(number[1:]).copy_negate() if number[0] == "-" else plain_number(number)
        return Posting(line, account, value, currency)
    reader = Reader(tokens_of(text))
    if reader.is_sign(*_FLAGS) or _is_letter_flag(reader):
        reader.place += 1
    posting = Posting(line, reader.take("account", "an account"))
    posting.number = number_read(reader)
    posting.currency = currency_read(reader)
    opening = reader.skip_sign("{", "{{")
    if opening:
        posting.cost = _cost_read(reader, is_total=opening == "{{")
    at = reader.skip_sign("@", "@@")
    if at:
        number = number_read(reader)
        if number is not None and number < 0:
            raise NoSyntax("a price below zero is not expected there")
        posting.price = Price(number, currency_read(reader), at == "@@")
    reader.end()
    return posting


def _is_letter_flag(reader: Reader) -> bool:
    first, *rest = reader.tokens[:2]
    return bool(
        first.kind == "currency" and len(first.text) == 1 and rest and rest[0].kind == "account"
    )


def _cost_read(reader: Reader, *, is_total: bool) -> Cost:
    number = total = day = None
    currency = label = ""
    closing = "}}" if is_total else "}"
    while not reader.skip_sign(closing):
        token = reader.next
        if token is None:
            raise NoSyntax(f"the cost is not closed by {closing}")
        if token.kind == "date":
            day = day_of(reader.take("date", "a date"))
        elif token.kind == "string":
            label = string_of(token)
            reader.place += 1
        elif reader.is_sign("*"):
            raise NoSyntax("{*} merges lots, which is not supported; name the lot or its cost")
        else:
            number, total, currency = _compound_read(reader)
        if not reader.skip_sign(",") and not reader.is_sign(closing):
            raise NoSyntax(f"the cost is not closed by {closing}")
    if is_total:
        if total is not None:
            raise NoSyntax("a cost in {{ }} is a total already; # is not expected in it")
        number, total = None, number
    return Cost(number, total, currency, day, label)


def _compound_read(reader: Reader) -> tuple[Decimal | None, Decimal | None, str]:
    """`PER # TOTAL CURRENCY`, of which each part may be missing."""
    number = number_read(reader)
    total = number_read(reader) if reader.skip_sign("#") else None
    currency = currency_read(reader)
    if number is None and total is None and not currency:
        token = reader.next
        raise NoSyntax(f"{token.text if token else ''!r} is not expected in a cost")
    return number, total, currency
