"""What calls of tools brought earlier, kept in the cache for a while.

Here: keys that never mix two businesses, values that are checked when they come back. Not here:
what is worth keeping (calling.py, context.py). A cache that is down or empty only misses.
"""

import hashlib
import json
from typing import Any

from django.core.cache import BaseCache, caches

SECONDS_MAX = 30 * 24 * 3600


class Recall:
    """The cache as one business sees it; safe to use from several threads.

    `scope` names whose data it is, such as "12:34" (firm and business); "" keeps nothing at all.
    """

    def __init__(self, alias: str, scope: str) -> None:
        # Taken once: each thread asking for itself would open a connection of its own.
        self._cache: BaseCache | None = caches[alias] if scope else None
        self._scope = scope

    def get(self, *key: Any) -> Any | None:
        """What was put under this key, or None."""
        if self._cache is None:
            return None
        try:
            return self._cache.get(self._name(key))
        except Exception:  # noqa: BLE001  # the work must go on without whatever cache there is
            return None

    def put(self, *key: Any, value: Any, seconds: int) -> None:
        """Keep a value for so long; `seconds` of 0 keeps nothing."""
        if self._cache is None or seconds <= 0:
            return
        try:
            self._cache.set(self._name(key), value, min(seconds, SECONDS_MAX))
        except Exception:  # noqa: BLE001  # as above
            return

    def _name(self, key: tuple[Any, ...]) -> str:
        text = json.dumps([self._scope, *key], sort_keys=True)
        return f"agents:{hashlib.sha256(text.encode()).hexdigest()}"
