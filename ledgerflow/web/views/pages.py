"""The start page and the page of a business. Not here: files (statements.py) or books."""

import datetime as dt

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.reports.catalog import REPORTS
from ledgerflow.web.access import business_page, person_of, signed_in
from ledgerflow.web.forms import UploadForm
from ledgerflow.web.selectors.home import home_rows
from ledgerflow.web.selectors.overview import Overview, overview_of


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponseBase:
    """The person's businesses, those that wait for an answer first."""
    return render(request, "web/home.html", {"rows": home_rows(person_of(request))})


@require_safe
def icon(request: HttpRequest) -> HttpResponseBase:
    """Browsers ask here where a page names no icon."""
    return redirect(static("web/icon.svg"), permanent=False)


@require_safe
@business_page
def business(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Bank accounts, files with their proofs, what waits, reports."""
    shown = overview_of(Business.objects.get(pk=place.business_id))
    form = UploadForm(accounts=[row.account for row in shown.accounts])
    context = {
        "place": place,
        "shown": shown,
        "form": form,
        "reports": REPORTS,
        "year": report_year(shown),
    }
    return render(request, "web/business.html", context)


def report_year(shown: Overview) -> int:
    """The year that reports open with: of the newest statement, else this one."""
    ends = [row.newest.end for row in shown.accounts if row.newest and row.newest.end]
    newest: dt.date = max(ends, default=timezone.localdate())
    return newest.year
