"""Reports and the entries behind each figure. Not here: building a report (reports/)."""

import datetime as dt

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ledgerflow.core.errors import InputError
from ledgerflow.firms.access import Place
from ledgerflow.pipeline.reporting import business_report
from ledgerflow.reports.catalog import REPORTS, report_get
from ledgerflow.web.access import business_page, person_of
from ledgerflow.web.figurequery import query_read
from ledgerflow.web.marks import check_mark
from ledgerflow.web.reporttable import table_of
from ledgerflow.web.selectors.entries import entry_view, figure_view


@require_safe
@business_page
def report(request: HttpRequest, place: Place, slug: str) -> HttpResponseBase:
    """A report of a year as a table, each figure a way to its entries."""
    kind = report_get(slug.replace("-", "_"))
    year = _year(request)
    draft = request.GET.get("draft") == "1"
    built = business_report(
        *(place, person_of(request).pk, kind.id, year),
        start=_day(request, "from"),
        end=_day(request, "to"),
        draft=draft,
        account=request.GET.get("account", ""),
    )
    context = {
        "place": place,
        "kind": kind,
        "reports": REPORTS,
        "report": built,
        "table": table_of(built, place),
        "checks": [(check, check_mark(check.passed)) for check in built.checks],
        "year": year,
    }
    return render(request, "web/report.html", context)


@require_safe
@business_page
def entries(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The entries behind a figure, a page at a time."""
    view = figure_view(place, query_read(request.GET))
    return render(request, "web/entries.html", {"place": place, "view": view})


@require_safe
@business_page
def entry(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """One entry with everything that led to it."""
    return render(request, "web/entry.html", {"place": place, "view": entry_view(place, number)})


def _day(request: HttpRequest, name: str) -> dt.date | None:
    text = request.GET.get(name, "")
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(f"{text[:20]!r} is no day.", hint="Write it as 2025-03-31.") from error


def _year(request: HttpRequest) -> int:
    text = request.GET.get("year", "")
    if not text:
        return timezone.localdate().year
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise InputError(f"{text[:20]!r} is no year.", hint="Write it as 2025.")
    return int(text)
