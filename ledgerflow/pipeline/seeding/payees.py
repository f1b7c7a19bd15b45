"""Invented payees: their names, where their money goes, how much it is; pure.

Here: a few hundred names made of words, drawn with the frequencies that payees have (a few come
all the time, most hardly ever). Not here: lines (files.py).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ledgerflow.classification.payees import normalise

FIRST = ("Northwind", "Bluewater", "Stonegate", "Redwood", "Silverline", "Oakfield", "Brightside",
         "Clearbrook", "Eastgate", "Foxglove", "Goldcrest", "Highmoor", "Ironbridge", "Juno",
         "Kingsway", "Lakeside", "Meadowlark", "Newbury", "Orion", "Pinewood", "Quayside",
         "Riverbend", "Summit", "Tidewater")  # fmt: skip
KINDS: tuple[tuple[str, str, int, bool], ...] = (
    ("Supplies", "supplies", 60, False),
    ("Coffee", "meals", 7, False),
    ("Office", "office_expense", 40, False),
    ("Fuel", "car_truck", 55, False),
    ("Telecom", "telephone_internet", 45, False),
    ("Software", "software_subscriptions", 25, False),
    ("Insurance", "insurance", 120, False),
    ("Retail", "sales", 180, True),
    ("Freight", "postage_shipping", 30, False),
    ("Repairs", "repairs_maintenance", 150, False),
    ("Media", "advertising", 90, False),
    ("Energy", "utilities", 110, False),
    ("Travel", "travel", 210, False),
    ("Trading", "sales", 650, True),
    ("Legal", "legal_professional", 300, False),
    ("Property", "rent_property", 900, False),
)
"""Word, standard key of the account, usual amount, whether money comes in."""

SLOPE = 1.05
"""The second payee comes half as often as the first, the tenth a tenth as often: Zipf's law."""


@dataclass(frozen=True, slots=True)
class SeedPayee:
    """A payee: its name as the bank prints it, and as it is shown; amounts in cents.

    `confidence` is that of its suggestion: 0 where nothing is known of it.
    """

    printed: str
    key: str
    name: str
    account_key: str
    usual: int
    comes_in: bool
    confidence: str


@dataclass(frozen=True, slots=True)
class Payees:
    """Payees with how often they come."""

    all: tuple[SeedPayee, ...]
    weights: tuple[float, ...]

    def draw(self, rng: random.Random, count: int) -> Sequence[int]:
        """The places of so many payees, as they come."""
        return rng.choices(range(len(self.all)), cum_weights=self.weights, k=count)


def payees_make(number: str, count: int) -> Payees:
    """So many payees, always the same for a number; money comes in from every fifth or so."""
    rng = random.Random(f"{number}:payees")  # noqa: S311 - reproducible, not secret
    names = [(first, kind) for kind in KINDS for first in FIRST]
    rng.shuffle(names)
    made = tuple(_payee(rng, first, kind) for first, kind in names[:count])
    weights = accumulate(1 / (place + 1) ** SLOPE for place in range(len(made)))
    return Payees(made, tuple(weights))


def _payee(rng: random.Random, first: str, kind: tuple[str, str, int, bool]) -> SeedPayee:
    word, account_key, usual, comes_in = kind
    printed = f"{first} {word}".upper()
    said = normalise(printed)
    sure = rng.random()
    confidence = "0" if sure < 0.15 else f"{0.55 + 0.449 * rng.random():.5f}"
    return SeedPayee(
        printed=printed,
        key=said.key,
        name=said.display,
        account_key=account_key,
        usual=int(usual * 100 * (0.6 + rng.random())),
        comes_in=comes_in,
        confidence=confidence,
    )
