"""Which caches there are: Redis where one is given, else this process's memory.

Here: the CACHES setting. Not here: what happens while Redis is down (core/cache.py).
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

SCHEMES = ("redis://", "rediss://", "unix://")
MALFORMED = "REDIS_URL must look like redis://:password@host:6379/0 (or rediss://, unix://)"


def cache_settings(url: str) -> dict[str, Any]:
    """`default` may forget; `limits` counts what is tried too often, and goes on counting.

    Raises ImproperlyConfigured for what is no address of a Redis, without showing it.
    """
    if not url:
        local = "django.core.cache.backends.locmem.LocMemCache"
        return {
            "default": {"BACKEND": local, "LOCATION": "default"},
            "limits": {"BACKEND": local, "LOCATION": "limits"},
        }
    if not url.startswith(SCHEMES):
        raise ImproperlyConfigured(f"{MALFORMED}.")
    return {
        "default": {"BACKEND": "ledgerflow.core.cache.ForgettingRedisCache", "LOCATION": url},
        "limits": {
            "BACKEND": "ledgerflow.core.cache.CountingRedisCache",
            "LOCATION": url,
            "KEY_PREFIX": "limits",
        },
    }
