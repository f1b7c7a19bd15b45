"""Payees: the list, one payee, renaming, merging with a look at what changes, splitting.

Here: parsing requests and rendering. Not here: what is written
(classification/payee_services.py).
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.classification.payee_selectors import payee_find
from ledgerflow.classification.payee_services import payee_merge, payee_rename, payee_split
from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.web.access import staff_page, writer_page
from ledgerflow.web.selectors.payees import others_like, payee_page, payee_row
from ledgerflow.web.typed import number_of

NAME_MAX = 200


@require_safe
@staff_page
def payees(request: HttpRequest, place: Place) -> HttpResponseBase:
    """All payees by name, a page at a time; `?text=` those like it, `?twins=1` pairs to look at."""
    page = payee_page(
        Business(pk=place.business_id, firm_id=place.firm_id),
        text=request.GET.get("text", "").strip()[:NAME_MAX],
        after=request.GET.get("after", "")[:NAME_MAX],
        with_twins=request.GET.get("twins") == "1",
    )
    return render(request, "web/payees/payees.html", {"place": place, "page": page})


@require_safe
@staff_page
def payee(request: HttpRequest, place: Place, payee_id: int) -> HttpResponseBase:
    """One payee: its spellings, and whom it may be merged with; `?with=` shows that merge."""
    business = Business.objects.get(pk=place.business_id)
    own = payee_find(business, payee_id)
    text, other = request.GET.get("text", "").strip()[:NAME_MAX], request.GET.get("with", "")
    context = {
        "place": place,
        "row": payee_row(business, own),
        "text": text,
        "near": others_like(business, own, text),
        "other": None,
    }
    other_id = number_of(other)
    if other_id is not None and other_id != own.pk:
        context["other"] = payee_row(business, payee_find(business, other_id))
    return render(request, "web/payees/payee.html", context)


@require_POST
@writer_page
def rename(request: HttpRequest, place: Place, payee_id: int) -> HttpResponseBase:
    """Show a payee under another name."""
    business = Business.objects.get(pk=place.business_id)
    own = payee_rename(business=business, payee_id=payee_id, name=request.POST.get("name", ""))
    messages.success(request, _("The payee is called “%(name)s” now.") % {"name": own.name})
    return redirect("web:payee", business_id=place.business_id, payee_id=own.pk)


@require_POST
@writer_page
def merge(request: HttpRequest, place: Place, payee_id: int) -> HttpResponseBase:
    """Let the payee's spellings stand for another one; the emptied payee is gone."""
    business = Business.objects.get(pk=place.business_id)
    into = number_of(request.POST.get("into", "")) or payee_id
    moved = payee_merge(business=business, source_id=payee_id, target_id=into)
    told = ngettext("%(count)s spelling is moved.", "%(count)s spellings are moved.", len(moved))
    messages.success(request, told % {"count": len(moved)})
    return redirect("web:payee", business_id=place.business_id, payee_id=into)


@require_POST
@writer_page
def split(request: HttpRequest, place: Place, payee_id: int) -> HttpResponseBase:
    """Let some spellings stand for another payee."""
    other = payee_split(
        business=Business.objects.get(pk=place.business_id),
        payee_id=payee_id,
        keys=request.POST.getlist("key"),
        name=request.POST.get("name", ""),
    )
    messages.success(request, _("The spellings stand for “%(name)s” now.") % {"name": other.name})
    return redirect("web:payee", business_id=place.business_id, payee_id=other.pk)
