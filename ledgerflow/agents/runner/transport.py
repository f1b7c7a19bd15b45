"""The wire to a model's server: one checked address, few headers, bounded replies, a record.

Here: httpx2's transport for one server. Not here: who asks (providers.py), how often (asking.py).
The name was resolved and checked once (tools/outbound/addresses.py) and is never resolved again;
no other host is reached, no redirect followed. The key is put on here and nowhere else; what the
libraries tell of this machine in headers stays behind.
"""

import hashlib
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import httpcore2
import httpx2

from ledgerflow.agents.records import OutboundRecord
from ledgerflow.agents.storable import text_of
from tools.errors import OutboundRefused
from tools.outbound.addresses import Target

REPLY_BYTES_MAX = 500_000
SENT_TEXT_MAX = 20_000
SENT_ALONG = frozenset({"accept", "content-type", "anthropic-version", "anthropic-beta"})
Recorder = Callable[[OutboundRecord], None]


class ReplyTooLarge(Exception):
    """A server sent more than a reply may have."""


class PinnedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to the target's checked addresses, whatever name is asked for."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._real = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Try the addresses in their order; the last one's fault is the connection's."""
        *others, last = self._target.addresses
        for address in others:
            try:
                return await self._real.connect_tcp(
                    address, self._target.port, timeout, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return await self._real.connect_tcp(
            last, self._target.port, timeout, local_address, socket_options
        )

    async def sleep(self, seconds: float) -> None:
        """Wait between httpcore2's own steps."""
        await self._real.sleep(seconds)


class PinnedTransport(httpx2.AsyncBaseTransport):
    """Requests to one target; each is recorded as having left, with its body and without headers.

    `auth` are the headers that hold the key. Replies come whole and at most REPLY_BYTES_MAX long.
    """

    def __init__(self, target: Target, auth: Mapping[str, str], record: Recorder) -> None:
        self._target, self._auth, self._record = target, dict(auth), record
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=_ssl_context() if target.scheme == "https" else None,
            max_connections=2,
            network_backend=PinnedBackend(target),
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request and read its whole reply."""
        body = await request.aread()
        outcome: dict[str, Any] = {"received_bytes": 0}
        began = time.monotonic()
        try:
            self._check(request.url)
            return await self._exchange(request, body, outcome)
        except httpcore2.ConnectError as fault:  # nothing was sent
            raise httpx2.ConnectError(type(fault).__name__, request=request) from fault
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as fault:
            raise httpx2.NetworkError(type(fault).__name__, request=request) from fault
        except httpcore2.TimeoutException as fault:
            raise httpx2.ReadTimeout(type(fault).__name__, request=request) from fault
        except OutboundRefused as refused:
            outcome["refused"] = refused.message
            raise
        finally:
            spent = round((time.monotonic() - began) * 1_000)
            self._record(self._recorded(request, body, outcome, spent))

    async def _exchange(
        self, request: httpx2.Request, body: bytes, outcome: dict[str, Any]
    ) -> httpx2.Response:
        url = httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        sending = httpcore2.Request(
            request.method,
            url,
            headers=self._headers(request),
            content=body,
            extensions=request.extensions,
        )
        reply = await self._pool.handle_async_request(sending)
        try:
            outcome["status"] = reply.status
            content = await _read(reply, outcome)
        finally:
            await reply.aclose()
        return httpx2.Response(reply.status, headers=reply.headers, content=content)

    def _check(self, url: httpx2.URL) -> None:
        """Refuse any other server than the one that was checked."""
        port = url.port or (443 if url.scheme == "https" else 80)
        asked = (url.scheme, url.host.strip("[]").lower(), port)
        if asked != (self._target.scheme, self._target.host, self._target.port):
            raise OutboundRefused("A model's server is asked under its own address only.")

    def _headers(self, request: httpx2.Request) -> list[tuple[str, str]]:
        along = [(name, value) for name, value in request.headers.items() if name in SENT_ALONG]
        length = request.headers.get("content-length")
        return [
            ("host", self._target.host_header),
            *along,
            *([("content-length", length)] if length else []),
            ("accept-encoding", "identity"),
            ("user-agent", "ledgerflow"),
            *self._auth.items(),
        ]

    def _recorded(
        self, request: httpx2.Request, body: bytes, outcome: Mapping[str, Any], spent: int
    ) -> OutboundRecord:
        is_refused = "refused" in outcome
        sent = b"" if is_refused else body
        return OutboundRecord(
            purpose="model",
            method=request.method,
            url=text_of(request.url, 1_000),
            host=self._target.host,
            address="" if is_refused else self._target.addresses[0],
            status=outcome.get("status"),
            refused=text_of(outcome.get("refused", ""), 300),
            sent_bytes=len(sent),
            received_bytes=outcome["received_bytes"],
            sent_sha256=hashlib.sha256(sent).hexdigest() if sent else "",
            sent_text=text_of(sent.decode("utf-8", "replace"), SENT_TEXT_MAX),
            milliseconds=spent,
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._pool.aclose()


async def _read(reply: httpcore2.Response, outcome: dict[str, Any]) -> bytes:
    """The body, as long as it is not too long; packed bodies are not unpacked but refused."""
    packed = [value for name, value in reply.headers if name.lower() == b"content-encoding"]
    if any(value.strip().lower() != b"identity" for value in packed):
        raise ReplyTooLarge("The reply is packed, though it was asked for plain.")
    parts: list[bytes] = []
    async for part in reply.aiter_stream():
        outcome["received_bytes"] += len(part)
        if outcome["received_bytes"] > REPLY_BYTES_MAX:
            raise ReplyTooLarge(f"The reply has more than {REPLY_BYTES_MAX:,} bytes.")
        parts.append(part)
    return b"".join(parts)


@cache
def _ssl_context() -> ssl.SSLContext:
    """Made once: loading the authorities takes longer than a request's own work."""
    return httpx2.create_ssl_context(trust_env=False)
