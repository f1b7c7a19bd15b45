"""What tools may ask for during one run, and the record of what left the machine for it.

Here: `RunContext`, shared by the calls of a run and safe between their threads, and the view that
one call has of it. Not here: who may call which tool (toolbox/), the guard behind every connection
(tools/outbound), or where similar decisions and merchants come from: they are handed in.

Three kinds of connections leave, each held by its own policy: searches go to the operator's search
server only; pages are read only from public addresses that a search of this run returned; models
are reached by the runner under `policy`.
"""

import hashlib
import math
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from django.conf import settings

from ledgerflow.agents.addresses import host_and_port, one_spelling, origin_of
from ledgerflow.agents.records import OutboundRecord
from ledgerflow.agents.storable import text_of
from ledgerflow.agents.toolbox.recall import Recall
from tools.context import Fetched, MerchantFact, SimilarDecision
from tools.errors import OutboundRefused, ToolFailed
from tools.outbound.addresses import OutboundPolicy
from tools.outbound.client import Hop, get

Similar = Callable[[str, int], Sequence[SimilarDecision]]
Merchants = Callable[[str, int], Sequence[MerchantFact]]

ROWS_MAX = 20
"""Similar decisions or merchants that one question may bring."""

FOUND_MAX = 1_000
OUTBOUND_MAX = 500
PURPOSE_MAX, URL_MAX, HOST_MAX, TEXT_MAX, WORDS_MAX = 10, 1_000, 253, 20_000, 300


def _no_similar(_text: str, _limit: int) -> Sequence[SimilarDecision]:
    raise ToolFailed("There are no books to look in.", hint="Name a business.")


def _no_merchants(_name: str, _limit: int) -> Sequence[MerchantFact]:
    raise ToolFailed("There is no shipped knowledge to look in.", hint="Name a business.")


class RunContext:
    """One run's view of the world (tools.context.ToolContext), and its outbound record.

    `policy` is the operator's: it names the private hosts where models run. `page_policy` holds
    for pages; by default no private host at all, for a search result could name one. `scope` says
    whose data the cache keeps ("firm:business"); "" keeps nothing. `clock` is monotonic seconds.
    """

    def __init__(
        self,
        *,
        searxng_url: str | None,
        policy: OutboundPolicy,
        similar: Similar = _no_similar,
        merchants: Merchants = _no_merchants,
        cache: str = "default",
        clock: Callable[[], float] = time.monotonic,
        scope: str = "",
        page_policy: OutboundPolicy | None = None,
    ) -> None:
        self.searxng_url = searxng_url
        self.policy = policy
        self.page_policy = page_policy or OutboundPolicy()
        self.clock = clock
        self.recall = Recall(cache, scope)
        self.outbound: list[OutboundRecord] = []
        self.found: set[str] = set()
        self._similar, self._merchants = similar, merchants
        self._lock = threading.Lock()

    @property
    def seconds_left(self) -> float:
        """No end of its own: each call has one (`for_call`)."""
        return math.inf

    def for_call(self, seconds: float) -> "CallContext":
        """The view of one call, which closes after so many seconds."""
        return CallContext(self, seconds)

    def outbound_add(self, record: OutboundRecord) -> None:
        """Note what left the machine or was kept from it."""
        with self._lock:
            if len(self.outbound) < OUTBOUND_MAX:
                self.outbound.append(record)

    def found_add(self, urls: Iterable[str]) -> None:
        """Remember addresses that a search of this run returned."""
        spelt = {one_spelling(url) for url in urls} - {""}
        with self._lock:
            self.found.update(sorted(spelt)[: FOUND_MAX - len(self.found)])

    def was_found(self, url: str) -> bool:
        """True for an address that a search of this run returned."""
        return one_spelling(url) in self.found

    def similar(self, text: str, limit: int) -> Sequence[SimilarDecision]:
        """Decided transactions of this business like `text`, best first; at most 20."""
        return tuple(self._similar(text, min(max(limit, 1), ROWS_MAX)))

    def merchants(self, name: str, limit: int) -> Sequence[MerchantFact]:
        """What shipped knowledge says of a merchant name, best first; at most 20."""
        return tuple(self._merchants(name, min(max(limit, 1), ROWS_MAX)))

    def kept(self, key: str, seconds: int, make: Callable[[], str]) -> str:
        """What was made for this key at most `seconds` ago, else made now. Text only."""
        known = self.recall.get("kept", key)
        if isinstance(known, str):
            return known
        made = make()
        self.recall.put("kept", key, value=made, seconds=seconds)
        return made

    def fetch(
        self,
        url: str,
        *,
        purpose: str,
        seconds: float,
        max_bytes: int,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        """GET through the outbound guard; recorded, refused or not.

        `purpose` is "search" (the operator's search server only) or "page" (only what a search of
        this run returned). Raises OutboundRefused or ToolFailed.
        """
        began = self.clock()

        def noted(hop: Hop) -> None:
            self.outbound_add(_left(hop, purpose, self.clock() - began))

        try:
            return get(
                url,
                policy=self._policy_for(url, purpose),
                seconds=seconds,
                max_bytes=max_bytes,
                headers=headers,
                noted=noted,
            )
        except OutboundRefused as refused:
            self.outbound_add(_kept_back(url, purpose, refused.message))
            raise

    def _policy_for(self, url: str, purpose: str) -> OutboundPolicy:
        if purpose == "page":
            if not self.was_found(url):
                raise OutboundRefused("No search of this run returned this address.")
            return self.page_policy
        base = self.searxng_url or ""
        if purpose != "search" or not origin_of(base) or origin_of(url) != origin_of(base):
            raise OutboundRefused("Searches go to the search server of SEARXNG_URL only.")
        # The operator named it in the environment: it may be private, and speak plain http.
        return replace(self.policy, private_hosts=frozenset({host_and_port(base)}))


class CallContext:
    """What one call of a tool sees. Once its time is over nothing can be fetched through it.

    `found` and `not_found` collect the addresses that this call found and asked for in vain.
    """

    def __init__(self, run: RunContext, seconds: float) -> None:
        self.found: list[str] = []
        self.not_found: list[str] = []
        self._run = run
        self._ends = run.clock() + seconds

    @property
    def searxng_url(self) -> str | None:
        """The search server's base address; None: no search."""
        return self._run.searxng_url

    @property
    def seconds_left(self) -> float:
        """How long this call may still take."""
        return max(self._ends - self._run.clock(), 0.0)

    def close(self) -> None:
        """End the call's time now: a tool that was given up reaches out no more."""
        self._ends = -math.inf

    def fetch(
        self,
        url: str,
        *,
        purpose: str,
        seconds: float,
        max_bytes: int,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        """As RunContext.fetch, within the time left."""
        left = self._left()
        return self._run.fetch(
            url, purpose=purpose, seconds=min(seconds, left), max_bytes=max_bytes, headers=headers
        )

    def kept(self, key: str, seconds: int, make: Callable[[], str]) -> str:
        """As RunContext.kept."""
        return self._run.kept(key, seconds, make)

    def found_add(self, urls: Iterable[str]) -> None:
        """As RunContext.found_add; a call that is over adds nothing."""
        if self.seconds_left > 0:
            kept = [url for url in urls if isinstance(url, str)][:FOUND_MAX]
            self.found += kept
            self._run.found_add(kept)

    def was_found(self, url: str) -> bool:
        """As RunContext.was_found."""
        found = self._run.was_found(url)
        if not found:
            self.not_found.append(text_of(url, URL_MAX))
        return found

    def similar(self, text: str, limit: int) -> Sequence[SimilarDecision]:
        """As RunContext.similar."""
        self._left()
        return self._run.similar(text, limit)

    def merchants(self, name: str, limit: int) -> Sequence[MerchantFact]:
        """As RunContext.merchants."""
        self._left()
        return self._run.merchants(name, limit)

    def _left(self) -> float:
        left = self.seconds_left
        if left <= 0:
            raise ToolFailed("The time of this call is over.")
        return left


def operator_context(
    *,
    similar: Similar = _no_similar,
    merchants: Merchants = _no_merchants,
    scope: str = "",
) -> RunContext:
    """A context as the settings say: their search server and their private hosts."""
    return RunContext(
        searxng_url=settings.SEARXNG_URL,
        policy=OutboundPolicy(private_hosts=settings.PRIVATE_HOSTS),
        similar=similar,
        merchants=merchants,
        scope=scope,
    )


def _left(hop: Hop, purpose: str, seconds: float) -> OutboundRecord:
    """The record of a request that left. A GET sends its address and nothing else of ours."""
    sent = text_of(hop.url)
    return OutboundRecord(
        purpose=purpose[:PURPOSE_MAX],
        method="GET",
        url=sent[:URL_MAX],
        host=hop.host[:HOST_MAX],
        address=hop.address,
        status=hop.status,
        sent_bytes=hop.sent_bytes,
        received_bytes=hop.received_bytes,
        sent_sha256=hashlib.sha256(sent.encode()).hexdigest(),
        sent_text=sent[:TEXT_MAX],
        milliseconds=round(seconds * 1_000),
    )


def _kept_back(url: str, purpose: str, why: str) -> OutboundRecord:
    """The record of a request that was not let out."""
    return OutboundRecord(
        purpose=purpose[:PURPOSE_MAX],
        method="GET",
        url=text_of(url, URL_MAX),
        host=host_and_port(url).rpartition(":")[0][:HOST_MAX],
        refused=text_of(why, WORDS_MAX),
    )
