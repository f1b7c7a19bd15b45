"""What an hledger or ledger journal says before anything is worked out.

Here: records. Not here: reading them (parsing.py) or booking them (booking.py).
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a commodity: an ISO code, or the commodity as written where it is no money."""

    number: Decimal
    commodity: str


@dataclass(frozen=True, slots=True)
class Price:
    """@ (of one unit) or @@ (of all), and {…} or {{…}}."""

    amount: Amount
    is_total: bool


@dataclass(frozen=True, slots=True)
class Assertion:
    """= of a posting: what its account holds after it.

    `is_total`: it holds nothing else (==). `is_inclusive`: with the accounts below it (=*).
    """

    amount: Amount
    is_total: bool
    is_inclusive: bool


@dataclass(slots=True)
class Posting:
    """One posting; without an amount it is worked out. `is_virtual`: written in [brackets]."""

    line: int
    account: str
    amount: Amount | None = None
    price: Price | None = None
    assertion: Assertion | None = None
    is_virtual: bool = False
    note: str = ""


@dataclass(slots=True)
class Transaction:
    """A dated transaction with its postings in order."""

    line: int
    date: dt.date
    description: str
    postings: list[Posting] = field(default_factory=list)


@dataclass(slots=True)
class Journal:
    """A whole file. `declared` maps accounts to (line, type or "")."""

    declared: dict[str, tuple[int, str]] = field(default_factory=dict)
    transactions: list[Transaction] = field(default_factory=list)
    precisions: dict[str, int] = field(default_factory=dict)
