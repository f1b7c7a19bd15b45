"""What a request gets that came without being signed in, or with an old page's token.

Here: the sign-in page for pages, 401 for fragments, a kept form for what was typed. Not here:
keeping it (kept_forms.py) or the panel in the page (static/web/js/signedout.js).
"""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from ledgerflow.web.kept_forms import form_keep, page_before

EVENT = "signed-out"
SAFE = frozenset({"GET", "HEAD"})


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page and back, losing nothing that was typed."""
    if _is_script(request):
        return _told(401)
    if request.method in SAFE:
        return redirect_to_login(request.get_full_path())
    if form_keep(request):
        return redirect_to_login(resolve_url("web:kept"))
    return redirect_to_login(page_before(request) or resolve_url("web:home"))


def refused_form(request: HttpRequest) -> HttpResponse | None:
    """After a token that does not fit: what a page of ours sent is kept; None for all others."""
    if _is_script(request):
        return _told(403)
    if not form_keep(request):
        return None
    kept = resolve_url("web:kept")
    return redirect(kept) if request.user.is_authenticated else redirect_to_login(kept)


def _is_script(request: HttpRequest) -> bool:
    """Whether a script of the page asks, which cannot show a sign-in page."""
    asks = request.headers.get("Sec-Fetch-Dest", "") == "empty"
    return bool(getattr(request, "htmx", False)) or asks


def _told(status: int) -> HttpResponse:
    answer = HttpResponse(status=status)
    answer["HX-Trigger"] = EVENT
    return answer
