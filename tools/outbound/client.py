"""GET, and nothing else, to addresses that the guard let pass.

Here: one request with its limits on time, size and redirects. Not here: which addresses may be
reached (addresses.py), the connection (connecting.py), the log of what left (its callers, through
`noted`).
"""

import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urljoin

from tools.context import Fetched
from tools.errors import OutboundRefused, ToolFailed
from tools.outbound.addresses import OutboundPolicy, Resolve, Target, checked_target, checked_url
from tools.outbound.connecting import Connection, Deadline, connected
from tools.outbound.failures import BadAnswer
from tools.outbound.resolving import within

USER_AGENT = "Mozilla/5.0 (compatible; LedgerFlow)"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HEAD_MOST = 64 * 1024
BLOCK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Hop:
    """One request, redirects each by themselves. `status` None: it was not answered."""

    url: str
    host: str
    address: str
    status: int | None
    sent_bytes: int
    received_bytes: int


Noted = Callable[[Hop], None]


def get(
    url: str,
    *,
    policy: OutboundPolicy,
    seconds: float,
    max_bytes: int,
    headers: Mapping[str, str] | None = None,
    resolve: Resolve = socket.getaddrinfo,
    max_redirects: int = 3,
    tls: ssl.SSLContext | None = None,
    noted: Noted | None = None,
) -> Fetched:
    """What a server answers, whatever its status; the body cut after `max_bytes`.

    `seconds` is for all of it: name, connection, redirects, body. Redirects are followed on the
    same host only, and never from https to http. OutboundRefused where the guard says no; TooSlow,
    Unreachable or BadAnswer (all ToolFailed) where it did not work. `noted` hears of each request
    that left. A name is resolved once: redirects use the same addresses.
    """
    deadline = Deadline(seconds)
    target = checked_target(url, policy, within(resolve, seconds))
    for _ in range(max_redirects + 1):
        fetched = _one(target, deadline, max_bytes, headers or {}, tls, noted)
        if isinstance(fetched, Fetched):
            return fetched
        target = _next_target(target, fetched, policy)
    raise ToolFailed(f"{target.host} redirects more than {max_redirects} times.")


def _one(
    target: Target,
    deadline: Deadline,
    max_bytes: int,
    headers: Mapping[str, str],
    tls: ssl.SSLContext | None,
    noted: Noted | None,
) -> Fetched | str:
    """The answer, or where a redirect leads."""
    connection, status = None, None
    try:
        connection = connected(target, deadline, tls)
        connection.receive_most = HEAD_MOST
        response = _asked(target, connection, headers)
        status = response.status
        where = response.headers.get("Location", "") if status in REDIRECTS else ""
        # What chunks add to a body is bounded too: at most as much again, and some room.
        connection.receive_most += 2 * max_bytes + BLOCK
        return where or _fetched(target, response, max_bytes)
    except TimeoutError as error:
        raise deadline.passed() from error
    except (OSError, HTTPException, ValueError) as error:
        raise BadAnswer(f"{target.host} does not answer in HTTP that can be read.") from error
    finally:
        if connection:
            connection.close()
        if noted:
            noted(_hop(target, connection, status))


def _asked(target: Target, connection: Connection, headers: Mapping[str, str]) -> HTTPResponse:
    http = HTTPConnection(target.host, target.port)
    socket_like: Any = connection
    http.sock = socket_like
    http.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
    sent = {
        "User-Agent": USER_AGENT,
        "Accept": "*/*",
        **headers,
        "Host": target.host_header,
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    for name, value in sent.items():
        http.putheader(name, value)
    http.endheaders()
    response = HTTPResponse(socket_like, method="GET")
    response.begin()
    return response


def _fetched(target: Target, response: HTTPResponse, max_bytes: int) -> Fetched:
    """The answer with its body. A packed body is refused: what it unpacks to has no size yet."""
    for name, plain in (("Content-Encoding", "identity"), ("Transfer-Encoding", "chunked")):
        coding = response.headers.get(name, plain).strip().lower()
        if coding != plain:
            raise BadAnswer(f"{target.host} sends packed data although it was asked not to.")
    body = bytearray()
    while len(body) <= max_bytes:
        block = response.read(min(BLOCK, max_bytes + 1 - len(body)))
        if not block:
            break
        body += block
    was_cut = len(body) > max_bytes
    if response.length and not was_cut:
        raise BadAnswer(f"The answer of {target.host} broke off.")
    return Fetched(
        url=target.url,
        status=response.status,
        content_type=response.headers.get("Content-Type", ""),
        body=bytes(body[:max_bytes]),
        was_cut=was_cut,
        headers={name.lower(): value for name, value in response.headers.items()},
    )


def _next_target(target: Target, where: str, policy: OutboundPolicy) -> Target:
    """The checked target of a redirect: the same host and the addresses that it had."""
    try:
        url = urljoin(target.url, where)
    except ValueError as error:
        raise OutboundRefused(f"{target.host} redirects to what is no address.") from error
    following = checked_url(url, policy)
    goes_up = (target.scheme, following.scheme) == ("http", "https")
    if following.host != target.host:
        raise OutboundRefused(f"{target.host} redirects to another host, {following.host[:80]}.")
    if target.scheme != following.scheme and not goes_up:
        raise OutboundRefused(f"{target.host} redirects from https to http.")
    if target.port != following.port and not goes_up:
        raise OutboundRefused(f"{target.host} redirects to another port.")
    pinned = [(0, 0, 0, "", (address, following.port)) for address in target.addresses]
    return checked_target(url, policy, lambda *_host, **_how: pinned)


def _hop(target: Target, connection: Connection | None, status: int | None) -> Hop:
    return Hop(
        url=target.url,
        host=target.host,
        address=connection.address if connection else target.addresses[0],
        status=status,
        sent_bytes=connection.sent_bytes if connection else 0,
        received_bytes=connection.received_bytes if connection else 0,
    )
