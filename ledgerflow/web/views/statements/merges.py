"""A line that was taken for a known transaction: what else reports it, and saying otherwise.

Here: the page of one merge, splitting and joining. Not here: what is merged (statements/dedupe.py)
or changed (pipeline/sorting.py).
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.core.errors import InputError
from ledgerflow.firms.access import Place
from ledgerflow.pipeline.sorting import merge_join, merge_split
from ledgerflow.web.access import business_page, person_of
from ledgerflow.web.selectors.merges import merge_of
from ledgerflow.web.typed import number_of
from ledgerflow.web.views.statements.doors import long_page


@require_safe
@business_page
def merge(request: HttpRequest, place: Place, line_id: int) -> HttpResponseBase:
    """The line, the others that report the same fact, and why they were put together."""
    context = {"place": place, "merge": merge_of(place, line_id)}
    return render(request, "web/statements/merge.html", context)


@require_POST
@long_page
def split(request: HttpRequest, place: Place, line_id: int) -> HttpResponseBase:
    """The line and the rest of its transaction are two."""
    reason = request.POST.get("reason", "")
    done = merge_split(place, line_id, reason=reason, user_id=person_of(request).pk)
    said = _("These are two bank transactions now: %(one)d and %(other)d.")
    messages.success(request, said % {"one": done.other_id, "other": done.transaction_id})
    return redirect("web:merge", business_id=place.business_id, line_id=line_id)


@require_POST
@long_page
def join(request: HttpRequest, place: Place, line_id: int) -> HttpResponseBase:
    """Two transactions are one again; the decided one is kept, else the older."""
    first, second = (number_of(request.POST.get(name, "")) for name in ("first", "second"))
    if first is None or second is None:
        raise InputError(_("No two transactions are named."), hint=_("Go back and try again."))
    reason = request.POST.get("reason", "")
    done = merge_join(place, first, second, reason=reason, user_id=person_of(request).pk)
    said = _("These are one bank transaction now: %(one)d.")
    messages.success(request, said % {"one": done.transaction_id})
    return redirect("web:merge", business_id=place.business_id, line_id=line_id)
