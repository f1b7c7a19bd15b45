"""An invented account's true movements of money, and the damage that a print may show.

Here: Movement and History, and how a seeded one is made. Not here: drawing it (sheet.py), the
words on it (texts.py).

Amounts and balances are the holder's view: money in is positive, money owed is negative.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.pdf_zoo.texts import filled

CENT = Decimal("0.01")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Movement:
    """One true row. `printed` is the amount on paper; a `hidden` row is not on paper at all."""

    date: dt.date
    amount: Decimal
    lines: tuple[str, ...]
    printed: Decimal
    balance: Decimal = ZERO
    value_date: dt.date | None = None
    hidden: bool = False

    @property
    def text(self) -> str:
        """The whole description, its lines joined by one space."""
        return " ".join(self.lines)


@dataclass(frozen=True)
class History:
    """An opening balance and all rows after it, oldest first, each with its true balance."""

    opening: Decimal
    movements: tuple[Movement, ...]

    @property
    def closing(self) -> Decimal:
        """The true balance after all rows."""
        return self.opening + sum((m.amount for m in self.movements), ZERO)

    @property
    def shown(self) -> tuple[Movement, ...]:
        """The rows that are on paper."""
        return tuple(m for m in self.movements if not m.hidden)

    @property
    def money_in(self) -> Decimal:
        """The true sum of money in."""
        return sum((m.amount for m in self.movements if m.amount > 0), ZERO)

    @property
    def money_out(self) -> Decimal:
        """The true sum of money out, as a positive figure."""
        return -sum((m.amount for m in self.movements if m.amount < 0), ZERO)

    def days(self) -> Iterator[tuple[dt.date, list[Movement]]]:
        """The rows on paper, day by day."""
        for day in sorted({m.date for m in self.shown}):
            yield day, [m for m in self.shown if m.date == day]

    def day_end(self, day: dt.date) -> Decimal:
        """The true balance at the end of a day."""
        return [m.balance for m in self.movements if m.date == day][-1]

    def damaged(self, kind: str, rng: random.Random) -> "History":
        """The same truth with one row misprinted: "digit" changes an amount, "dropped" hides it."""
        at = rng.randrange(len(self.movements))
        row = self.movements[at]
        if kind == "digit":
            row = replace(row, printed=misprinted(row.amount, rng))
        elif kind == "dropped":
            row = replace(row, hidden=True)
        else:
            raise ValueError(f"no such damage: {kind}")
        return replace(self, movements=(*self.movements[:at], row, *self.movements[at + 1 :]))


def misprinted(amount: Decimal, rng: random.Random) -> Decimal:
    """The amount with another digit in one place; same number of digits, same sign."""
    digits = list(str(abs(amount)))
    places = [i for i, c in enumerate(digits) if c.isdigit()]
    at = rng.choice(places)
    digits[at] = rng.choice([d for d in "123456789" if d != digits[at]])
    return Decimal("".join(digits)).copy_sign(amount)


def balanced(opening: Decimal, rows: Sequence[Movement]) -> History:
    """A history of these rows, sorted by day (stable), with the balance after each."""
    balance, done = opening, []
    for row in sorted(rows, key=lambda r: r.date):
        balance += row.amount
        done.append(replace(row, balance=balance))
    return History(opening, tuple(done))


def movement(day: dt.date, amount: Decimal, *lines: str) -> Movement:
    """One row whose print is true."""
    return Movement(day, amount, lines, amount)


def invented(
    rng: random.Random,
    texts: Sequence[tuple[int, str]],
    first: dt.date,
    last: dt.date,
    count: int,
    *,
    opening: Decimal | None = None,
    places: int = 2,
    scale: int = 1,
) -> History:
    """`count` rows between two days; every tenth or so is printed twice, as two real ones are."""
    span = (last - first).days
    rows: list[Movement] = []
    while len(rows) < count:
        sign, text = rng.choice(texts)
        day = first + dt.timedelta(rng.randrange(span + 1))
        row = movement(day, sign * _size(rng, sign, places, scale), *filled(text, rng))
        if rng.random() < 0.6:
            row = replace(row, value_date=day + dt.timedelta(rng.choice([0, 0, 1, 2])))
        rows.append(row)
        if rng.random() < 0.08 and len(rows) < count:
            rows.append(row)
    if opening is None:
        opening = _size(rng, 1, places, scale)
    return balanced(opening, rows)


def _size(rng: random.Random, sign: int, places: int, scale: int) -> Decimal:
    top = 4800 if sign > 0 else 1900
    small = rng.random() < 0.5
    cents = rng.randrange(150, 9_900) if small else rng.randrange(9_900, top * 100)
    value = Decimal(cents * scale) / 100
    return value.quantize(CENT if places == 2 else Decimal(1))
