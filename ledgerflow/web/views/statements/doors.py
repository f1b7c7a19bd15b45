"""Who may come in: those who hand in files, and those whose wish takes longer than a transaction.

Here: two decorators and the answer that a program reads. Not here: the pages' decorators
(web/access.py), roles (firms/access.py).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from ledgerflow.core.errors import AccessError, LedgerFlowError
from ledgerflow.firms.access import Place, place_for, require_writer
from ledgerflow.web.access import PlaceView, business_page, person_of, signed_in

type Page = Callable[..., HttpResponseBase]


def require_uploader(place: Place) -> None:
    """AccessError unless the role may hand in files: owners, bookkeepers and clients."""
    if not place.may_upload:
        raise AccessError(
            f"The role {place.role} may look at {place.business_name} but not hand in files.",
            hint="Ask an owner of the firm for the role of bookkeeper.",
        )


def uploader_page[**P](view: PlaceView[P]) -> Page:
    """As `business_page`, for those who may hand in files."""

    @wraps(view)
    @business_page
    def page(
        request: HttpRequest, place: Place, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        require_uploader(place)
        return view(request, place, *args, **kwargs)

    return page


def long_page(view: Callable[..., HttpResponseBase], *, writes: bool = True) -> Page:
    """`view(request, place, ...)` outside of any transaction: reading a file takes seconds."""

    @wraps(view)
    @signed_in
    def page(request: HttpRequest, business_id: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        place = place_for(person_of(request), business_id)
        request.place = place  # type: ignore[attr-defined]  # the frame shows where one is
        if writes:
            require_writer(place)
        return view(request, place, *args, **kwargs)

    return page


def reading_page(view: Callable[..., HttpResponseBase]) -> Page:
    """As `long_page`, for everybody who sees the business: nothing is written."""
    return long_page(view, writes=False)


def answers_json(view: Page) -> Page:
    """Expected faults as JSON with their status; what was begun is undone before that."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            hint = _("Sign in on this page's address and drop the file again: it goes on.")
            said = {"code": "signed_out", "message": _("You are signed out."), "hint": hint}
            return JsonResponse(said, status=401)
        try:
            return view(request, *args, **kwargs)
        except LedgerFlowError as fault:
            if fault.status == 500:
                raise
            return refusal(fault)
        except (OperationalError, InterfaceError):
            said = {
                "code": "database_unavailable",
                "message": _("The database is away."),
                "hint": "",
            }
            return JsonResponse(said, status=503)

    return page


def refusal(fault: LedgerFlowError) -> JsonResponse:
    """A fault as a program reads it."""
    return JsonResponse(fault.as_dict(), status=fault.status)
