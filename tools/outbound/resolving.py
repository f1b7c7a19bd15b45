"""Asking a name server, and not waiting for it longer than one has.

Here: the operating system's resolver in a thread of its own, for it knows no time limit. Not here:
judging the answers (addresses.py).
"""

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

from tools.outbound.addresses import Resolve
from tools.outbound.failures import TooSlow

WAITING_MOST = 32
"""Threads that may hang in the resolver at one time; more would only pile up."""

_slots = threading.BoundedSemaphore(WAITING_MOST)


def within(resolve: Resolve, seconds: float, slots: threading.Semaphore = _slots) -> Resolve:
    """The same question, answered in so many seconds or TooSlow."""

    def asked(host: str, port: int, **how: Any) -> Sequence[tuple[Any, ...]]:
        if seconds <= 0 or not slots.acquire(timeout=seconds):
            raise TooSlow(f"There was no time left to find {host}.")
        answer: Future[Sequence[tuple[Any, ...]]] = Future()

        def work() -> None:
            try:
                answer.set_result(resolve(host, port, **how))
            except Exception as error:  # noqa: BLE001  it is raised where the question was asked
                answer.set_exception(error)
            finally:
                slots.release()

        threading.Thread(target=work, name="resolver", daemon=True).start()
        try:
            return answer.result(timeout=seconds)
        except TimeoutError as error:
            if answer.done():  # the resolver's own, not ours
                raise
            raise TooSlow(f"The name {host} was not found in {seconds:.0f} s.") from error

    return asked
