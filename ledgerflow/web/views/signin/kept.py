"""What was typed while signed out: shown, sent again, or thrown away.

Here: three small views. Not here: keeping it (kept_forms.py).
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.web.access import signed_in
from ledgerflow.web.kept_forms import form_take, forms_kept


@never_cache
@require_safe
@signed_in
def kept(request: HttpRequest) -> HttpResponse:
    """Every form that is kept, with a button that sends it."""
    return render(request, "web/signin/kept.html", {"forms": forms_kept(request)})


@require_POST
@signed_in
def kept_send(request: HttpRequest, form_id: str) -> HttpResponse:
    """Let the browser send the fields of this page on to where they were sent before.

    Once: a form that was sent is no longer kept, so that nothing is done twice.
    """
    form = form_take(request, form_id)
    if form is None:
        return redirect("web:kept")
    return HttpResponseRedirect(form.path, preserve_request=True)


@require_POST
@signed_in
def kept_drop(request: HttpRequest, form_id: str) -> HttpResponse:
    """Throw a kept form away."""
    form_take(request, form_id)
    return redirect("web:kept")
