"""The page of a business: how far it is, what waits, its statements, cash and reports.

Here: rendering. Not here: reading (selectors/overview.py).
"""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ledgerflow.firms.access import Place
from ledgerflow.web.access import business_page
from ledgerflow.web.selectors.overview import overview_of


@require_safe
@business_page
def business(request: HttpRequest, place: Place) -> HttpResponseBase:
    """One business at a glance; a client sees what is asked and what is there."""
    shown = overview_of(place, timezone.localdate())
    return render(request, "web/overview/overview.html", {"place": place, "shown": shown})
