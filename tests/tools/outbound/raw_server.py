"""A server on this machine that says exactly the bytes it is told to, as slowly as it is told to.

Here: `saying(script)`. Not here: tests. A script is called with the connection and the request's
head for each connection; what it sends may be anything but HTTP.
"""

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

DRIP_SECONDS = 0.02


@dataclass
class Raw:
    """The server: its port, what was asked of it, and the event that ends its scripts."""

    port: int
    heads: list[bytes] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def listed(self) -> str:
        """The entry in `private_hosts` that lets a test reach it."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def drip(self, connection: socket.socket, parts: Iterable[bytes]) -> None:
        """Send one part every 20 ms until the test is over."""
        for part in parts:
            if self.ended.wait(DRIP_SECONDS):
                return
            connection.sendall(part)


Script = Callable[[Raw, socket.socket, bytes], None]


def answer(body: bytes = b"", status: str = "200 OK", length: bool = True, **headers: str) -> bytes:
    """An HTTP answer; header names with underscores for hyphens."""
    lines = [f"HTTP/1.1 {status}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}"] if length else []
    return "\r\n".join([*lines, "", ""]).encode() + body


@contextmanager
def saying(script: Script | bytes, reads_head: bool = True) -> Iterator[Raw]:
    """The server for as long as the block lasts; bytes are sent as they are."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        raw = Raw(listener.getsockname()[1])
        arguments = (raw, listener, script, reads_head)
        accepting = threading.Thread(target=_accept, args=arguments, daemon=True)
        accepting.start()
        try:
            yield raw
        finally:
            raw.ended.set()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            accepting.join(5)


def _accept(raw: Raw, listener: socket.socket, script: Script | bytes, reads_head: bool) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            threading.Thread(
                target=_serve, args=(raw, connection, script, reads_head), daemon=True
            ).start()


def _serve(raw: Raw, connection: socket.socket, script: Script | bytes, reads_head: bool) -> None:
    with connection, suppress(OSError):
        head = b""
        while reads_head and b"\r\n\r\n" not in head:
            block = connection.recv(65_536)
            if not block:
                return
            head += block
        raw.heads.append(head)
        if isinstance(script, bytes):
            connection.sendall(script)
        else:
            script(raw, connection, head)
