"""The records of shipped knowledge and the weight of each kind of evidence; pure.

Here: entries, phrases, hits and their priors. Not here: reading the data (tables.py) or matching
a transaction (names.py, words.py).

The weights are shipped priors, not measurements. They stay at or below 0.80, so that shipped
knowledge alone never reaches the bar for accepting a suggestion without a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

MAX_PRIOR = Decimal("0.80")
STRONG = Decimal("0.55")
"""A specific word or a phrase of several words."""
WEAK = Decimal("0.32")
"""One general word."""
KNOWN_KIND = Decimal("0.75")
"""How sure a known name makes the kind of spending."""
ALSO = Decimal("0.45")
"""Factor: the next likely accounts of the same entry."""
PERSONAL = Decimal("0.30")
"""Ceiling where the spending looks private."""

_PLACES = Decimal("0.0001")

Trades = frozenset[str]
"""The trades that a business is in (trades.py); empty where unknown."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One group of the shipped data. `category` is an id of categories.toml."""

    id: str
    what: str
    account: str
    category: str = ""
    also: tuple[str, ...] = ()
    direction: str = "any"
    prior: Decimal = STRONG
    personal: bool = False
    kinds: frozenset[str] = frozenset()
    only_trades: Trades = frozenset()
    account_by_trade: Mapping[str, str] | None = None
    version: str = "1"

    def account_for(self, trades: Trades) -> str:
        """The account this entry means for a trade; the data's own order decides between two."""
        for trade, account in (self.account_by_trade or {}).items():
            if trade in trades:
                return account
        return self.account


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """Words that stand side by side in a text, and the entry that they point to."""

    words: tuple[str, ...]
    entry: Entry
    strong: bool


@dataclass(frozen=True, slots=True)
class Share:
    """An account and how sure it is; `first` is False for an entry's next likely accounts."""

    account: str
    confidence: Decimal
    first: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """What one piece of evidence says; `reason` is for a person.

    `kind_sure` (0..1) is how sure the kind of spending is, whatever account it belongs to: a
    supermarket is surely groceries, and hardly surely private.
    """

    entry: Entry
    shares: tuple[Share, ...]
    reason: str
    kind_sure: Decimal

    @property
    def confidence(self) -> Decimal:
        """How sure the entry's own account is, 0..0.80."""
        return self.shares[0].confidence


@lru_cache(maxsize=8192)
def shares(entry: Entry, confidence: Decimal, trades: Trades) -> tuple[Share, ...]:
    """The entry's own account, and its next likely ones with less confidence."""
    account = entry.account_for(trades)
    ceiling = PERSONAL if entry.personal and account == "owner_draw" else MAX_PRIOR
    sure = min(ceiling, confidence).quantize(_PLACES)
    less = (sure * ALSO).quantize(_PLACES)
    others = [other for other in (entry.account, *entry.also) if other != account]
    return (Share(account, sure, True), *(Share(other, less, False) for other in others))
