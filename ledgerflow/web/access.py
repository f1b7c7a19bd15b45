"""From a request to a business or a firm: signed in, allowed, inside the firm's transaction.

Here: the decorators of pages. Not here: who may do what (firms/access.py).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, cast

from django.http import HttpRequest, HttpResponseBase

from ledgerflow.firms.access import (
    Place,
    Practice,
    place_for,
    practice_for,
    require_firm_owner,
    require_staff,
    require_writer,
    working_in,
)
from ledgerflow.firms.models import User
from ledgerflow.web.signin.expired import sign_in_first

type View = Callable[..., HttpResponseBase]
type PlaceView[**P] = Callable[Concatenate[HttpRequest, Place, P], HttpResponseBase]
type FirmView[**P] = Callable[Concatenate[HttpRequest, Practice, P], HttpResponseBase]


def person_of(request: HttpRequest) -> User:
    """The person who is signed in; only behind `signed_in` or `business_page`."""
    return cast("User", request.user)


def _refused_by[W: (Place, Practice), **P](
    require: Callable[[W], None], view: Callable[Concatenate[HttpRequest, W, P], HttpResponseBase]
) -> Callable[Concatenate[HttpRequest, W, P], HttpResponseBase]:
    """The view behind a check of where it is asked."""

    @wraps(view)
    def checked(
        request: HttpRequest, where: W, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        require(where)
        return view(request, where, *args, **kwargs)

    return checked


def signed_in(view: View) -> View:
    """Send strangers to the sign-in page, keeping what they typed; a fragment's answer is 401."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return sign_in_first(request)

    return page


def business_page[**P](view: PlaceView[P]) -> View:
    """A page of one business: `view(request, place, ...)` runs in the firm's transaction.

    A business that is not there and one of another firm raise the same AccessError.
    """

    @wraps(view)
    @signed_in
    def page(
        request: HttpRequest, business_id: int, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        person = person_of(request)
        place = place_for(person, business_id)
        request.place = place  # type: ignore[attr-defined]  # the frame shows where one is
        with working_in(place, person.pk):
            return view(request, place, *args, **kwargs)

    return page


def writer_page[**P](view: PlaceView[P]) -> View:
    """As `business_page`, for owners and bookkeepers only."""

    return business_page(_refused_by(require_writer, view))


def staff_page[**P](view: PlaceView[P]) -> View:
    """As `business_page`, for all but clients: how the books are made."""

    return business_page(_refused_by(require_staff, view))


def firm_page[**P](view: FirmView[P]) -> View:
    """A page of a whole firm, for its staff: `view(request, practice, ...)` in its transaction."""

    @wraps(view)
    @signed_in
    def page(
        request: HttpRequest, firm_id: int, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        person = person_of(request)
        practice = practice_for(person, firm_id)
        require_staff(practice)
        request.practice = practice  # type: ignore[attr-defined]
        with working_in(practice, person.pk):
            return view(request, practice, *args, **kwargs)

    return page


def owner_page[**P](view: FirmView[P]) -> View:
    """As `firm_page`, for owners only."""

    return firm_page(_refused_by(require_firm_owner, view))
