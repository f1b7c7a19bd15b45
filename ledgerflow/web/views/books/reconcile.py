"""Reconciling: what the books say and what the bank says. Not here: comparing (pipeline)."""

import datetime as dt

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_noop as word
from django.views.decorators.http import require_safe

from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.web.access import staff_page
from ledgerflow.web.marks import Mark
from ledgerflow.web.selectors.reconcile import month_asked, months_before, reconcile_view

MARKS = {
    "equal": Mark(word("Reconciled"), "✓", "good"),
    "unequal": Mark(word("Not reconciled"), "✗", "bad"),
    "nothing": Mark(word("Nothing to compare"), "○", "warn"),
}


@require_safe
@staff_page
def reconcile(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Every bank account at a month's end: equal or not by computation, and what is open."""
    view = reconcile_view(
        Business.objects.get(pk=place.business_id),
        month=month_asked(request.GET.get("month", "")),
        today=timezone.localdate(),
    )
    context = {
        "place": place,
        "view": view,
        "accounts": [(one, MARKS[one.state]) for one in view.accounts],
        "before": months_before(view.month, 1),
        "after": (view.month + dt.timedelta(days=31)).replace(day=1),
    }
    return render(request, "web/books/reconcile.html", context)
