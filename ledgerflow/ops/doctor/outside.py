"""Check: Redis, SearXNG and the language model's server, where they are set.

Here: whether each answers as LedgerFlow needs it. Not here: the questions (ops/outside.py). The
books go on without them, so none of this is a failure.
"""

from collections.abc import Iterator
from http import HTTPStatus

from django.conf import settings

from ledgerflow.core.errors import OutsideError
from ledgerflow.ops.doctor.finding import Installation, Said, not_configured, ok, warning
from ledgerflow.ops.outside import (
    MODELS,
    SEARCH,
    http_get,
    is_json,
    joined,
    redis_url,
    redis_version,
)

REDIS = (7, 2)
SECONDS = 5.0
NEEDS_KEY = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


def look(installation: Installation) -> Iterator[Said]:
    """Each in turn."""
    yield cache(redis_url())
    yield search(settings.SEARXNG_URL)
    yield model(settings.LLM_BASE_URL)


def cache(url: str | None) -> Said:
    """Redis and its version."""
    if url is None:
        return not_configured(
            "No Redis: each process keeps its own cache and counts sign-ins for itself.",
            "With more than one web process set REDIS_URL.",
        )
    try:
        found = redis_version(url, SECONDS)
    except OutsideError as error:
        return warning(error.message, "Start Redis, or correct REDIS_URL.")
    numbers = tuple(int(part) for part in found.split(".")[:2] if part.isdecimal())
    if numbers < REDIS:
        return warning(
            f"Redis {found or 'of an unknown version'} is older than 7.2.",
            "Run Redis 7.2 or later; its content may be lost.",
        )
    return ok(f"Redis {found} answers.")


def search(base: str | None) -> Said:
    """SearXNG and its JSON format."""
    if not base:
        return not_configured("No web search for agents.", "Set SEARXNG_URL to use it.")
    try:
        status, body = http_get(joined(base, SEARCH), SECONDS)
    except OutsideError as error:
        return warning(f"SearXNG: {error.message}", "Start SearXNG, or correct SEARXNG_URL.")
    if status == HTTPStatus.FORBIDDEN:
        return warning(
            "SearXNG refuses (403): its JSON format is off.",
            "Add `json` to search.formats in SearXNG's settings.yml.",
        )
    if status != HTTPStatus.OK or not is_json(body):
        return warning(
            f"SearXNG does not answer a search with JSON (status {status}).",
            "Let SEARXNG_URL name SearXNG itself, without /search.",
        )
    return ok("SearXNG answers in JSON.")


def model(base: str | None) -> Said:
    """The model's server."""
    if not base:
        return not_configured(
            "No language model's server is watched.",
            "LLM_BASE_URL names one. Models that agents ask are rows in the admin under Agents.",
        )
    try:
        status, body = http_get(joined(base, MODELS), SECONDS)
    except OutsideError as error:
        return warning(f"The model: {error.message}", "Start its server, or correct LLM_BASE_URL.")
    if status in NEEDS_KEY:
        return ok("The language model's server answers; it wants a key.")
    if status != HTTPStatus.OK or not is_json(body):
        return warning(
            f"The model's server does not list its models (status {status}).",
            "Let LLM_BASE_URL end where the OpenAI protocol begins, mostly with /v1.",
        )
    return ok("The language model's server answers.")
