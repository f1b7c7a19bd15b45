"""What a Beancount file says before anything is worked out: directives as records.

Here: records. Not here: reading them (parsing.py) or booking them (booking.py).
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Cost:
    """{…} of a posting. `number` is per unit, `total` for all units ({{…}} or after #)."""

    number: Decimal | None = None
    total: Decimal | None = None
    currency: str = ""
    date: dt.date | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """@ or @@ of a posting; without a number it is worked out from the other postings."""

    number: Decimal | None
    currency: str
    is_total: bool


@dataclass(slots=True)
class Posting:
    """One posting as written; number and currency may be missing."""

    line: int
    account: str
    number: Decimal | None = None
    currency: str = ""
    cost: Cost | None = None
    price: Price | None = None
    note: str = ""


@dataclass(slots=True)
class Transaction:
    """A dated transaction with its postings in order."""

    line: int
    date: dt.date
    description: str
    postings: list[Posting] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Opened:
    """`open`: from when an account is used, with which currencies and booking method."""

    line: int
    date: dt.date
    currencies: frozenset[str]
    method: str


@dataclass(frozen=True, slots=True)
class Dated:
    """`close` of an account."""

    line: int
    date: dt.date


@dataclass(frozen=True, slots=True)
class Assertion:
    """`balance`: what an account with those below it holds at the beginning of a day."""

    line: int
    date: dt.date
    account: str
    number: Decimal
    currency: str
    tolerance: Decimal | None


@dataclass(frozen=True, slots=True)
class Pad:
    """`pad`: fill an account from another, up to the next assertion."""

    line: int
    date: dt.date
    account: str
    source: str


ROOTS = {
    "name_assets": ("Assets", "asset"),
    "name_liabilities": ("Liabilities", "liability"),
    "name_equity": ("Equity", "equity"),
    "name_income": ("Income", "income"),
    "name_expenses": ("Expenses", "expense"),
}


@dataclass(slots=True)
class Options:
    """The options that matter for books."""

    title: str = ""
    currency: str = ""
    method: str = "STRICT"
    multiplier: Decimal = Decimal("0.5")
    tolerances: dict[str, Decimal] = field(default_factory=dict)
    from_cost: bool = False
    auto_accounts: bool = False
    roots: dict[str, str] = field(default_factory=lambda: dict(ROOTS.values()))


@dataclass(slots=True)
class Journal:
    """A whole file."""

    options: Options = field(default_factory=Options)
    opened: dict[str, Opened] = field(default_factory=dict)
    closed: dict[str, Dated] = field(default_factory=dict)
    assertions: list[Assertion] = field(default_factory=list)
    pads: list[Pad] = field(default_factory=list)
    transactions: list[Transaction] = field(default_factory=list)
