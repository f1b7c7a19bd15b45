"""Sources of an answer, held to what the tools of the run really returned; pure.

Here: a source as a model gives it, and which of them stand. Not here: the tools, or the moment of
a source (classification/asking/suggesting.py). A model may invent an address or a sentence: what
no call of this run returned is dropped and counts as an attempt.
"""

import html
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlsplit

import pydantic

from ledgerflow.agents.kinds.answers import LISTED, StrictAnswer, Text, plain
from ledgerflow.agents.records import CallRecord, Refusal

SOURCES_MOST = 5
QUOTE_MOST = 300
QUOTE_LEAST = 4
"""Characters, without spaces, from which a quote says something."""

_URL_PAIR = re.compile(r'"url"\s*:\s*"([^"\\\s]+)"')
_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|([ntr"/\\]))')
_ENDS = "\"'“”‘’«»….[] \t\n"  # what models put around a quote


class SourceGiven(StrictAnswer):
    """Where an answer comes from: `quote` is copied word for word from a tool's result."""

    url: Text
    title: Text = ""
    quote: Text = ""


Sources = Annotated[list[SourceGiven], pydantic.Field(max_length=LISTED)]


class Seen(NamedTuple):
    """Something that a call returned under an address, with all the texts beside it."""

    url: str
    title: str
    text: str


def sources_checked(
    given: Sequence[SourceGiven], calls: Sequence[CallRecord]
) -> tuple[list[dict[str, str]], list[Refusal]]:
    """[{"url", "title", "quote"}] of the sources that stand; a refusal for each that does not."""
    seen = list(_seen(calls))
    kept: list[dict[str, str]] = []
    refusals = []
    for number, source in enumerate(given, 1):
        url, quote = source.url.strip(), source.quote.strip(_ENDS)
        under = [one for one in seen if one.url.rstrip("/") == url.rstrip("/")]
        holding = [one for one in under if _holds(one, quote)]
        if not under:
            refusals.append(Refusal("quote", f"source {number}: no call returned its address"))
        elif not holding:
            refusals.append(
                Refusal("quote", f"source {number}: its quote is not in what the call returned")
            )
        else:
            title = holding[0].title or source.title
            entry = {
                "url": holding[0].url,
                "title": plain(title, 200),
                "quote": plain(quote, QUOTE_MOST),
            }
            if entry not in kept:
                kept.append(entry)
    return kept[:SOURCES_MOST], refusals


def website_checked(given: str, calls: Sequence[CallRecord]) -> tuple[str, list[Refusal]]:
    """The website's host if some call named it, else "" and a refusal; "" stays "".

    A path is left out: no call vouches for it, and a person may click on it.
    """
    website = plain(given, 200)
    if not website:
        return "", []
    host = _host(website)
    named = re.compile(rf"(?<![\w-]){re.escape(host)}(?!\.?[\w-])")
    if host and any(named.search(one.text.casefold()) for one in _seen(calls)):
        return host, []
    return "", [Refusal("quote", "the website: no call returned its address")]


def _holds(seen: Seen, quote: str) -> bool:
    wanted = _folded(quote)
    return len(wanted) >= QUOTE_LEAST and wanted in _folded(seen.text)


def _seen(calls: Sequence[CallRecord]) -> Iterator[Seen]:
    """What the calls that succeeded returned, address by address."""
    for call in calls:
        if call.outcome != "ok":
            continue
        try:
            found, _ = json.JSONDecoder().raw_decode(call.result.lstrip())
        except (ValueError, RecursionError):  # cut off: its parts cannot be told apart
            text = _ESCAPE.sub(_unescaped, call.result)
            yield from (Seen(url, "", text) for url in _URL_PAIR.findall(call.result))
        else:
            yield from _walk(found)


def _walk(whole: Any) -> Iterator[Seen]:
    waiting = [whole]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            url = value.get("url")
            if isinstance(url, str) and url:
                texts = [part for part in value.values() if isinstance(part, str)]
                yield Seen(url, str(value.get("title") or ""), " ".join(texts))
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _unescaped(found: re.Match[str]) -> str:
    code, letter = found.groups()
    return chr(int(code, 16)) if code else {"n": " ", "t": " ", "r": " "}.get(letter, letter)


def _folded(text: str) -> str:
    """Lower case, one form of each character, no spaces: how quotes are compared."""
    return "".join(unicodedata.normalize("NFKC", html.unescape(text)).casefold().split())


def _host(url: str) -> str:
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.casefold().removeprefix("www.") if "." in host else ""
