"""Delimited files of any length in four layouts, invented, for measuring.

Here: the text of the files. Not here: measuring (bench_csv_million.py).
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

_WORDS = "GROCERY CARD COFFEE RENT POWER WATER TRAIN BOOKS SHOP MARKET PHARMA FUEL".split()  # noqa: SIM905
_FIRST_DAY = dt.date(2015, 1, 1)
_DAYS = 3650


class Fact(NamedTuple):
    """One movement; money in cents."""

    day: dt.date
    cents: int
    text: str
    balance: int


def facts(count: int) -> Iterator[Fact]:
    """Movements of ten years, always the same ones."""
    rng = random.Random(4)  # noqa: S311 - reproducible, not secret
    balance = 1_000_000
    for number in range(count):
        out = rng.random() < 0.7
        cents = -rng.randint(100, 50_000) if out else rng.randint(100, 120_000)
        balance += cents
        text = f"{rng.choice(_WORDS)} {rng.choice(_WORDS)} {rng.randint(1, 99_999)}"
        yield Fact(_FIRST_DAY + dt.timedelta(number * _DAYS // count), cents, text, balance)


def _plain(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _german(cents: int) -> str:
    whole = f"{abs(cents) // 100:,}".replace(",", ".")
    return f"{'-' if cents < 0 else ''}{whole},{abs(cents) % 100:02d}"


def _simple(count: int) -> Iterator[str]:
    yield "Date,Description,Amount,Balance"
    for day, cents, text, balance in facts(count):
        yield f"{day},{text},{_plain(cents)},{_plain(balance)}"


def _quoted(count: int) -> Iterator[str]:
    yield '"Buchungstag";"Valuta";"Verwendungszweck";"Betrag";"Saldo"'
    for day, cents, text, balance in facts(count):
        date = f"{day:%d.%m.%Y}"
        yield f'"{date}";"{date}";"{text} Überweisung";"{_german(cents)}";"{_german(balance)}"'


def _in_and_out(count: int) -> Iterator[str]:
    yield "Date,Details,Paid out,Paid in,Balance"
    for day, cents, text, balance in facts(count):
        sides = f"{_plain(-cents)}," if cents < 0 else f",{_plain(cents)}"
        yield f"{day:%d/%m/%Y},{text},{sides},{_plain(balance)}"


def _wide(count: int) -> Iterator[str]:
    yield (
        "Booking date,Value date,Counterparty,Description,Type,Reference,Amount,Balance,Currency"
    )
    for number, (day, cents, text, balance) in enumerate(facts(count)):
        kind = "Card" if cents < 0 else "Credit"
        words = f"{text.split()[0]} Ltd,{text},{kind},R{number:09d}"
        yield f"{day},{day},{words},{_plain(cents)},{_plain(balance)},EUR"


LAYOUTS: dict[str, Callable[[int], Iterator[str]]] = {
    "simple": _simple,
    "quoted": _quoted,
    "in_and_out": _in_and_out,
    "wide": _wide,
}
"""Four columns; five in quotes with decimal commas; an in and an out column; nine columns."""


def write(layout: str, count: int, path: Path) -> None:
    """Write a file of `count` lines."""
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(f"{line}\n" for line in LAYOUTS[layout](count))
