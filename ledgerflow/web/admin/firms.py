"""Firms in admin: their names and sizes, nothing of their books.

Here: one page to look at. Not here: opening a firm (command line). Firms lie behind row-level
security, so the list is read firm by firm and not by admin's own queries.
"""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from unfold.admin import ModelAdmin

from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import firm_ids
from ledgerflow.firms.models import Business, Firm, Membership


@admin.register(Firm)
class FirmAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    """A list to look at."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every firm with how many businesses and people it has."""
        context = {
            **self.admin_site.each_context(request),
            "title": "Firms",
            "firms": firm_rows(),
            "opts": self.opts,
        }
        return TemplateResponse(request, "web/admin_firms.html", context).render()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Firms are opened with `ledgerflow firm add`."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A firm's name is its owners' matter."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: books hang on it."""
        return False


def firm_rows() -> list[dict[str, Any]]:
    """Number, name, businesses and people of every firm."""
    rows = []
    for firm_id in firm_ids():
        with firm_scope(firm_id), transaction.atomic():
            rows.append(
                {
                    "id": firm_id,
                    "name": Firm.objects.get(pk=firm_id).name,
                    "businesses": Business.objects.count(),
                    "people": Membership.objects.values("user").distinct().count(),
                }
            )
    return rows
