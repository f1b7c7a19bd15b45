"""From a request to a business: signed in, allowed, inside the firm's transaction.

Here: the one decorator of business pages. Not here: who may do what (firms/access.py).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect

from ledgerflow.firms.access import Place, place_for, require_writer, working_in
from ledgerflow.firms.models import User

type View = Callable[..., HttpResponseBase]
type PlaceView[**P] = Callable[Concatenate[HttpRequest, Place, P], HttpResponseBase]


def person_of(request: HttpRequest) -> User:
    """The person who is signed in; only behind `signed_in` or `business_page`."""
    return cast("User", request.user)


def signed_in(view: View) -> View:
    """Send strangers to the sign-in page; a fragment's request sends the whole page there."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(resolve_url("web:sign-in"))
        return redirect_to_login(request.get_full_path())

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
        with working_in(place, person.pk):
            return view(request, place, *args, **kwargs)

    return page


def writer_page[**P](view: PlaceView[P]) -> View:
    """As `business_page`, for owners and bookkeepers only."""

    @wraps(view)
    @business_page
    def page(
        request: HttpRequest, place: Place, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        require_writer(place)
        return view(request, place, *args, **kwargs)

    return page
