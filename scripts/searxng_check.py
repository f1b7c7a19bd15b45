"""Whether a SearXNG answers as agents' searches need it; for each thing that is wrong, the remedy.

Here: the expectations of the contract tests (tests/tools/search_tool), asked of a real instance.
Not here: reading its answers (tools/search_tool/searxng.py). Run as
`python scripts/searxng_check.py http://searxng:8080`, or `make searxng-check` with SEARXNG_URL
set. One line for each check; exit 1 where one fails. It searches seven times.
"""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from tools.context import Fetched
from tools.errors import ToolFailed
from tools.outbound.addresses import PORTS, OutboundPolicy, bracketed
from tools.outbound.client import get
from tools.search_tool.search import ANSWER_BYTES, SECONDS
from tools.search_tool.searxng import (
    ENGINES,
    NO_SERVER,
    NOT_RUNNING,
    OTHER_VERSION,
    SLOW,
    WRONG_ADDRESS,
    Found,
    ParametersRefused,
    found_in,
    search_url,
)

QUERY = "coffee roaster"
RAPID = 5


@dataclass
class Instance:
    """The SearXNG that is asked, and how long its searches took."""

    base_url: str
    seconds: list[float] = field(default_factory=list)

    def get(self, url: str) -> Fetched:
        """GET below the instance's address, with the limits of a search."""
        try:
            parts = urlsplit(self.base_url)
            port = parts.port or PORTS.get(parts.scheme, 0)
        except ValueError as error:
            raise ToolFailed("The address is not valid.", hint=NO_SERVER) from error
        policy = OutboundPolicy(frozenset({f"{bracketed(parts.hostname or '')}:{port}"}))
        return get(url, policy=policy, seconds=SECONDS, max_bytes=ANSWER_BYTES)

    def search(self) -> Found:
        """One search, its time remembered."""
        began = time.monotonic()
        found = found_in(self.get(search_url(self.base_url, QUERY)))
        self.seconds.append(time.monotonic() - began)
        return found

    def parameters(self, **parameters: str) -> Fetched:
        """What /search says to these parameters."""
        return self.get(f"{self.base_url.rstrip('/')}/search?{urlencode(parameters)}")


def answers(instance: Instance) -> str:
    """It answers at all."""
    fetched = instance.get(f"{instance.base_url.rstrip('/')}/healthz")
    if fetched.status != 200:
        raise ToolFailed(f"/healthz answers with {fetched.status}", hint=WRONG_ADDRESS)
    return "SearXNG answers"


def finds(instance: Instance) -> str:
    """A search gives JSON with results that have an address and a title."""
    found = instance.search()
    silent = ", ".join(found.silent_engines)
    if not found.results:
        raise ToolFailed(f"nothing is found; silent engines: {silent or 'none'}", hint=ENGINES)
    if not any(one.title and one.snippet for one in found.results):
        raise ToolFailed("no result has a title and a snippet", hint=OTHER_VERSION)
    told = f"; silent engines: {silent}" if silent else ""
    return f"a search finds {len(found.results)} results in JSON{told}"


def refuses(instance: Instance) -> str:
    """An empty question and a wrong parameter are 400 with a reason in JSON."""
    for parameters in ({"q": ""}, {"q": QUERY, "pageno": "abc"}):
        try:
            found_in(instance.parameters(**parameters, format="json"))
        except ParametersRefused:
            continue
        raise ToolFailed(f"a wrong question is not refused: {parameters}", hint=OTHER_VERSION)
    return "wrong questions are refused with a reason"


def is_told_apart(instance: Instance) -> str:
    """A format that it does not know comes as a page, and is seen to be none of JSON."""
    fetched = instance.parameters(q=QUERY, format="invented")
    if "json" in fetched.content_type.lower():
        raise ToolFailed("a page calls itself JSON", hint=OTHER_VERSION)
    return "a page does not call itself JSON"


def lets_through(instance: Instance) -> str:
    """Searches in quick succession are not limited."""
    for _ in range(RAPID):
        instance.search()
    return f"{RAPID} searches in a row are let through"


def is_quick(instance: Instance) -> str:
    """Searches end well before the tool gives them up."""
    slowest = max(instance.seconds)
    if slowest > SECONDS / 2:
        raise ToolFailed(f"the slowest search took {slowest:.1f} s", hint=SLOW)
    return f"the slowest search took {slowest:.1f} s"


CHECKS: tuple[Callable[[Instance], str], ...] = (
    answers,
    finds,
    refuses,
    is_told_apart,
    lets_through,
    is_quick,
)
STOPS_THE_REST = (answers, finds)


def checked(instance: Instance) -> Iterator[tuple[bool, str]]:
    """(whether it is fine, a line that says what) for each check that can be made."""
    for check in CHECKS:
        try:
            yield True, check(instance)
        except ToolFailed as error:
            hint = error.hint or NOT_RUNNING
            yield False, f"{error.message.rstrip('.')}.\n      {hint}"
            if check in STOPS_THE_REST:
                return


def main(arguments: list[str]) -> int:
    """Check the instance whose address is the one argument; 0 where all is fine."""
    base_url = arguments[0].strip() if arguments else ""
    if not base_url:
        print(f"FAIL  No address is given. {NO_SERVER}")  # noqa: T201
        return 1
    failures = 0
    for is_fine, line in checked(Instance(base_url)):
        failures += not is_fine
        print(f"{'ok   ' if is_fine else 'FAIL '} {line}")  # noqa: T201
    print("All is as it should be." if not failures else f"{failures} to mend.")  # noqa: T201
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
