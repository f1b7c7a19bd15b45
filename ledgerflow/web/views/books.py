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
    built = business_report(place, person_of(request).pk, kind.id, year, draft=draft)
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
    """The journal lines behind a figure."""
    view = figure_view(
        place,
        account_ids=_account_ids(request),
        start=_day(request, "start"),
        end=_day(request, "end"),
        page=request.GET.get("page"),
    )
    keep = request.GET.copy()
    keep.pop("page", None)
    context = {"place": place, "view": view, "query": keep.urlencode()}
    return render(request, "web/entries.html", context)


@require_safe
@business_page
def entry(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """One entry with everything that led to it."""
    return render(request, "web/entry.html", {"place": place, "view": entry_view(place, number)})


def _year(request: HttpRequest) -> int:
    text = request.GET.get("year", "")
    if not text:
        return timezone.localdate().year
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise InputError(f"{text[:20]!r} is no year.", hint="Write it as 2025.")
    return int(text)


def _account_ids(request: HttpRequest) -> list[int]:
    texts = [t for t in request.GET.get("accounts", "").split(",") if t]
    if not texts or not all(t.isascii() and t.isdigit() and len(t) < 19 for t in texts):
        raise InputError(
            "The address does not name the accounts of a figure.",
            hint="Open a figure from a report.",
        )
    return [int(t) for t in texts]


def _day(request: HttpRequest, name: str) -> dt.date | None:
    text = request.GET.get(name, "")
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(f"{text[:20]!r} is no day.", hint="Write it as 2025-03-31.") from error
