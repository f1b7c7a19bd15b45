"""Slowing down guesses at passwords.

Here: counting failures in the cache `limits`, which goes on counting while Redis is away. Not
here: signing in. A cache that forgets only lets somebody try again; it never locks anybody out.
"""

import hashlib

from django.core.cache import caches

from ledgerflow.core.errors import LimitError

CACHE = "limits"
FAILURES_MAX = 8
WINDOW_SECONDS = 300


def refuse_guessing(email: str, address: str) -> None:
    """LimitError when this account had too many failures from this address lately."""
    if caches[CACHE].get(_key(email, address), 0) >= FAILURES_MAX:
        raise LimitError(
            "Too many attempts to sign in failed.",
            code="too_many_attempts",
            hint=f"Wait {WINDOW_SECONDS // 60} minutes, then try again.",
        )


def count_failure(email: str, address: str) -> None:
    """Remember a failed attempt for a few minutes."""
    key = _key(email, address)
    cache = caches[CACHE]
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        cache.incr(key)
    except ValueError:  # it ran out between the two calls
        cache.set(key, 1, WINDOW_SECONDS)


def _key(email: str, address: str) -> str:
    who = f"{email.strip().casefold()}|{address}"
    return "sign-in:" + hashlib.sha256(who.encode()).hexdigest()
