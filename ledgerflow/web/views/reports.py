"""The reports of a business: the catalog, one of a period, and the same as a file.

Here: parsing the question and rendering. Not here: building a report (pipeline/reporting.py) or
what stands around it (selectors/reports.py).
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ledgerflow.core.errors import AccessError
from ledgerflow.firms.access import Place, place_for, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.reporting import MONTHS, first_month_of, report_asked
from ledgerflow.reports.catalog import REPORTS, report_get
from ledgerflow.reports.spec import Report, ReportKind
from ledgerflow.reports.writers import WRITERS, writer_get
from ledgerflow.web.access import business_page
from ledgerflow.web.marks import check_mark
from ledgerflow.web.reportcharts import charts_of
from ledgerflow.web.reportquery import ReportQuery, report_query
from ledgerflow.web.reporttable import table_of
from ledgerflow.web.selectors.reports import picker_of, readiness_of, shelf_of
from ledgerflow.web.signin.bearer import bearer


@require_safe
@business_page
def catalog(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Every report with a sentence on what it says."""
    business = Business.objects.get(pk=place.business_id)
    context = {"place": place, "shelf": shelf_of(business, timezone.localdate())}
    return render(request, "web/reports/catalog.html", context)


@require_safe
@business_page
def report(request: HttpRequest, place: Place, slug: str) -> HttpResponseBase:
    """A report of a period as a table, each figure a way to its entries."""
    kind = _kind(slug)
    business = Business.objects.get(pk=place.business_id)
    query = _query(request, business, kind)
    built = _built(business, kind, query)
    is_worksheet = kind.needs == "worksheet"
    context = {
        "place": place,
        "kind": kind,
        "reports": REPORTS,
        "writers": WRITERS,
        "report": built,
        "query": query,
        "picker": picker_of(kind, query, timezone.localdate()),
        "table": table_of(built, place, only_filled=is_worksheet and query.lines != "all"),
        "checks": [(check, check_mark(check.passed)) for check in built.checks],
        "charts": charts_of(built),
        "readiness": (
            readiness_of(place, query.period.year, timezone.localdate()) if is_worksheet else None
        ),
    }
    return render(request, "web/reports/report.html", context)


@require_safe
def download(request: HttpRequest, business_id: int, slug: str, writer: str) -> HttpResponseBase:
    """The same report as a file; for people who signed in, and for programs with a token."""
    shown = bearer(request)
    if shown is None and "Authorization" in request.headers:
        return HttpResponse(
            _("This token is not known, has expired or was withdrawn."),
            status=401,
            content_type="text/plain; charset=utf-8",
            headers={"WWW-Authenticate": "Bearer"},
        )
    if shown is None:
        return _download_page(request, business_id, slug, writer)
    person, firm_id = shown
    place = place_for(person, business_id)
    if place.firm_id != firm_id:
        raise AccessError(
            "There is no such business, or this token has no access to it.",
            hint="Use a token that was made in the firm of the business.",
        )
    with working_in(place, person.pk):
        return _file(request, place, slug, writer)


@business_page
def _download_page(request: HttpRequest, place: Place, slug: str, writer: str) -> HttpResponseBase:
    return _file(request, place, slug, writer)


def _file(request: HttpRequest, place: Place, slug: str, writer_id: str) -> HttpResponse:
    kind, writer = _kind(slug), writer_get(writer_id)
    business = Business.objects.get(pk=place.business_id)
    query = _query(request, business, kind)
    answer = HttpResponse(
        writer.data(_built(business, kind, query)), content_type=writer.media_type
    )
    days = query.period.word or f"{query.period.start}-to-{query.period.end}"
    name = f"{place.business_slug}-{slug}-{days}.{writer.suffix}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _kind(slug: str) -> ReportKind:
    return report_get(slug.replace("-", "_"))


def _query(request: HttpRequest, business: Business, kind: ReportKind) -> ReportQuery:
    return report_query(
        request.GET.dict(),
        today=timezone.localdate(),
        first_month=first_month_of(business, kind),
        usual=MONTHS if kind.needs == "months" else "",
    )


def _built(business: Business, kind: ReportKind, query: ReportQuery) -> Report:
    return report_asked(
        business,
        kind.id,
        query.period,
        compare=query.compare,
        draft=query.draft,
        account=query.account,
    )
