"""Addresses of reports."""

from django.urls import URLPattern, URLResolver, path

from ledgerflow.web.addresses.within import BUSINESS
from ledgerflow.web.views import reports

patterns: list[URLPattern | URLResolver] = [
    path(f"{BUSINESS}reports/", reports.catalog, name="reports"),
    path(f"{BUSINESS}reports/<slug:slug>/", reports.report, name="report"),
    path(
        f"{BUSINESS}reports/<slug:slug>/download.<slug:writer>",
        reports.download,
        name="report-download",
    ),
]
