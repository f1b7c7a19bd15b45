"""Keeping a batch from stampeding a model: so many requests at a time, none while it is down.

Here: one gate per model name, shared by the threads of this process. Not here: what counts as a
failure of the server (verdicts.py). After FAILURES in a row the gate is shut; after PAUSE seconds
one request may try, and its end opens or shuts the gate again; the others wait for that end.
"""

import threading
from typing import Literal

FAILURES = 5
PAUSE = 30.0


class Gate:
    """The breaker and the slots of one model. Times are seconds of the caller's clock."""

    def __init__(self, concurrency: int) -> None:
        self.slots = threading.BoundedSemaphore(concurrency)
        self._lock = threading.Lock()
        self._failures = 0
        self._shut_since: float | None = None
        self._trial_since: float | None = None

    def is_open(self, now: float) -> bool:
        """True when a request may be sent now; a request after the pause is the trial."""
        return self.standing(now) == "open"

    def standing(self, now: float) -> Literal["open", "shut", "tried"]:
        """As `is_open`; "tried" while another request is the trial that decides."""
        with self._lock:
            if self._shut_since is None:
                return "open"
            if now - self._shut_since < PAUSE:
                return "shut"
            # A trial that never reported back, as of a killed thread, blocks no longer than PAUSE.
            if self._trial_since is not None and now - self._trial_since < PAUSE:
                return "tried"
            self._trial_since = now
            return "open"

    def succeeded(self) -> None:
        """The server answered something: it is up."""
        with self._lock:
            self._failures, self._shut_since, self._trial_since = 0, None, None

    def told_nothing(self) -> None:
        """Neither up nor down: where this was the trial, the next request is one."""
        with self._lock:
            self._trial_since = None

    def failed(self, now: float) -> None:
        """The server did not answer, or answered that it cannot."""
        with self._lock:
            self._failures += 1
            if self._trial_since is not None or self._failures >= FAILURES:
                self._shut_since, self._trial_since = now, None


_gates: dict[tuple[str, int], Gate] = {}
_gates_lock = threading.Lock()


def gate_of(name: str, concurrency: int) -> Gate:
    """The gate of a model's row in this process; another concurrency is another gate."""
    with _gates_lock:
        return _gates.setdefault((name, concurrency), Gate(concurrency))


def gates_forget() -> None:
    """Start anew, as after an operator's change of the rows."""
    with _gates_lock:
        _gates.clear()
