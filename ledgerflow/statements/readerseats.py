"""How many children may read files for visitors of one web process at a time.

Here: the seats and waiting for one. Not here: the children (containment.py), whose memory and time
each have a limit of their own: many pages opened at once would together take the host's. Workers
read one file a job and take no seat.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from ledgerflow.core.errors import LimitError

SEATS = 2
WAIT_S = 5.0
"""The pictures of a few pages are asked for together; they wait for each other so long."""

RETRY_S = 5

_seats = BoundedSemaphore(SEATS)


@contextmanager
def reader_seat() -> Iterator[None]:
    """One of the seats; LimitError where none becomes free in time."""
    if not _seats.acquire(timeout=WAIT_S):
        raise LimitError(
            "Too many files are being looked at just now.",
            code="readers_busy",
            hint="Try again in a few seconds.",
            extra={"retry_after": RETRY_S},
        )
    try:
        yield
    finally:
        _seats.release()
