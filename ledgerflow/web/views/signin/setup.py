"""The setup page of an installation that nobody can sign in to yet.

Here: one form. Not here: what it makes (pipeline/beginning.py).
"""

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import NoReverseMatch
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ledgerflow.core.errors import AccessError, ConflictError, InputError
from ledgerflow.firms.setup import require_setup
from ledgerflow.pipeline.beginning import Beginning, installation_begin
from ledgerflow.web.signin.forms import SetupForm
from ledgerflow.web.throttle import count_failure, refuse_guessing

WHAT = "setup"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """The first owner, firm and business; then signed in, at the first steps."""
    address = request.META.get("REMOTE_ADDR", "")
    refuse_guessing(WHAT, address)
    try:
        require_setup(token)
        form = SetupForm(request.POST or None)
        if form.is_valid():
            owner, _place = installation_begin(token, Beginning(**form.cleaned_data))
            answer: HttpResponse = perform_login(request, owner, redirect_url=_first_page())
            return answer
    except AccessError:
        count_failure(WHAT, address)
        raise
    except (InputError, ConflictError) as fault:
        form.add_fault(fault, "password" if fault.code == "weak_password" else None)
    status = 422 if form.errors else 200
    return render(request, "web/signin/setup.html", {"form": form}, status=status)


def _first_page() -> str:
    try:
        return resolve_url("web:start")
    except NoReverseMatch:
        return resolve_url("web:home")
