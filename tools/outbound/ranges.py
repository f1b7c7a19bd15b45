"""Which addresses belong to the public internet, which to one's own network, which to nobody.

Here: the ranges, as lists of our own so that the verdict is the same under every Python. Not here:
host names and policies (addresses.py).

Sources: IANA's special-purpose registries for IPv4 and IPv6; the cloud providers' pages on their
metadata services.
"""

import ipaddress

IPv4 = ipaddress.IPv4Address
IPv6 = ipaddress.IPv6Address
Address = IPv4 | IPv6

OWN_NETWORKS = tuple(
    ipaddress.ip_network(text)
    for text in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)
"""One's own machine and network: reached only where the operator listed the host."""

METADATA = frozenset(
    ipaddress.ip_address(text)
    for text in (
        "169.254.169.254",
        "169.254.169.253",
        "169.254.169.123",
        "169.254.170.2",
        "169.254.170.23",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd00:ec2::253",
        "fd00:ec2::23",
        "fd20:ce::254",
    )
)
"""Services that hand a machine its credentials: never reached, listed or not."""

NEVER_V4 = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
"""Unspecified, documentation, benchmarks, relays, multicast, reserved, broadcast."""

GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
NEVER_V6 = tuple(
    ipaddress.IPv6Network(text)
    for text in (
        "2001::/23",  # Teredo, ORCHID and other protocols
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address inside
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""What DNS64 answers in a network without IPv4; the last four bytes are the IPv4 address."""


def address_fault(text: str, *, is_listed: bool, is_literal: bool = False) -> str | None:
    """Why this address may not be reached, in a few words; None where it may.

    `is_listed`: the operator named the host, so that one's own network is fine. `is_literal`: it
    stood in the URL itself, where an IPv4 address inside an IPv6 one is only a disguise.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "is not an address"
    if isinstance(address, IPv6) and address.scope_id is not None:
        return "names a network interface"
    if isinstance(address, IPv6) and address in NAT64 and not is_literal:
        address = IPv4(address.packed[-4:])
        is_listed = False
    if address in METADATA:
        return "is a cloud's metadata service"
    if any(address in network for network in OWN_NETWORKS):
        return None if is_listed else "is in a private network"
    return None if _is_public(address) else "is not an address of the public internet"


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv4):
        return not any(address in network for network in NEVER_V4)
    return address in GLOBAL_V6 and not any(address in network for network in NEVER_V6)
