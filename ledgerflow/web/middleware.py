"""What every page has in common: its id, faults become pages, admin gets the policy it needs.

Here: four small middlewares. Not here: access (access.py) or the content of pages.
"""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.cache import patch_vary_headers

from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.core.requests import WEB, request_scope

logger = logging.getLogger(__name__)

REQUEST_ID_HEADER = "X-Request-ID"
ADMIN_PATH = "/admin/"
ADMIN_POLICY = {
    # Its interface evaluates expressions in attributes (Alpine) and sets style attributes.
    "script-src": ["'self'", "'unsafe-eval'"],
    "style-src": ["'self'", "'unsafe-inline'"],
}


class RequestIdMiddleware:
    """All that a request does is recorded under one id, which its answer names in a header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A new id each time: what a visitor sends could name another's work."""
        with request_scope(WEB) as request_id:
            response = self.get_response(request)
        response[REQUEST_ID_HEADER] = request_id
        return response


class ErrorPageMiddleware:
    """An expected fault ends as a page with its status, message and hint."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do on the way in."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """The page of a LedgerFlowError below 500; anything else goes its way to the log."""
        if isinstance(fault, OperationalError | InterfaceError):
            logger.warning("The database was lost during a request (%s).", type(fault).__name__)
            return unavailable()
        if not isinstance(fault, LedgerFlowError) or fault.status == 500:
            return None
        response = error_page(request, fault.status, fault.message, fault.hint)
        if "retry_after" in fault.extra:
            response["Retry-After"] = str(fault.extra["retry_after"])
        return response


class FragmentMiddleware:
    """Says that an address answers fragments too: a browser that goes back must not show one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Caches keep the two apart."""
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        return response


class AdminPolicyMiddleware:
    """Admin pages are operators' pages; they get a wider policy than all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark admin's answers for django-csp, which writes the header further out."""
        response = self.get_response(request)
        if request.path_info.startswith(ADMIN_PATH):
            response._csp_replace = ADMIN_POLICY  # type: ignore[attr-defined]
        return response


def unavailable() -> HttpResponse:
    """503: the database went away; nothing here may need it. Its transaction is undone."""
    response = HttpResponse(get_template("web/unavailable.html").render(), status=503)
    response["Retry-After"] = "5"
    return response


def error_page(request: HttpRequest, status: int, message: str, hint: str = "") -> HttpResponse:
    """What happened and what to do about it."""
    context = {"status": status, "message": message, "hint": hint}
    return render(request, "web/error.html", context, status=status)
