"""Signing in and out. Not here: accounts of people (admin and command line)."""

from typing import Any

from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse

from ledgerflow.web.throttle import count_failure, refuse_guessing


class SignIn(auth_views.LoginView):
    """By e-mail address and password; slowed down after failures."""

    template_name = "web/sign_in.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse guessing before any password is looked at."""
        refuse_guessing(*_who(request))
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: AuthenticationForm) -> Any:
        """Count the failure, show the form again."""
        count_failure(*_who(self.request))
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class SignOut(auth_views.LogoutView):
    """By POST only."""


def _who(request: HttpRequest) -> tuple[str, str]:
    return request.POST.get("username", ""), request.META.get("REMOTE_ADDR", "")
