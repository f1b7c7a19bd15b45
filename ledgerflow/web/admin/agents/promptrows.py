"""Prompt versions in admin: the words an agent was given over time, and which are current.

Here: the list, a version's page with what changed, making one current. Not here: writing a
version (the agent's form). Versions are append-only.
"""

from typing import Any

from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from ledgerflow.agents.models import PromptVersion
from ledgerflow.agents.services import prompt_choose
from ledgerflow.web.admin.agents.columns import coloured, missing, moment, operators_only
from ledgerflow.web.admin.agents.firmchoice import ReadOnlyAdmin
from ledgerflow.web.admin.agents.promptdiff import prompt_diff


@admin.register(PromptVersion)
class PromptVersionAdmin(ReadOnlyAdmin):
    """What was written when, by whom and why."""

    change_form_template = "web/admin_agents/prompt.html"
    change_list_template = "web/admin_agents/list.html"
    list_display = ("version_shown", "agent", "note_shown", "current", "written", "created_by")
    list_display_links = ("version_shown",)
    list_filter = ("agent",)
    list_per_page = 50
    list_select_related = ("agent", "created_by")
    ordering = ("agent__name", "-version")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PromptVersion]:
        """With the id of each agent's current prompt."""
        rows: QuerySet[PromptVersion] = super().get_queryset(request)
        return rows.annotate(current_id=F("agent__prompt_id"))

    def get_urls(self) -> list[URLPattern]:
        """The button of a version's page."""
        choose = require_POST(self.admin_site.admin_view(self.choose))
        own = path("<int:pk>/current/", choose, name="agents_promptversion_choose")
        return [own, *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One version beside the one before it."""
        row = self.get_object(request, object_id) if object_id else None
        extra: dict[str, Any] = {}
        if row is not None:
            older = row.agent.prompts.filter(version__lt=row.version).order_by("-version").first()
            extra = {
                "older": older,
                "diff": prompt_diff(older.text, row.text) if older else [],
                "is_current": row.agent.prompt_id == row.pk,
            }
        response: HttpResponse = super().changeform_view(request, object_id, form_url, extra)
        return response

    def choose(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a version the current one of its agent."""
        operators_only(request)
        row = self.get_object(request, str(pk))
        if row is None:
            return missing(self, request, str(pk))
        prompt_choose(agent=row.agent, prompt=row)
        self.log_change(request, row, [{"changed": {"fields": ["made current"]}}])
        said = f"Version {row.version} is the current prompt of {row.agent}."
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:agents_promptversion_change", args=[pk]))

    @admin.display(description="Version", ordering="version")
    def version_shown(self, row: PromptVersion) -> str:
        """As elsewhere: v3."""
        return f"v{row.version}"

    @admin.display(description="Written (UTC)", ordering="created_at")
    def written(self, row: PromptVersion) -> str:
        """Day and minute."""
        return moment(row.created_at)

    @admin.display(description="What changed and why")
    def note_shown(self, row: PromptVersion) -> str:
        """The note, or a dash."""
        return row.note or "-"

    @coloured("Current", {True: "success", False: ""})
    def current(self, row: PromptVersion) -> tuple[bool, str]:
        """Whether the agent is given these words now."""
        is_current = row.current_id == row.pk  # type: ignore[attr-defined]  # annotated above
        return is_current, "Current" if is_current else "Older"
