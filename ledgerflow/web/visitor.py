"""Who visits: the address of the visitor and not that of our proxy.

Here: reading X-Forwarded-For as far as our own proxies wrote it. Not here: what the address is
for (throttle.py). Everything left of that was sent by the visitor and may be invented.
"""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse


class VisitorAddressMiddleware:
    """Set REMOTE_ADDR to the visitor's address behind TRUSTED_PROXIES proxies; 0: not used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.TRUSTED_PROXIES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.proxies: int = settings.TRUSTED_PROXIES

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Before all other middleware, which may look at the address."""
        found = visitor_address(request.META.get("HTTP_X_FORWARDED_FOR", ""), self.proxies)
        if found:
            request.META["REMOTE_ADDR"] = found
        return self.get_response(request)


def visitor_address(forwarded: str, proxies: int) -> str:
    """The address that the outermost of our `proxies` saw; "" when the header does not say it.

    Each proxy appends the address it was asked from, so that the last `proxies` are true.
    """
    hops = [hop.strip() for hop in forwarded.split(",")]
    if len(hops) < proxies:
        return ""
    try:
        return str(ip_address(hops[-proxies]))
    except ValueError:
        return ""
