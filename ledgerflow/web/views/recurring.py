"""The page of what comes again and again. Not here: finding it (review/recurrence.py)."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.web.access import staff_page
from ledgerflow.web.selectors.recurring import recurring_page


@require_safe
@staff_page
def recurring(request: HttpRequest, place: Place) -> HttpResponseBase:
    """What is missing, what changed its amount, what is expected next."""
    page = recurring_page(Business(pk=place.business_id, firm_id=place.firm_id))
    return render(request, "web/recurring/recurring.html", {"place": place, "page": page})
