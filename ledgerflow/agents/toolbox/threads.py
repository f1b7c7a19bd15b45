"""Work that may hang, in a thread that can be given up. Pure.

Here: waiting so long and no longer, and counting what never came back. Not here: what is worked
on. Python cannot end a thread; one that is given up keeps its memory until it ends by itself or
the process does, so only so many may be.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ABANDONED_MAX = 32
"""Per process; each holds a thread's stack and whatever the tool holds. Tools that keep to their
time end soon after, so it takes ones that hang for good to come here."""

_abandoned: list[threading.Thread] = []
_lock = threading.Lock()


@dataclass(slots=True)
class Ended:
    """How work ended: with a value, with an error, or not in time."""

    value: Any = None
    error: BaseException | None = None
    is_late: bool = False


class NoThreadLeft(Exception):
    """Too much earlier work of this process never came back."""


def run_within(seconds: float, work: Callable[[], Any]) -> Ended:
    """Do the work in a thread of its own, and wait at most so long. Raises NoThreadLeft only."""
    if abandoned_count() >= ABANDONED_MAX:
        raise NoThreadLeft
    ended = Ended()

    def run() -> None:
        try:
            ended.value = work()
        except BaseException as error:  # noqa: BLE001  # whatever a tool raises is contained
            ended.error = error

    thread = threading.Thread(target=run, name="tool", daemon=True)
    thread.start()
    thread.join(seconds)
    if not thread.is_alive():
        return ended
    with _lock:
        _abandoned.append(thread)
    return Ended(is_late=True)


def abandoned_count() -> int:
    """How many threads were given up and still run."""
    with _lock:
        _abandoned[:] = [thread for thread in _abandoned if thread.is_alive()]
        return len(_abandoned)
