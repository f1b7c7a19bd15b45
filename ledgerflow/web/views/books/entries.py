"""The entries behind a figure, one entry with everything that led to it, and reversing it.

Here: parsing and rendering. Not here: what is behind an entry (selectors/entry.py) or how it is
taken back (pipeline/takingback.py).
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.core.errors import AccessError, LedgerFlowError
from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.takingback import entry_take_back
from ledgerflow.web.access import business_page, writer_page
from ledgerflow.web.figurequery import query_read
from ledgerflow.web.selectors.asking import day_asked
from ledgerflow.web.selectors.entries import figure_view
from ledgerflow.web.selectors.entry import entry_view

REASON_MAX = 250


@require_safe
@business_page
def entries(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The entries behind a figure, a page at a time."""
    view = figure_view(place, query_read(request.GET))
    return render(request, "web/books/entries.html", {"place": place, "view": view})


@require_safe
@business_page
def entry(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """One entry with everything that led to it."""
    context = {
        "place": place,
        "view": entry_view(place, number),
        "reason_max": REASON_MAX,
    }
    return render(request, "web/books/entry.html", context)


@require_POST
@writer_page
def reverse_entry(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """Reverse an entry with a reason; a refusal comes back as a notice."""
    try:
        reversal = entry_take_back(
            business=Business.objects.get(pk=place.business_id),
            number=number,
            reason=request.POST.get("reason", "").strip()[:REASON_MAX],
            date=day_asked(request.POST, "date"),
        )
    except AccessError:
        raise
    except LedgerFlowError as fault:
        messages.error(request, f"{fault.message} {fault.hint}")
        return redirect("web:entry", place.business_id, number)
    said = _("Entry %(number)s is reversed by entry %(reversal)s.")
    messages.success(request, said % {"number": number, "reversal": reversal.number})
    return redirect("web:entry", place.business_id, number)
