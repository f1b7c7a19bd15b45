"""A connection to a checked address whose every step ends when the time or the size is over.

Here: the deadline, the socket that keeps to it, TLS, and bytes that are counted as they come. Not
here: HTTP (client.py). A server that sends one byte a second, in its handshake, its headers or its
body, is cut off like one that sends nothing: each read gets what is left of the one deadline.
"""

import io
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from tools.outbound.addresses import Target
from tools.outbound.failures import BadAnswer, TooSlow, Unreachable

Clock = Callable[[], float]

ADDRESSES_TRIED = 4


@dataclass(slots=True)
class Deadline:
    """One moment at which everything ends; `clock` in seconds, as time.monotonic."""

    seconds: float
    clock: Clock = time.monotonic
    ends_at: float = 0.0

    def __post_init__(self) -> None:
        self.ends_at = self.clock() + self.seconds

    def left(self) -> float:
        """Seconds left, more than zero; TooSlow when there are none."""
        left = self.ends_at - self.clock()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> TooSlow:
        """The error to raise when it is over."""
        return TooSlow(f"The answer was not complete after {self.seconds:.3g} s.")


class Connection:
    """An open socket with the three methods that http.client uses, and counts of bytes."""

    def __init__(self, held: socket.socket, address: str, deadline: Deadline) -> None:
        self.held = held
        self.address = address
        self.deadline = deadline
        self.sent_bytes = 0
        self.received_bytes = 0
        self.receive_most = 0

    def sendall(self, data: bytes) -> None:
        """Send it all within the deadline."""
        self.held.settimeout(self.deadline.left())
        self.held.sendall(data)
        self.sent_bytes += len(data)

    def makefile(self, _mode: str = "rb") -> io.BufferedReader:
        """What comes in, for reading."""
        return io.BufferedReader(_Incoming(self))

    def receive_into(self, buffer: memoryview) -> int:
        """Bytes received, 0 at the end. BadAnswer beyond `receive_most` bytes in all."""
        self.held.settimeout(self.deadline.left())
        count = self.held.recv_into(buffer)
        self.received_bytes += count
        if self.received_bytes > self.receive_most:
            raise BadAnswer("The answer is far larger than it may be.")
        return count

    def close(self) -> None:
        """Close the socket; safe to call again."""
        self.held.close()


class _Incoming(io.RawIOBase):
    """The receiving half, as a file."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self.connection.receive_into(buffer)


def connected(target: Target, deadline: Deadline, tls: ssl.SSLContext | None = None) -> Connection:
    """A connection to the first of the target's addresses that takes one.

    The certificate is checked against the host's name, which is also what the server is told
    (SNI). Each address gets its share of the time, so that a silent one leaves some for the next.
    Proxies of the environment are not used: they would choose the address. Unreachable or TooSlow.
    """
    addresses = target.addresses[:ADDRESSES_TRIED]
    why: OSError | TooSlow | None = None
    for position, address in enumerate(addresses):
        share = Deadline(deadline.left() / (len(addresses) - position), deadline.clock)
        try:
            return Connection(_opened(target, address, share, tls), address, deadline)
        except ssl.SSLError as error:
            raise Unreachable(f"{target.host} has no valid certificate.") from error
        except (OSError, TooSlow) as error:
            why = error
    if isinstance(why, TimeoutError | TooSlow):
        raise deadline.passed() from why
    raise Unreachable(f"{target.host} does not take connections.") from why


def _opened(
    target: Target, address: str, share: Deadline, tls: ssl.SSLContext | None
) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    held = socket.socket(family, socket.SOCK_STREAM)
    try:
        held.settimeout(share.left())
        held.connect((address, target.port))
        held.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if target.scheme == "https":
            context = tls or _tls()
            held.settimeout(share.left())
            held = context.wrap_socket(held, server_hostname=target.host)
    except BaseException:
        held.close()
        raise
    return held


@cache
def _tls() -> ssl.SSLContext:
    """The machine's certificate authorities, read once."""
    return ssl.create_default_context()
