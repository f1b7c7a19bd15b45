"""Asking what LedgerFlow can do without: Redis, SearXNG, a language model's server.

Here: one small question to each, answered within a given time or OutsideError. Not here: what
follows from the answer (degraded.py, doctor/outside.py). No message holds an address's password.
"""

import json
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from ledgerflow.core.errors import OutsideError

ANSWER_BYTES = 2_000_000
SEARCH = "/search?q=ledgerflow&format=json"
ALIVE = "/healthz"
MODELS = "/models"


def redis_url() -> str | None:
    """Redis's address with its password; None where the cache is local memory."""
    cache = settings.CACHES["default"]
    return str(cache["LOCATION"]) if "Redis" in cache["BACKEND"] else None


def redis_version(url: str, seconds: float) -> str:
    """What Redis says it is, such as "7.2.4"."""
    client = redis.Redis.from_url(
        url,
        socket_connect_timeout=seconds,
        socket_timeout=seconds,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        told: Any = client.info("server")
    except redis.RedisError as error:
        raise OutsideError(f"Redis does not answer: {type(error).__name__}.") from error
    finally:
        client.close()
    return str(told.get("redis_version", ""))


def http_get(url: str, seconds: float) -> tuple[int, bytes]:
    """Status and body (at most 2 MB); no redirect is followed. `seconds` for each step."""
    try:
        parts = urlsplit(url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=seconds)
    except (ValueError, HTTPException) as error:
        raise OutsideError("The address is not valid.") from error
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET", path, headers={"Accept": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.read(ANSWER_BYTES)
    except (OSError, HTTPException, ValueError) as error:
        raise OutsideError(f"It does not answer: {type(error).__name__}.") from error
    finally:
        connection.close()


def is_json(body: bytes) -> bool:
    """True when the body is a JSON document."""
    try:
        json.loads(body)
    except ValueError:
        return False
    return True


def joined(base: str, path: str) -> str:
    """The address below a base, whether that ends with a slash or not."""
    return base.rstrip("/") + path
