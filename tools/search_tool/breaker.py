"""A search server that is down is left alone for a while, rather than waited for every time.

Here: one breaker for each base address, shared by the threads of this process. Not here: what
counts as a failure (search.py).
"""

import threading
import time
from collections.abc import Callable

from tools.errors import ToolFailed

FAILURES_IN_A_ROW = 3
REST_SECONDS = 60.0


class Breaker:
    """Closed until three failures in a row; then open for a minute, then one request is tried."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until = 0.0
        self._last = ToolFailed("")

    def check(self) -> None:
        """Return where a request may be made; ToolFailed, with the last failure, while it rests."""
        with self._lock:
            if self._failures < FAILURES_IN_A_ROW:
                return
            left = self._rests_until - self._clock()
            if left <= 0:
                self._rests_until = self._clock() + REST_SECONDS  # this one tries; others wait
                return
            raise ToolFailed(
                f"The search server is left alone for {left:.0f} s more, after"
                f" {self._failures} failures in a row. The last: {self._last.message}",
                hint=self._last.hint,
            )

    def failed(self, error: ToolFailed) -> None:
        """A request failed."""
        with self._lock:
            self._failures += 1
            self._last = error
            if self._failures >= FAILURES_IN_A_ROW:
                self._rests_until = self._clock() + REST_SECONDS

    def worked(self) -> None:
        """A request was answered as it should be."""
        with self._lock:
            self._failures = 0


_breakers: dict[str, Breaker] = {}
_making = threading.Lock()


def breaker_of(base_url: str) -> Breaker:
    """The breaker of this search server; always the same one in a process."""
    with _making:
        return _breakers.setdefault(base_url, Breaker())
