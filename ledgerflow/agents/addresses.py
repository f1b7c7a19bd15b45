"""Web addresses as a run compares them: written differently, still the same. Pure.

Here: one spelling per address, and where it is served from. Not here: whether it may be reached
(tools/outbound/addresses.py).
"""

from urllib.parse import SplitResult, urlsplit

PORTS = {"http": 80, "https": 443}


def one_spelling(url: str) -> str:
    """Scheme and host in small letters, no default port, no fragment; "" for no web address."""
    parts = _parts(url)
    if parts is None:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{_origin(parts)}{parts.path or '/'}{query}"


def origin_of(url: str) -> str:
    """Scheme, host and port: "https://search.internal:8443"; "" for no web address."""
    parts = _parts(url)
    return _origin(parts) if parts else ""


def host_and_port(url: str) -> str:
    """ "search.internal:8443", with the scheme's port where none is written; "" as above."""
    parts = _parts(url)
    return f"{_host(parts)}:{parts.port or PORTS[parts.scheme]}" if parts else ""


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        known = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts if known and parts.scheme in PORTS and parts.username is None else None


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return f"[{host}]" if ":" in host else host


def _origin(parts: SplitResult) -> str:
    port = parts.port if parts.port != PORTS[parts.scheme] else None
    return f"{parts.scheme}://{_host(parts)}{f':{port}' if port else ''}"
