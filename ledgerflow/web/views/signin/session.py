"""Signing in and out, and the small answers that a page's scripts ask for.

Here: allauth's views with our pages and status codes. Not here: second factors and passwords,
which are allauth's own views (addresses/account.py).
"""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ledgerflow.web.access import signed_in


class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """By e-mail address and password, or with a passkey; slowed down after failures."""

    template_name = "web/sign_in.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again: 429 where it was tried too often, else 422."""
        response: HttpResponse = super().form_invalid(form)
        often = form.has_error(NON_FIELD_ERRORS, "too_many_login_attempts")
        response.status_code = 429 if often else 422
        return response


class SignOut(LogoutView):  # type: ignore[misc]  # allauth has no types
    """By POST only: a picture on another site must not sign anybody out."""

    http_method_names = ("post",)


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Whether somebody is signed in; cheap, and no fault in a browser's console either way."""
    return JsonResponse({"alive": request.user.is_authenticated})


@never_cache
@require_safe
def csrf(request: HttpRequest) -> HttpResponse:
    """Who is signed in now, and a token for forms of pages that are older than that."""
    person = request.user.pk if request.user.is_authenticated else None
    return JsonResponse({"user": person, "token": get_token(request)})


@signed_in
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """After signing in within a second tab: go back to the first."""
    return render(request, "web/signin/signed_in.html")
