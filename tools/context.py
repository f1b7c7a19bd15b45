"""What a tool may ask for: nothing else of LedgerFlow is within its reach.

Here: the protocol that a tool's first parameter has, and the frozen records it hands out. Not
here: who fills it (ledgerflow/agents/context.py), or the guard behind `fetch` (outbound/). A tool
function takes `context: ToolContext` first; the model neither sees nor sets it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer from outside. `body` is cut at the limit asked for; `was_cut` says so."""

    url: str
    status: int
    content_type: str
    body: bytes
    was_cut: bool = False
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SimilarDecision:
    """What people of this business decided for descriptions like the one asked for.

    `business_percent` 0..100; `times` how often; `direction` "in" or "out".
    """

    description: str
    payee: str
    account: str
    business_percent: Decimal
    times: int
    last_date: dt.date
    direction: str


@dataclass(frozen=True, slots=True)
class MerchantFact:
    """What shipped knowledge says of a merchant: its name, trade, usual kind of account."""

    name: str
    trade: str
    account_hint: str
    how_sure: str


class ToolContext(Protocol):
    """One run's view of the world; a tool holds it no longer than its call."""

    @property
    def searxng_url(self) -> str | None:
        """The search server's base address, from the operator's environment; None: no search."""

    @property
    def seconds_left(self) -> float:
        """How long this call may still take."""

    def fetch(
        self,
        url: str,
        *,
        purpose: str,
        seconds: float,
        max_bytes: int,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        """GET through the outbound guard; recorded in the log of what left.

        `purpose` is "search" or "page". Raises OutboundRefused or ToolFailed.
        """

    def kept(self, key: str, seconds: int, make: Callable[[], str]) -> str:
        """What was made for this key at most `seconds` ago, else made now. Text only."""

    def found_add(self, urls: Iterable[str]) -> None:
        """Remember addresses that a search of this run returned."""

    def was_found(self, url: str) -> bool:
        """True for an address that a search of this run returned."""

    def similar(self, text: str, limit: int) -> Sequence[SimilarDecision]:
        """Decided transactions of this business whose descriptions are like `text`, best first."""

    def merchants(self, name: str, limit: int) -> Sequence[MerchantFact]:
        """What shipped knowledge says of a merchant name, best first."""
