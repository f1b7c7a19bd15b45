"""A tool's view of the world in tests: real connections, everything else in memory.

Here: `PlainContext`, a ToolContext. Not here: the one of a run (ledgerflow/agents/context.py).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from tools.context import Fetched, MerchantFact, SimilarDecision
from tools.outbound.addresses import OutboundPolicy
from tools.outbound.client import get


class PlainContext:
    """`base_url` is the search server; it and `hosts` may be reached although they are private."""

    def __init__(
        self,
        base_url: str | None = None,
        hosts: Iterable[str] = (),
        decisions: Sequence[SimilarDecision] = (),
        facts: Sequence[MerchantFact] = (),
        seconds: float = 5.0,
    ) -> None:
        listed = {urlsplit(base_url).netloc} if base_url else set()
        self.searxng_url = base_url
        self.seconds_left = seconds
        self.policy = OutboundPolicy(frozenset(listed | set(hosts)))
        self.found: set[str] = set()
        self.fetched: list[str] = []
        self.cache: dict[str, str] = {}
        self.decisions, self.facts = decisions, facts
        self.asked: list[tuple[str, int]] = []

    def fetch(
        self,
        url: str,
        *,
        purpose: str,
        seconds: float,
        max_bytes: int,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        assert purpose in ("search", "page")
        self.fetched.append(url)
        return get(url, policy=self.policy, seconds=seconds, max_bytes=max_bytes, headers=headers)

    def kept(self, key: str, seconds: int, make: Callable[[], str]) -> str:
        assert seconds > 0
        if key not in self.cache:
            self.cache[key] = make()
        return self.cache[key]

    def found_add(self, urls: Iterable[str]) -> None:
        self.found.update(urls)

    def was_found(self, url: str) -> bool:
        return url in self.found

    def similar(self, text: str, limit: int) -> Sequence[SimilarDecision]:
        self.asked.append((text, limit))
        return self.decisions

    def merchants(self, name: str, limit: int) -> Sequence[MerchantFact]:
        self.asked.append((name, limit))
        return self.facts
