"""Redis as a cache that the books do not depend on.

Here: Django's Redis cache, made to find nothing instead of failing while Redis is away, and one
that counts in local memory then. Not here: which of them is used (settings/caching.py).
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.retry import Retry

from ledgerflow.core.outage import MISSED_MAX, Outage

# A page may wait 0.3 s in all for a Redis that hangs; a healthy one answers in 0.001 s.
CONNECT_SECONDS = 0.2
ANSWER_SECONDS = 0.25

LOCAL = "limits while Redis is away"
"""The name of this process's own counts."""

FAILURES = (RedisError, OSError)

_outages: dict[str, Outage] = {}


class ForgettingClient(RedisCacheClient):
    """While Redis is away reads find nothing and writes do nothing; nothing raises."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        patience: dict[str, Any] = {
            "socket_connect_timeout": CONNECT_SECONDS,
            "socket_timeout": ANSWER_SECONDS,
            # Once more where Redis was restarted between two requests; never after a timeout.
            "retry": Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,)),
        }
        super().__init__(servers, **patience | options)
        # Django makes one client per thread; what is known about the server belongs to all.
        self._outage = _outages.setdefault(servers[0], Outage())

    def _ask(self, name: str, *given: Any, changed: Collection[str] = ()) -> Any:
        """The operation on Redis or instead of it; `changed` are the keys that it writes."""
        if not self._outage.may_ask(self._probe):
            return self._without(name, given, changed)
        try:
            self._catch_up()
            done = getattr(RedisCacheClient, name)(self, *given)
        except FAILURES as error:
            self._outage.failed(error)
            return self._without(name, given, changed)
        except ValueError:  # to count what is not there: an answer of a Redis that works
            self._outage.worked()
            raise
        self._outage.worked()
        return done

    def _probe(self) -> None:
        """Ask whether Redis is back, and bring it up to date before anybody relies on it."""
        try:
            self.get_client(None, write=True).ping()
            self._catch_up()
        except FAILURES as error:
            self._outage.failed(error)
        else:
            self._outage.worked()

    def _without(self, name: str, given: tuple[Any, ...], changed: Collection[str]) -> Any:
        self._outage.miss(changed)
        return self._instead(name, *given)

    def _instead(self, name: str, *given: Any) -> Any:
        """What Redis would say if it held nothing and could store nothing."""
        if name == "incr":
            raise ValueError(f"Key {given[0]!r} not found")
        answers: dict[str, Any] = {"get": given[-1] if given else None, "get_many": {}}
        return answers.get(name, False)

    def _catch_up(self) -> None:
        """Remove what Redis holds of keys that changed without it."""
        missed = self._outage.missed()
        if not missed:
            return
        try:
            if len(missed) > MISSED_MAX:
                super().clear()
            else:
                super().delete_many(missed)
        except FAILURES:
            self._outage.miss(missed)
            raise

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        """Whether it was stored."""
        return bool(self._ask("add", key, value, timeout, changed=[key]))

    def get(self, key: Any, default: Any) -> Any:
        """The value, or the default."""
        return self._ask("get", key, default)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        """Store it, or make sure that an older value is gone."""
        self._ask("set", key, value, timeout, changed=[key])

    def touch(self, key: Any, timeout: Any) -> bool:
        """Whether it was there; an old life span that stays in Redis is no wrong value."""
        return bool(self._ask("touch", key, timeout))

    def delete(self, key: Any) -> bool:
        """Whether it was there."""
        return bool(self._ask("delete", key, changed=[key]))

    def get_many(self, keys: Any) -> dict[Any, Any]:
        """Those that are there."""
        return dict(self._ask("get_many", keys))

    def has_key(self, key: Any) -> bool:
        """Whether it is there."""
        return bool(self._ask("has_key", key))

    def incr(self, key: Any, delta: int) -> int:
        """The new number; ValueError where the key is not there."""
        return int(self._ask("incr", key, delta, changed=[key]))

    def set_many(self, data: Mapping[Any, Any], timeout: Any) -> None:
        """Store all, or make sure that older values are gone."""
        self._ask("set_many", data, timeout, changed=[*data])

    def delete_many(self, keys: Any) -> None:
        """Remove all."""
        self._ask("delete_many", keys, changed=[*keys])

    def clear(self) -> bool:
        """Whether it was done."""
        return bool(self._ask("clear"))


class CountingClient(ForgettingClient):
    """For limits: while Redis is away each process counts for itself, so that they hold."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **options)
        self._local = LocMemCache(LOCAL, {})

    def _without(self, name: str, given: tuple[Any, ...], changed: Collection[str]) -> Any:
        if name in {"add", "get", "set", "incr", "delete"}:
            return getattr(self._local, name)(*given)
        return self._instead(name, *given)


class ForgettingRedisCache(RedisCache):
    """A cache that may forget at any time, Redis's outages included."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ForgettingClient


class CountingRedisCache(RedisCache):
    """A cache of counts that limit something."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = CountingClient
