"""Access tokens: keys for one's own programs. Not here: what they open (web/signin/bearer.py)."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.firms.access import Practice
from ledgerflow.firms.tokens import token_make, token_revoke, tokens_open
from ledgerflow.web.access import firm_page, person_of
from ledgerflow.web.shownonce import once_keep, once_shown
from ledgerflow.web.views.settings.changing import changed

SHOWN = "new_token"
LIFETIMES = (30, 90, 366)


@require_safe
@firm_page
def tokens(request: HttpRequest, practice: Practice) -> HttpResponseBase:
    """One's own tokens in this firm, an owner's view of all; a new one is shown once."""
    person = person_of(request).pk
    context = {
        "practice": practice,
        "person": person,
        "tokens": tokens_open(practice.firm_id, user_id=None if practice.is_owner else person),
        "new": once_shown(request, SHOWN, firm_id=practice.firm_id),
        "lifetimes": LIFETIMES,
    }
    return render(request, "web/settings/tokens.html", context)


@require_POST
@firm_page
def make(request: HttpRequest, practice: Practice) -> HttpResponseBase:
    """A new token."""

    def done() -> str:
        days = request.POST.get("days", "")
        _row, text = token_make(
            firm_id=practice.firm_id,
            user=person_of(request),
            name=request.POST.get("name", ""),
            days=int(days) if days in {str(one) for one in LIFETIMES} else 0,
        )
        once_keep(request, SHOWN, text, firm_id=practice.firm_id)
        return _("Copy the token now: it is shown once.")

    return changed(request, done, "web:tokens", firm_id=practice.firm_id)


@require_POST
@firm_page
def revoke(request: HttpRequest, practice: Practice, token_id: int) -> HttpResponseBase:
    """End a token."""

    def done() -> str:
        token_revoke(firm_id=practice.firm_id, token_id=token_id, user=person_of(request))
        return _("The token opens nothing any more.")

    return changed(request, done, "web:tokens", firm_id=practice.firm_id)
