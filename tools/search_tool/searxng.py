"""What SearXNG answers, in every shape it is known to have.

Here: the address to ask, reading an answer, and for each way it can be wrong a message with the
setting to change. Not here: asking (search.py), connecting (tools/outbound).

Shapes of SearXNG as of 2026: JSON is off by default (403 in HTML); its limiter refuses with 429 in
HTML and without Retry-After; wrong parameters are 400 with {"error": ...}; an unknown format is
200 in HTML; engines that fail are listed in an answer of 200; key-value results have no URL; titles
hold HTML; the number of results is not told.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode, urlsplit

from tools.context import Fetched
from tools.errors import ToolFailed
from tools.plaintext import one_line, visible

TITLE_LONGEST, SNIPPET_LONGEST, URL_LONGEST = 200, 400, 500
RESULTS_MOST = 10
ENGINES_NAMED = 5

NO_SERVER = "Set SEARXNG_URL to the address of SearXNG, such as http://searxng:8080."
WRONG_ADDRESS = "SEARXNG_URL must name SearXNG itself, without /search."
JSON_OFF = "Add `json` to search.formats in SearXNG's settings.yml and restart SearXNG."
LIMITER_ON = (
    "Set server.limiter to false in SearXNG's settings.yml (it is reached from inside only), or"
    " list LedgerFlow's address under pass_ip in its limiter.toml."
)
NOT_RUNNING = "Start SearXNG, or correct SEARXNG_URL; its own log says why it stopped."
SLOW = "Lower outgoing.request_timeout in SearXNG's settings.yml, or switch slow engines off."
ENGINES = "See the engines in SearXNG's settings.yml: switch off those that do not answer."
OTHER_VERSION = "Use the version of SearXNG that docker-compose.yml names."


@dataclass(frozen=True, slots=True)
class Result:
    """One result that can be used: a web address, its title and a snippet as plain lines."""

    title: str
    url: str
    snippet: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found. `silent_engines` are those that did not answer, with the reason."""

    results: tuple[Result, ...] = ()
    silent_engines: tuple[str, ...] = ()


class ParametersRefused(ToolFailed):
    """SearXNG does not take this one question; it is not broken."""


def search_url(base_url: str, query: str) -> str:
    """Where a query is asked."""
    return f"{base_url.rstrip('/')}/search?{urlencode({'q': query, 'format': 'json'})}"


def found_in(fetched: Fetched) -> Found:
    """The results of an answer; ToolFailed with what the operator must change."""
    _check_status(fetched)
    if not _is_json(fetched):
        raise ToolFailed(
            "The search server answers with a page where JSON was asked for: its JSON format is"
            " not known to it, or it is no SearXNG.",
            hint=f"{JSON_OFF} {WRONG_ADDRESS}",
        )
    if fetched.was_cut:
        raise ToolFailed(
            f"The search server's answer is larger than {len(fetched.body) // 1_000_000} MB.",
            hint=WRONG_ADDRESS,
        )
    body = _document(fetched.body)
    results = body.get("results") if isinstance(body, dict) else None
    if not isinstance(results, list):
        raise ToolFailed(
            "The search server's JSON holds no list of results.",
            hint=f"{WRONG_ADDRESS} {OTHER_VERSION}",
        )
    silent = tuple(islice(_silent_engines(body.get("unresponsive_engines")), ENGINES_NAMED))
    return Found(tuple(_results(results)), silent)


def _check_status(fetched: Fetched) -> None:
    status = fetched.status
    if status == 200:
        return
    if status == 400 and _is_json(fetched):
        body = _document(fetched.body)
        told = one_line(body.get("error") if isinstance(body, dict) else "", SNIPPET_LONGEST)
        raise ParametersRefused(
            f"The search server does not take the question: {told or 'no reason is told'}.",
            hint=OTHER_VERSION,
        )
    message, hint = {
        403: ("The search server refuses (403): its JSON format is off.", JSON_OFF),
        404: ("The search server has no /search (404).", WRONG_ADDRESS),
        429: ("The search server's limiter refuses (429).", LIMITER_ON),
    }.get(status, (f"The search server answers with status {status}.", NOT_RUNNING))
    raise ToolFailed(message, hint=hint)


def _is_json(fetched: Fetched) -> bool:
    kind = fetched.content_type.partition(";")[0].strip().lower()
    return kind == "application/json" or kind.endswith("+json")


def _document(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ToolFailed(
            "The search server's answer is no valid JSON; it may have broken off.",
            hint=NOT_RUNNING,
        ) from error


def _results(entries: list[Any]) -> Iterator[Result]:
    seen = set()
    for entry in entries:
        url = web_address(entry.get("url")) if isinstance(entry, dict) else None
        if url is None or url in seen:
            continue
        seen.add(url)
        yield Result(
            title=one_line(entry.get("title"), TITLE_LONGEST),
            url=url,
            snippet=one_line(entry.get("content"), SNIPPET_LONGEST),
        )
        if len(seen) == RESULTS_MOST:
            return


def web_address(value: object) -> str | None:
    """The text of a plain http or https address; None for anything else."""
    if not isinstance(value, str) or len(value) > URL_LONGEST:
        return None
    try:
        parts = urlsplit(value)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    is_plain = " " not in value and "\\" not in value and visible(value) == value
    return value if is_web and is_plain and "@" not in parts.netloc else None


def _silent_engines(value: object) -> Iterator[str]:
    """ "name (reason)" for each engine of [[name, reason], ...]; other shapes say nothing."""
    for entry in value if isinstance(value, list) else ():
        told = [one_line(part, 60) for part in entry] if isinstance(entry, list) else []
        if told and told[0]:
            yield f"{told[0]} ({told[1]})" if len(told) > 1 and told[1] else told[0]
