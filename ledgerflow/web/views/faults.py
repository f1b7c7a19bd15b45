"""Pages for what went wrong outside a view: wrong address, refused request, our own fault.

Here: Django's four handlers. Not here: expected faults of views (middleware.py).
"""

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils.translation import gettext as _

from ledgerflow.web.middleware import error_page
from ledgerflow.web.signin.expired import refused_form


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself cannot be read."""
    return error_page(request, 400, _("This request cannot be read."), _("Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not allowed."""
    return error_page(request, 403, _("This is not allowed."), _("Sign in as somebody who may."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such address."""
    return error_page(
        request,
        404,
        _("There is no such page."),
        _("Check the address, or go to the start page."),
    )


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came without the token of its page; what a page of ours sent is kept."""
    kept = refused_form(request)
    if kept is not None:
        return kept
    return error_page(
        request,
        403,
        _("This form came without a valid token, so nothing was done."),
        _("Open the page again and send the form once more; allow cookies for this site."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500: a fault of LedgerFlow's own; nothing here may need the database or the session."""
    return HttpResponse(get_template("web/broken.html").render(), status=500)
