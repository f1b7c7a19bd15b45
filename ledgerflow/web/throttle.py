"""Slowing down guesses at what only one person should know: links with a secret, keys.

Here: counting failures in the cache `limits`, which goes on counting while Redis is away. Not
here: passwords and codes, which allauth counts (settings/signin.py). A cache that forgets only
lets somebody try again; it never locks anybody out.
"""

import hashlib

from django.core.cache import caches

from ledgerflow.core.errors import LimitError

CACHE = "limits"
FAILURES_MAX = 8
WINDOW_SECONDS = 300


def refuse_guessing(what: str, address: str) -> None:
    """LimitError when too many guesses at `what` failed from this address lately."""
    if caches[CACHE].get(_key(what, address), 0) >= FAILURES_MAX:
        raise LimitError(
            "Too many attempts failed.",
            code="too_many_attempts",
            hint=f"Wait {WINDOW_SECONDS // 60} minutes, then try again.",
        )


def count_failure(what: str, address: str) -> None:
    """Remember a failed attempt for a few minutes."""
    key = _key(what, address)
    cache = caches[CACHE]
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        cache.incr(key)
    except ValueError:  # it ran out between the two calls
        cache.set(key, 1, WINDOW_SECONDS)


def _key(what: str, address: str) -> str:
    who = f"{what.strip().casefold()}|{address}"
    return "guesses:" + hashlib.sha256(who.encode()).hexdigest()
