"""The web of the golden set: recorded results instead of connections, behind the real tools.

Here: the context of a run whose searches and pages come from a row. Not here: the tools and their
checks, which run as they do in production: only the last step, the connection, is replaced.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from benchmarks.golden_set import Page, Row
from ledgerflow.agents.context import RunContext
from ledgerflow.classification.asking.sources import merchant_facts
from ledgerflow.classification.payees import fold
from tools.context import Fetched
from tools.errors import ToolFailed
from tools.outbound.addresses import OutboundPolicy

SEARXNG = "http://recorded.invalid"
_WORDS = re.compile(r"[^\W_]{3,}")


class RecordedContext(RunContext):
    """A run's context that connects to nothing: what a row recorded is all there is.

    `policy` is for the model alone, which a real run reaches over the network.
    """

    def __init__(self, row: Row, policy: OutboundPolicy | None = None) -> None:
        super().__init__(
            searxng_url=SEARXNG,
            policy=policy or OutboundPolicy(),
            similar=lambda _text, _limit: (),
            merchants=merchant_facts,
        )
        self._row = row

    def fetch(
        self,
        url: str,
        *,
        purpose: str,
        seconds: float,
        max_bytes: int,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        """The recorded results of a search, or the page of one of them."""
        if purpose == "search":
            query = parse_qs(urlsplit(url).query).get("q", [""])[0]
            return _json(url, _results(self._row.web, query))
        for page in self._row.web:
            if page.url == url:
                text = f"{page.title}\n{page.snippet}"
                return Fetched(url, 200, "text/plain; charset=utf-8", text.encode())
        raise ToolFailed("The page is not recorded.")

    def kept(self, key: str, seconds: int, make: Callable[[], str]) -> str:
        """Nothing is kept: rows must not answer for each other."""
        return make()


def _results(pages: tuple[Page, ...], query: str) -> dict[str, Any]:
    """SearXNG's answer: every page that shares a word with the query, the most words first."""
    asked = _words(query)
    shared = [(len(asked & _words(page.query)), page) for page in pages]
    found = [page for count, page in sorted(shared, key=lambda one: -one[0]) if count]
    return {
        "query": query,
        "results": [
            {"title": p.title, "url": p.url, "content": p.snippet, "engine": "recorded"}
            for p in found
        ],
        "unresponsive_engines": [],
    }


def _words(text: str) -> set[str]:
    return set(_WORDS.findall(fold(text)))


def _json(url: str, value: Any) -> Fetched:
    return Fetched(url, 200, "application/json", json.dumps(value).encode())
