"""A signed-in visitor who opens one page after the other, and how long each took.

Here: asking and percentiles. Not here: what else goes on meanwhile (bench_backup.py).
"""

import math
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.served import Served

THINK_SECONDS = 0.1
OK = 200


@dataclass(frozen=True)
class Seen:
    """One page: when it was asked for (seconds since the epoch), how long it took."""

    page: str
    at: float
    seconds: float


@dataclass
class Visitor:
    """Opens the pages in turn until `leave`; answers other than 200 are kept as faults."""

    served: Served
    pages: Sequence[str]
    seen: list[Seen] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._walk, daemon=True)

    def enter(self) -> "Visitor":
        """Begin, in a thread; each page is opened once before, uncounted."""
        for page in self.pages:
            assert self.served.get(page).status == OK, page
        self._thread.start()
        return self

    def leave(self) -> None:
        """Stop after the page that is open."""
        self._leaving.set()
        self._thread.join()

    def during(self, spans: Sequence[tuple[float, float]]) -> "dict[str, Latency]":
        """Latencies of pages asked for in these times, from begin to end: by page, and of "all"."""
        found = [one for one in self.seen if any(begin <= one.at < end for begin, end in spans)]
        by_page = {
            page: latency([one.seconds for one in found if one.page == page]) for page in self.pages
        }
        return by_page | {"all": latency([one.seconds for one in found])}

    def _walk(self) -> None:
        while not self._leaving.is_set():
            for page in self.pages:
                at, begun = time.time(), time.monotonic()
                try:
                    status: object = self.served.get(page).status
                except OSError as error:
                    status = error
                self.seen.append(Seen(page, at, time.monotonic() - begun))
                if status != OK:
                    self.faults.append(f"{page}: {status}")
                self._leaving.wait(THINK_SECONDS)


@dataclass(frozen=True)
class Latency:
    """Milliseconds."""

    count: int
    p50: float
    p95: float
    slowest: float


def latency(seconds: Sequence[float]) -> Latency:
    """Nearest-rank percentiles of durations in seconds; zeros where there are none."""
    ordered = sorted(1000 * one for one in seconds)
    if not ordered:
        return Latency(0, 0.0, 0.0, 0.0)

    def at(share: float) -> float:
        return round(ordered[max(0, math.ceil(share * len(ordered)) - 1)], 1)

    return Latency(len(ordered), at(0.5), at(0.95), round(ordered[-1], 1))
