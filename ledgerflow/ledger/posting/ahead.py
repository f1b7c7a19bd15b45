"""Making the next chunk while the database works on this one.

Here: one thread ahead of its reader, by a bounded number of items. Not here: what is made.
"""

import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

AHEAD = 2
WAIT_SECONDS = 0.2


@contextmanager
def made_ahead[T](items: Iterable[T], ahead: int = AHEAD) -> Iterator[Iterator[T]]:
    """The same items in the same order, made in a thread; what they raise is raised here.

    `items` must not use the database: its connection belongs to the reader's thread. Leaving
    ends the thread, whether all was read or not.
    """
    made: queue.Queue[tuple[str, Any]] = queue.Queue(maxsize=ahead)
    left = threading.Event()
    maker = threading.Thread(target=_make, args=(items, made, left), daemon=True)
    maker.start()
    try:
        yield _taken(made)
    finally:
        left.set()
        maker.join()


def _make(
    items: Iterable[Any], made: "queue.Queue[tuple[str, Any]]", left: threading.Event
) -> None:
    try:
        for item in items:
            if not _put(made, ("item", item), left):
                return
    except BaseException as error:  # noqa: BLE001  # raised again in the reader's thread
        _put(made, ("error", error), left)
    else:
        _put(made, ("end", None), left)


def _put(
    made: "queue.Queue[tuple[str, Any]]", item: tuple[str, Any], left: threading.Event
) -> bool:
    while not left.is_set():
        try:
            made.put(item, timeout=WAIT_SECONDS)
        except queue.Full:
            continue
        return True
    return False


def _taken(made: "queue.Queue[tuple[str, Any]]") -> Iterator[Any]:
    while True:
        kind, value = made.get()
        if kind == "error":
            raise value
        if kind == "end":
            return
        yield value
