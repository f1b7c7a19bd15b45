"""The firm whose rows an operator looks at: picked by hand, kept in the session.

Here: the choice and the admin base of all rows that belong to firms. Not here: the wall itself
(row-level security), or what the single pages show. Without a choice a page asks for one and
reads nothing; the choice is recorded in the firm's own audit trail.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.admin import ShowFacets
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from unfold import paginator as endless
from unfold.admin import ModelAdmin

from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import AccessError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import firm_ids
from ledgerflow.firms.models import Business, Firm
from ledgerflow.web.admin.agents.columns import operators_only

FIRM_KEY = "admin_firm"
"""The session's word for the firm that was picked."""

ROWS_MOST = 10_000
"""Rows of a list that can be leafed through: the newest that the filters leave."""


@dataclass(frozen=True, slots=True)
class FirmChoice:
    """A firm as the picker shows it."""

    id: int
    name: str


def firm_choices() -> list[FirmChoice]:
    """Every firm by name; read firm by firm, each in its own scope."""
    found = []
    for firm_id in firm_ids():
        with firm_scope(firm_id), transaction.atomic():
            found.append(FirmChoice(firm_id, Firm.objects.get(pk=firm_id).name))
    return sorted(found, key=lambda firm: firm.name.casefold())


def firm_chosen(request: HttpRequest) -> FirmChoice | None:
    """The firm of this session; None where none was picked or it is gone."""
    firm_id = request.session.get(FIRM_KEY)
    if firm_id not in firm_ids():
        return None
    with firm_scope(firm_id), transaction.atomic():
        return FirmChoice(firm_id, Firm.objects.get(pk=firm_id).name)


def firm_choose(request: HttpRequest) -> HttpResponse:
    """Keep the firm that a form names, record it there, and go back to the page that asked."""
    wanted = request.POST.get("firm", "")
    if not wanted.isdecimal() or int(wanted) not in firm_ids():
        raise AccessError("There is no such firm.", hint="Pick one of the list.")
    firm_id, person_id = int(wanted), request.user.pk
    if request.session.get(FIRM_KEY) != firm_id:
        with firm_scope(firm_id, person_id), transaction.atomic():
            event_record(
                firm_id=firm_id,
                business_id=None,
                action="admin_looked",
                subject="firm",
                subject_id=firm_id,
                reason="An operator opened the records of agents in admin.",
            )
    request.session[FIRM_KEY] = firm_id
    return HttpResponseRedirect(own_address(request.POST.get("next", "")))


def firm_picker(page: ModelAdmin, request: HttpRequest, back: str) -> HttpResponse:
    """The page that asks for a firm; `back` is where to go with it."""
    context = {
        **page.admin_site.each_context(request),
        "title": "Pick a firm",
        "opts": page.opts,
        "firms": firm_choices(),
        "chosen": request.session.get(FIRM_KEY),
        "next": back,
    }
    return TemplateResponse(request, "web/admin_agents/firm_picker.html", context).render()


def businesses_of(firm: FirmChoice) -> list[tuple[int, str]]:
    """Numbers and names of a firm's businesses, by name."""
    with firm_scope(firm.id), transaction.atomic():
        return list(Business.objects.order_by("name", "pk").values_list("pk", "name"))


def own_address(wanted: str) -> str:
    """An address of admin as it was asked for, else the list of runs."""
    index = reverse("admin:index")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    if is_ours and wanted.startswith(index):
        return wanted
    return reverse("admin:agents_agentrun_changelist")


class ReadOnlyAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    """Rows to look at: nothing is added, changed or deleted here."""

    actions = None
    list_filter_sheet = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class InfinitePaginator(endless.InfinitePaginator):  # type: ignore[misc]  # unfold has no types
    """Pages without counting the rows; older ones than these are found by filters.

    Its name is the one by which unfold's templates know that there is no count to show.
    """

    count = ROWS_MOST


class FirmRowsAdmin(ReadOnlyAdmin):
    """Rows of the picked firm, newest first, a page at a time without counting them all."""

    change_list_template = "web/admin_agents/firm_list.html"
    change_form_template = "web/admin_agents/firm_row.html"
    ordering = ("-pk",)
    list_per_page = 50
    list_max_show_all = 50
    show_full_result_count = False
    paginator = InfinitePaginator
    show_facets = ShowFacets.NEVER

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, inside the picked firm."""
        return self._in_firm(request, partial(super().changelist_view, request))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One row, inside the picked firm."""
        page = partial(super().changeform_view, request, object_id, form_url)
        return self._in_firm(request, page)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What operators did to a row: nothing, but the page is there."""
        return self._in_firm(request, partial(super().history_view, request, object_id))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Refused, after the firm is known."""
        return self._in_firm(request, partial(super().delete_view, request, object_id))

    def _in_firm(self, request: HttpRequest, page: Callable[..., HttpResponse]) -> HttpResponse:
        """A page rendered in one transaction of the picked firm, or the picker."""
        operators_only(request)
        firm = firm_chosen(request)
        if firm is None:
            return firm_picker(self, request, request.get_full_path())
        with firm_scope(firm.id, request.user.pk), transaction.atomic():
            response = page(extra_context={"firm": firm, "here": request.get_full_path()})
            if isinstance(response, TemplateResponse):
                response.render()
            return response
