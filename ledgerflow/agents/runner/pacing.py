"""How long a run waits: its deadline, and the pauses before a request is sent again.

Here: backoff with jitter, a server's Retry-After, the time left. Not here: which faults are worth
another try (verdicts.py). Clock, sleep and chance are parameters: tests wait for nothing. Seconds.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """The clock and the manners of a run.

    `retries` counts requests sent again within one run, over all of its steps. A pause before the
    n-th is chosen by chance between half of and all of first_wait x 2^n, at most longest_wait.
    """

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    retries: int = 4
    first_wait: float = 0.5
    longest_wait: float = 20.0

    def wait_before(self, retry: int, asked_for: float | None) -> float:
        """Seconds to wait before the retry (0, 1 ...); never less than the server asked for."""
        longest = min(self.first_wait * 2.0**retry, self.longest_wait)
        chosen = longest * (1 + self.chance()) / 2
        return chosen if asked_for is None else max(chosen, asked_for)


REAL = Pace()


class Deadline:
    """When a run must be over. Waiting in a queue of our own does not count against it."""

    def __init__(self, seconds: float, pace: Pace) -> None:
        self._clock = pace.clock
        self._end = pace.clock() + seconds

    @property
    def left(self) -> float:
        """Seconds left, 0 when over."""
        return max(self._end - self._clock(), 0.0)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What is spent inside is added to the end."""
        since = self._clock()
        try:
            yield
        finally:
            self._end += self._clock() - since
