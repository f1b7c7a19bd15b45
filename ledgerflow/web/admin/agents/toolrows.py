"""Tools in admin: which functions agents may call, within which limits, and a try.

Here: the form, the list, syncing, and the page that tries a tool. Not here: which module paths
are accepted (agents/toolbox/paths.py), or the call (pipeline/lookups/tooltrial.py).
"""

import json
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextareaWidget

from ledgerflow.agents.models import Tool
from ledgerflow.agents.run_models import ToolCall
from ledgerflow.agents.selectors import tool_spec
from ledgerflow.agents.toolbox.loading import LoadedTool, tool_load
from ledgerflow.agents.toolbox.services import SyncReport, tools_sync
from ledgerflow.core.errors import InputError
from ledgerflow.pipeline.lookups.tooltrial import tool_try
from ledgerflow.web.admin.agents.columns import (
    STATE_MARKS,
    coloured,
    missing,
    on_or_off,
    operators_only,
    page_button,
)
from ledgerflow.web.admin.agents.rowforms import RowForm, in_words, rows_switch
from ledgerflow.web.admin.agents.runpage import pretty
from ledgerflow.web.admin.agents.schemaforms import arguments_of, schema_form
from ledgerflow.web.admin.agents.tryplace import place_form

HELP = {
    "name": "What the model calls it.",
    "module_path": "The exact function, as in tools.search_tool.search_web: inside an allowed "
    "package, exported in its __all__. It is checked before anything of it is imported.",
    "description": "What the model reads about it. Empty: the function's own docstring.",
    "timeout_seconds": "Seconds after which a call is given up.",
    "calls_per_run": "How often an agent may call it in one run.",
    "result_limit": "Characters of a result that the model sees; the rest is cut.",
    "cache_seconds": "How long the answer to an identical call is used again. 0: never.",
}

LABELS = {
    "is_enabled": "Switched on",
    "timeout_seconds": "Seconds a call",
    "calls_per_run": "Calls a run",
    "result_limit": "Longest result",
    "cache_seconds": "Seconds in the cache",
}


class ToolForm(RowForm):
    """All of a row; its path is checked as it is before every call."""

    bounds: ClassVar[dict[str, tuple[int, int]]] = {
        "timeout_seconds": (1, 120),
        "result_limit": (100, 100_000),
        "calls_per_run": (1, 50),
    }

    class Meta:
        model = Tool
        fields = "__all__"
        help_texts: ClassVar[dict[str, str]] = HELP
        labels: ClassVar[dict[str, str]] = LABELS
        widgets: ClassVar[dict[str, Any]] = {"description": UnfoldAdminTextareaWidget({"rows": 3})}

    def clean_module_path(self) -> str:
        """A function that may be called; the error says how to fix the path."""
        wanted = str(self.cleaned_data["module_path"])
        try:
            tool_load(wanted)
        except InputError as fault:
            self.add_error("module_path", in_words(fault))
        return wanted


@admin.register(Tool)
class ToolAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    """Functions that agents may call."""

    form = ToolForm
    change_list_template = "web/admin_agents/tool_list.html"
    list_display = ("name", "module_path", "limits", "cached", "agents_using", "state")
    list_filter_sheet = False
    search_fields = ("name", "module_path")
    readonly_fields = ("schema_shown",)
    actions = ("switch_on", "switch_off")
    actions_detail = ("try_tool",)
    actions_row = ("try_tool",)
    fieldsets = (
        ("Which function", {"fields": (("name", "module_path"), "is_enabled", "description")}),
        (
            "Limits",
            {
                "fields": (
                    ("timeout_seconds", "calls_per_run"),
                    ("result_limit", "cache_seconds"),
                )
            },
        ),
        (
            "What the model is told",
            {
                "fields": ("schema_shown",),
                "description": "Made from the function's signature and docstring.",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tool]:
        """With the agents of each, in one more query."""
        rows: QuerySet[Tool] = super().get_queryset(request)
        return rows.prefetch_related("agents")

    def get_urls(self) -> list[URLPattern]:
        """The button above the list."""
        sync = require_POST(self.admin_site.admin_view(self.sync))
        return [path("sync/", sync, name="agents_tool_sync"), *super().get_urls()]

    @admin.display(description="Limits")
    def limits(self, row: Tool) -> str:
        """Time, size and number of calls, on one line."""
        return f"{row.timeout_seconds} s · {row.result_limit:,} chars · {row.calls_per_run}/run"

    @admin.display(description="Cached", ordering="cache_seconds")
    def cached(self, row: Tool) -> str:
        """How long an answer is used again."""
        seconds = row.cache_seconds
        if not seconds:
            return "never"
        for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
            if seconds % size == 0:
                return f"{seconds // size} {unit}"
        return f"{seconds} s"

    @admin.display(description="Agents")
    def agents_using(self, row: Tool) -> str:
        """Names of the agents that may call it."""
        return ", ".join(agent.name for agent in row.agents.all()) or "none yet"

    @coloured("State", {**STATE_MARKS, None: "danger"}, "is_enabled")
    def state(self, row: Tool) -> tuple[bool | None, str]:
        """On or off; a row that was changed past this form may be on and yet refused."""
        return (None, "Refused") if row.is_enabled and _loaded(row)[1] else on_or_off(row)

    @admin.display(description="Schema")
    def schema_shown(self, row: Tool) -> str:
        """The arguments as JSON Schema, or why the function is refused."""
        if not row.module_path:
            return "Save the tool to see it."
        loaded, fault = _loaded(row)
        if loaded is None:
            return format_html('<div class="lfa-note lfa-bad">{}</div>', fault)
        text = json.dumps(loaded.schema, indent=2, ensure_ascii=False)
        return format_html(
            '<p class="lfa-doc">{}</p><pre class="lfa-code">{}</pre>', loaded.doc, text
        )

    @admin.action(description="Switch on")
    def switch_on(self, request: HttpRequest, rows: QuerySet[Tool]) -> None:
        """Those whose function is there and may be called."""
        rows_switch(self, request, rows, True, lambda row: _loaded(row)[1])

    @admin.action(description="Switch off: no agent may call it any more")
    def switch_off(self, request: HttpRequest, rows: QuerySet[Tool]) -> None:
        """Any of them."""
        rows_switch(self, request, rows, False)

    def sync(self, request: HttpRequest) -> HttpResponse:
        """Make rows for the functions that the allowed packages export; new ones are off."""
        operators_only(request)
        report = tools_sync()
        said = sync_words(report)
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:agents_tool_changelist"))

    @page_button("Try this tool", "try", "play_arrow")
    def try_tool(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """One call with arguments from the form, within the row's own limits."""
        operators_only(request)
        row = self.get_object(request, object_id)
        if row is None:
            return missing(self, request, object_id)
        loaded, fault = _loaded(row)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": f"Try {row.name}",
            "opts": self.opts,
            "original": row,
            "fault": fault,
        }
        if loaded is not None:
            form = schema_form(loaded.schema, request.POST or None)
            places = place_form(request)
            context |= {"form": form, "places": places, "doc": loaded.doc.partition("\n\n")[0]}
            if request.method == "POST" and form.is_valid() and places.is_valid():
                trial = tool_try(tool_spec(row), arguments_of(form), place=places.place())
                context |= {
                    "trial": trial,
                    "answer": pretty(trial.call.result),
                    "outcome_words": ToolCall.Outcome(trial.call.outcome).label,
                }
        return TemplateResponse(request, "web/admin_agents/tool_try.html", context)


def sync_words(report: SyncReport) -> str:
    """What syncing did, for a person."""
    said = [f"New, switched off: {', '.join(report.made)}."] if report.made else []
    said += [f"{fault.message} {fault.hint}".strip() for fault in report.faults]
    return " ".join(said) or "Nothing new: every function has its row."


def _loaded(row: Tool) -> tuple[LoadedTool | None, str]:
    """The function of a row, or why it is refused."""
    try:
        return tool_load(row.module_path), ""
    except InputError as fault:
        return None, in_words(fault)
