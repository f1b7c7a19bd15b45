"""What a process knows about a service that is away: when to ask it again, what it has missed.

Here: the memory of one outage. Not here: the service (core/cache.py).
"""

import logging
import time
from collections.abc import Callable, Iterable
from threading import Lock, Thread

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 10.0
"""So long Redis is not asked again after it failed."""

MISSED_MAX = 10_000


class Outage:
    """What this process knows about one Redis: whether to ask it, and what it has missed.

    Shared by all threads. A change that Redis missed would leave it with an old value, such as a
    session that has ended; these keys are removed before it is used again.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._until: float | None = None
        self._missed: set[str] = set()

    def may_ask(self, probe: Callable[[], None]) -> bool:
        """True while Redis works.

        After each pause one caller starts `probe` in a thread, which ends in `worked` or
        `failed`: no page waits for a server, or for its name, that may still be away.
        """
        with self._lock:
            if self._until is None:
                return True
            now = time.monotonic()
            if now >= self._until:
                self._until = now + PAUSE_SECONDS
                Thread(target=probe, name="redis probe", daemon=True).start()
            return False

    def failed(self, reason: BaseException) -> None:
        """Stop asking for a while; say so once per outage, without address or data."""
        with self._lock:
            first = self._until is None
            self._until = time.monotonic() + PAUSE_SECONDS
        if first:
            kind = type(reason).__name__
            logger.warning("Redis does not answer (%s). Work goes on without it.", kind)

    def worked(self) -> None:
        """Redis answers; say so when it had not."""
        with self._lock:
            again, self._until = self._until is not None, None
        if again:
            logger.warning("Redis answers again.")

    def miss(self, keys: Iterable[str]) -> None:
        """Remember keys whose change Redis has not seen; so many that one more means all."""
        with self._lock:
            if len(self._missed) <= MISSED_MAX:
                self._missed.update(keys)

    def missed(self) -> set[str]:
        """Take the remembered keys."""
        with self._lock:
            taken, self._missed = self._missed, set()
        return taken
