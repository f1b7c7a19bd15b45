"""Where a connection may go: the URL by its text, then every address behind its name.

Here: the policy, strict reading of URLs, and the checked target whose addresses are used as they
are (pinned: nobody asks the name server again). Not here: connecting (client.py), address ranges
(ranges.py). Pure but for `resolve`, which a caller may replace.

Reading is stricter than a browser's: what two programs may understand differently is refused.
"""

import ipaddress
import re
import socket
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from tools.errors import OutboundRefused
from tools.outbound.failures import Unreachable
from tools.outbound.ranges import address_fault

Resolve = Callable[..., Sequence[tuple[Any, ...]]]
"""Called as `resolve(host, port, type=socket.SOCK_STREAM)`; answers like socket.getaddrinfo."""

PORTS = {"https": 443, "http": 80}
URL_LONGEST = 2_000
HOST_LONGEST = 253
FIRST_FREE_PORT = 1_024
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
KEPT_IN_PATHS = "/%:@!$&'()*+,;=~-._?"
INSIDE_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa")
WRITE_IT = "Write it whole, as in https://example.com/v1."
PLAINLY = "Write a name, or four numbers with dots."
LIST_IT = "If it is a server of your own, name it in LEDGERFLOW_PRIVATE_HOSTS."


@dataclass(frozen=True, slots=True)
class OutboundPolicy:
    """What an operator allows. `private_hosts` holds "host" or "host:port", in lower case.

    Listed hosts may lie in private networks, and may be asked over http; all others must be
    public and speak one of `schemes`.
    """

    private_hosts: frozenset[str] = frozenset()
    schemes: frozenset[str] = frozenset({"https"})

    def lists(self, host: str, port: int) -> bool:
        """True where the operator named this host, or this port of it."""
        shown = bracketed(host)
        return bool({host, shown, f"{shown}:{port}"} & self.private_hosts)


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect and what to ask for. `path` holds the query; `addresses` are pinned."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...] = ()

    @property
    def host_header(self) -> str:
        """The host as HTTP's Host header wants it."""
        shown = bracketed(self.host)
        return shown if self.port == PORTS[self.scheme] else f"{shown}:{self.port}"


def checked_target(
    url: str, policy: OutboundPolicy, resolve: Resolve = socket.getaddrinfo
) -> Target:
    """The target of a URL that may be reached, with all its addresses.

    OutboundRefused where the text, the host or any one of the addresses is not allowed;
    Unreachable where the name has no address.
    """
    target = checked_url(url, policy)
    if target.addresses:
        return target
    try:
        answers = resolve(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"No server is known by the name {target.host}.") from error
    addresses = tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))
    if not addresses:
        raise Unreachable(f"No server is known by the name {target.host}.")
    is_listed = policy.lists(target.host, target.port)
    for address in addresses:
        fault = address_fault(address, is_listed=is_listed)
        if fault:
            raise _refused(f"{target.host} leads to an address that {fault}", LIST_IT)
    return replace(target, addresses=addresses)


def checked_url(url: str, policy: OutboundPolicy) -> Target:
    """What the text of a URL alone allows; asks no name server.

    `addresses` is empty unless the host is an address itself. OutboundRefused says why not.
    """
    parts = _parts(url)
    scheme, host = parts.scheme, _host(parts)
    if scheme not in PORTS:
        raise _refused(f"Only https addresses may be reached, not {_shown(scheme)!r}")
    port = _port(parts, PORTS[scheme])
    is_listed = policy.lists(host, port)
    if scheme not in policy.schemes and not is_listed:
        raise _refused(f"{_shown(host)} may be reached over https only, not {scheme}", LIST_IT)
    if port < FIRST_FREE_PORT and port not in PORTS.values() and not is_listed:
        raise _refused(f"Port {port} of {_shown(host)} is not one that web servers use", LIST_IT)
    addresses = _literal(host, is_listed)
    if not addresses and not is_listed:
        _check_name_is_public(host)
    path = quote(parts.path or "/", safe=KEPT_IN_PATHS)
    if parts.query:
        path += "?" + quote(parts.query, safe=KEPT_IN_PATHS)
    target = Target("", scheme, host, port, path, addresses)
    return replace(target, url=f"{scheme}://{target.host_header}{path}")


def bracketed(host: str) -> str:
    """The host as it stands in a URL: IPv6 addresses in brackets."""
    return f"[{host}]" if ":" in host else host


def _parts(url: str) -> SplitResult:
    if len(url) > URL_LONGEST:
        raise _refused(f"An address has at most {URL_LONGEST} characters")
    if any(_is_no_character_of_urls(char) for char in url):
        raise _refused("The address holds a space, a control character or a backslash")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _refused("The address is not a URL", WRITE_IT) from error
    if not parts.scheme or not parts.netloc:
        raise _refused("The address is not a complete URL", WRITE_IT)
    if "@" in parts.netloc:
        raise _refused("The address holds a user name or password", "Take it out.")
    return parts


def _is_no_character_of_urls(char: str) -> bool:
    return char == "\\" or unicodedata.category(char)[0] in "CZ"


def _port(parts: SplitResult, usual: int) -> int:
    try:
        port = usual if parts.port is None else parts.port
    except ValueError as error:
        raise _refused("The port of the address is not a number up to 65535") from error
    if port == 0:
        raise _refused("The port of the address is 0")
    return port


def _host(parts: SplitResult) -> str:
    """The host in lower case and in ASCII; an IPv6 address in its shortest form."""
    inside, _, behind = parts.netloc.rpartition("]")
    if inside:
        if behind and not behind.startswith(":"):
            raise _refused("Something other than a port follows the host in brackets")
        try:
            return str(ipaddress.IPv6Address(inside.removeprefix("[")))
        except ValueError as error:
            raise _refused("The host in brackets is not an IPv6 address") from error
    host = _ascii(parts.hostname or "")
    labels = host.split(".")
    if len(host) > HOST_LONGEST or not all(LABEL.fullmatch(label) for label in labels):
        raise _refused(f"{_shown(host)!r} is not a host name")
    if NUMBER.fullmatch(labels[-1]):
        try:
            ipaddress.IPv4Address(host)
        except ValueError as error:
            raise _refused(f"{_shown(host)!r} is a disguised address", PLAINLY) from error
    return host


def _ascii(host: str) -> str:
    """A host with letters of other languages in its xn-- form.

    Only where nothing is read into it: circled digits, wide letters and dots that are none would
    turn into other hosts on the way.
    """
    if host.isascii():
        return host
    try:
        encoded = host.encode("idna").decode("ascii")
        is_same = encoded.encode("ascii").decode("idna") == host
    except UnicodeError:
        is_same = False
    if not is_same:
        raise _refused(f"{_shown(host)!r} holds characters that no host name has")
    return encoded


def _literal(host: str, is_listed: bool) -> tuple[str, ...]:
    """The host itself where it is an address that may be reached; () where it is a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return ()
    fault = address_fault(host, is_listed=is_listed, is_literal=True)
    if fault:
        raise _refused(f"{host} {fault}", LIST_IT)
    return (host,)


def _check_name_is_public(host: str) -> None:
    labels = host.split(".")
    if len(labels) == 1 or labels[-1] in INSIDE_NAMES:
        raise _refused(f"{_shown(host)} is a name of a private network", LIST_IT)


def _shown(text: str) -> str:
    return text if len(text) <= 80 else text[:80] + "…"


def _refused(why: str, hint: str = "") -> OutboundRefused:
    return OutboundRefused(f"{why}.", hint=hint)
