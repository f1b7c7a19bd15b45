"""Room and turn of the child that recognises scanned pages: much memory, one at a time.

Here: its limits, and the queue of this machine. Not here: starting it (containment.py), what it
does (pdf/scanned.py).
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ledgerflow.core.errors import LimitError

MEMORY_BYTES = 2 << 30
START_CPU_S, PAGE_CPU_S = 60, 25
WALL_A_CPU_SECOND = 2.5
"""Seconds waited for each second of computing that is granted: others compute as well."""
PAGES_MAX = 60
TURN_WAIT_S = 900.0

_STEP_S = 0.2
_mine = threading.Lock()


@dataclass(frozen=True, slots=True)
class Room:
    """Limits of one child."""

    memory_bytes: int
    cpu_s: int
    wall_s: float


def room_for(pages: Any) -> Room:
    """The limits for so many pages; what a child says of them is not trusted beyond PAGES_MAX."""
    count = pages if isinstance(pages, int) and 0 < pages <= PAGES_MAX else PAGES_MAX
    cpu_s = START_CPU_S + PAGE_CPU_S * count
    return Room(MEMORY_BYTES, cpu_s, WALL_A_CPU_SECOND * cpu_s)


@contextmanager
def recognition_turn(name: str, wait_s: float = TURN_WAIT_S) -> Iterator[None]:
    """Hold this machine's one place for recognition. Raises LimitError after `wait_s`."""
    until = time.monotonic() + wait_s
    if not _mine.acquire(timeout=wait_s):
        raise _busy(name)
    try:
        with _gate() as gate:
            while not _taken(gate):
                if time.monotonic() > until:
                    raise _busy(name)
                time.sleep(_STEP_S)
            yield
    finally:
        _mine.release()


def _gate() -> IO[bytes]:
    """A file that every process of this installation can open, and that nobody writes."""
    return Path(__file__).open("rb")


def _taken(gate: IO[bytes]) -> bool:
    """Lock the file if nobody has; the lock ends with the file's closing, or the process."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _busy(name: str) -> LimitError:
    return LimitError(
        f"{name}: its scanned pages wait for others that are being recognised.",
        code="recognition_busy",
        hint="Scans are recognised one file at a time; import it again a little later.",
    )
