"""Sums in amounts, such as `(120.00 / 4 - 3) * 2`: exact where decimals can be, bounded always.

Here: numbers, + - * / and brackets, from tokens. Not here: how a program writes them (lexing).
"""

from collections.abc import Sequence
from decimal import Context, Decimal, InvalidOperation

DIGITS_MAX = 40
DEPTH_MAX = 40

_CONTEXT = Context(prec=28)


class BadSum(ValueError):
    """A sum that cannot be worked out; the message says why, without a full stop."""


def number_of(text: str) -> Decimal:
    """The number that digits with an optional point stand for. Raises BadSum."""
    if len(text) > DIGITS_MAX:
        raise BadSum(f"a number of {len(text):,} characters is no amount of money")
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise BadSum(f"{text[:40]!r} is no number") from error


def worked_out(tokens: Sequence[str | Decimal]) -> Decimal:
    """The value of a whole expression of numbers, "+-*/" and "()". Raises BadSum."""
    work = _Sum(tokens)
    value = work.total(0)
    if work.place != len(tokens):
        raise BadSum(f"{tokens[work.place]!s} is not expected there")
    return value


class _Sum:
    """Recursive descent with a bounded depth."""

    def __init__(self, tokens: Sequence[str | Decimal]) -> None:
        self.tokens = tokens
        self.place = 0

    def _next(self) -> str | Decimal | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def total(self, depth: int) -> Decimal:
        value = self._product(depth)
        while (sign := self._next()) in ("+", "-"):
            self.place += 1
            other = self._product(depth)
            value = _CONTEXT.add(value, other if sign == "+" else -other)
        return value

    def _product(self, depth: int) -> Decimal:
        value = self._factor(depth)
        while (sign := self._next()) in ("*", "/"):
            self.place += 1
            other = self._factor(depth)
            if sign == "*":
                value = _CONTEXT.multiply(value, other)
            elif other == 0:
                raise BadSum("it divides by zero")
            else:
                value = _CONTEXT.divide(value, other)
        return value

    def _factor(self, depth: int) -> Decimal:
        negative = False
        while (sign := self._next()) in ("+", "-"):
            negative ^= sign == "-"
            self.place += 1
        part = self._next()
        if part is None:
            raise BadSum("a number is missing at its end")
        self.place += 1
        if isinstance(part, Decimal):
            return -part if negative else part
        if part != "(":
            raise BadSum(f"{part} is not expected there")
        if depth >= DEPTH_MAX:
            raise BadSum("its brackets are nested too deeply")
        value = self.total(depth + 1)
        if self._next() != ")":
            raise BadSum("a bracket is not closed")
        self.place += 1
        return -value if negative else value
