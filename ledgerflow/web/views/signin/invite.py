"""The page of an invitation: somebody who has an account takes it, a new person makes one.

Here: one page in its four states. Not here: what an invitation is (firms/inviting.py).
"""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.firms.inviting import Offer, invitation_offer, invitation_take
from ledgerflow.web.access import person_of
from ledgerflow.web.signin.forms import JoinForm
from ledgerflow.web.throttle import count_failure, refuse_guessing

WHAT = "invitation"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, token: str) -> HttpResponse:
    """What is offered, and the way to take it. Raises AccessError, LimitError."""
    address = request.META.get("REMOTE_ADDR", "")
    refuse_guessing(WHAT, address)
    try:
        offer = invitation_offer(token)
    except AccessError:
        count_failure(WHAT, address)
        raise
    if request.user.is_authenticated:
        return _take(request, token, offer)
    if offer.has_account:
        return _page(request, offer, "known", next=request.path)
    return _join(request, token, offer)


def _take(request: HttpRequest, token: str, offer: Offer) -> HttpResponse:
    """For somebody who is signed in: one button, or why it is not for them."""
    person = person_of(request)
    if person.email != offer.email:
        return _page(request, offer, "other", status=409)
    if request.method != "POST":
        return _page(request, offer, "take")
    invitation_take(token, user=person)
    messages.success(request, _("You are a member of %(firm)s now.") % {"firm": offer.firm_name})
    return redirect("web:home")


def _join(request: HttpRequest, token: str, offer: Offer) -> HttpResponse:
    """For a new person: name and password, then signed in."""
    form = JoinForm(request.POST or None)
    if form.is_valid():
        try:
            person = invitation_take(token, **form.cleaned_data)
        except InputError as fault:
            form.add_fault(fault, "password")
        else:
            home = resolve_url("web:home")
            answer: HttpResponse = perform_login(request, person, redirect_url=home)
            return answer
    return _page(request, offer, "join", form=form, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, offer: Offer, state: str, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"offer": offer, "state": state, **more}
    return render(request, "web/signin/invite.html", context, status=status)
