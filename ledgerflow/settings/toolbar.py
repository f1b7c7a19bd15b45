"""Django Debug Toolbar in development, where it is installed.

Here: what its settings are and who sees it. Not here: production and tests, which never have it.
"""

from importlib.util import find_spec
from ipaddress import ip_address
from typing import Any

from django.http import HttpRequest

APP = "debug_toolbar"
MIDDLEWARE = "debug_toolbar.middleware.DebugToolbarMiddleware"
AFTER = "csp.middleware.CSPMiddleware"
"""Inside the security policy's middleware; its scripts are files of our own origin."""

CONFIG = {
    "SHOW_TOOLBAR_CALLBACK": "ledgerflow.settings.toolbar.is_shown",
    "SHOW_COLLAPSED": True,
}


def is_installed() -> bool:
    """Whether the package is there; it belongs to the development requirements only."""
    return find_spec(APP) is not None


def with_toolbar(middleware: list[str]) -> list[str]:
    """The middleware with the toolbar's as far out as its scripts' policy allows."""
    place = middleware.index(AFTER) + 1
    return [*middleware[:place], MIDDLEWARE, *middleware[place:]]


def is_shown(request: HttpRequest) -> bool:
    """In debug mode, to this machine and to private networks (Docker's gateway is one)."""
    from django.conf import settings  # settings import this module

    if not settings.DEBUG:
        return False
    try:
        address: Any = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return bool(address.is_private or address.is_loopback)
