"""Calls of tools and what left the machine, over all runs of the picked firm.

Here: two lists with their rows, to look at only. Not here: one run with its steps (runrows.py).
"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from ledgerflow.agents.models import Tool
from ledgerflow.agents.run_models import OutboundCall, ToolCall
from ledgerflow.web.admin.agents.columns import coloured, moment
from ledgerflow.web.admin.agents.firmchoice import FirmRowsAdmin
from ledgerflow.web.admin.agents.runpage import pretty
from ledgerflow.web.admin.agents.runrows import WordFilter

OUTCOMES = {"ok": "success", "retry": "warning", "failed": "danger", "timeout": "danger",
            "refused": "danger"}  # fmt: skip
PURPOSES = (("model", "Model"), ("search", "Search"), ("page", "Page"))


class ToolFilter(WordFilter):
    """By tool."""

    title, parameter_name, field = "tool", "tool", "tool_name"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Names of the tools there are."""
        return [(name, name) for name in Tool.objects.values_list("name", flat=True)]


class PurposeFilter(WordFilter):
    """By what it was for."""

    title, parameter_name, field = "purpose", "purpose", "purpose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Models, searches, pages."""
        return list(PURPOSES)


class RefusedFilter(admin.SimpleListFilter):
    """What went out, or what was kept from it."""

    title, parameter_name = "left the machine", "left"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Two words."""
        return [("yes", "Left"), ("no", "Refused")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By whether a refusal is recorded."""
        if self.value() == "yes":
            return queryset.filter(refused="")
        return queryset.exclude(refused="") if self.value() == "no" else queryset


class CallsAdmin(FirmRowsAdmin):
    """What both lists have in common."""

    @admin.display(description="When (UTC)", ordering="pk")
    def when(self, row: Any) -> str:
        """Day and minute."""
        return moment(row.at)


@admin.register(ToolCall)
class ToolCallAdmin(CallsAdmin):
    """Every call of a tool."""

    list_display = ("id", "tool_name", "asked", "outcome_shown", "run", "took", "notes", "when")
    list_filter = (ToolFilter, "outcome", "from_cache")
    list_select_related = ("run",)
    readonly_fields = ("arguments_shown", "result_shown", "run")
    fieldsets = (
        (None, {"fields": (("tool_name", "module_path"), ("run", "position"), "arguments_shown")}),
        (
            "What came of it",
            {"fields": (("outcome", "milliseconds"), ("from_cache", "was_cut"), "error",
                        "result_shown")},
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[ToolCall]:
        """Without results in lists, and of runs only what names them."""
        rows: QuerySet[ToolCall] = super().get_queryset(request)
        return rows.defer("result", *_of_run("run"))

    @admin.display(description="Asked for")
    def asked(self, row: ToolCall) -> str:
        """The arguments on one line, cut."""
        words = row.arguments.values() if isinstance(row.arguments, dict) else []
        text = " · ".join(str(word) for word in words)
        return text[:90] + ("…" if len(text) > 90 else "")

    @coloured("Outcome", OUTCOMES, "outcome")
    def outcome_shown(self, row: ToolCall) -> tuple[str, str]:
        """In a word with a colour."""
        return row.outcome, row.get_outcome_display()

    @admin.display(description="Took", ordering="milliseconds")
    def took(self, row: ToolCall) -> str:
        """Milliseconds."""
        return f"{row.milliseconds:,} ms"

    @admin.display(description="Notes")
    def notes(self, row: ToolCall) -> str:
        """Where it came from the cache or was cut."""
        words = [("from cache", row.from_cache), ("cut", row.was_cut)]
        return ", ".join(word for word, holds in words if holds) or "-"

    @admin.display(description="Arguments")
    def arguments_shown(self, row: ToolCall) -> str:
        """As JSON, escaped."""
        return format_html('<pre class="lfa-code">{}</pre>', pretty(row.arguments))

    @admin.display(description="Result")
    def result_shown(self, row: ToolCall) -> str:
        """As recorded, escaped: it is what a page or a server said."""
        return format_html('<pre class="lfa-code lfa-tall">{}</pre>', pretty(row.result))


@admin.register(OutboundCall)
class OutboundCallAdmin(CallsAdmin):
    """The log of what left the machine for an agent, masked as it left."""

    list_display = (
        "id", "purpose", "host", "url_short", "left", "status", "sent", "received", "run", "when",
    )  # fmt: skip
    list_filter = (PurposeFilter, RefusedFilter)
    list_select_related = ("run",)
    search_fields = ("host",)
    search_help_text = "A host"
    readonly_fields = ("sent_shown", "run")
    fieldsets = (
        (
            "Whereto",
            {"fields": (("purpose", "method"), "url", ("host", "address"), ("run", "at"))},
        ),
        (
            "What left",
            {"fields": (("sent_bytes", "received_bytes"), ("status", "milliseconds"), "refused",
                        "sent_sha256", "sent_shown")},
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboundCall]:
        """Without the texts in lists, and of runs only what names them."""
        rows: QuerySet[OutboundCall] = super().get_queryset(request)
        return rows.defer("sent_text", *_of_run("run"))

    @admin.display(description="Address")
    def url_short(self, row: OutboundCall) -> str:
        """Cut for the list."""
        return row.url[:80] + ("…" if len(row.url) > 80 else "")

    @coloured("Left", {True: "success", False: "danger"})
    def left(self, row: OutboundCall) -> tuple[bool, str]:
        """Whether it went out."""
        return not row.refused, "Refused" if row.refused else "Left"

    @admin.display(description="Sent", ordering="sent_bytes")
    def sent(self, row: OutboundCall) -> str:
        """Bytes."""
        return f"{row.sent_bytes:,} B"

    @admin.display(description="Received", ordering="received_bytes")
    def received(self, row: OutboundCall) -> str:
        """Bytes."""
        return f"{row.received_bytes:,} B"

    @admin.display(description="Text that was sent")
    def sent_shown(self, row: OutboundCall) -> str:
        """Masked, cut at 20,000 characters, escaped."""
        return format_html('<pre class="lfa-code lfa-tall">{}</pre>', pretty(row.sent_text))


def _of_run(prefix: str) -> list[str]:
    """The long columns of a run that a list does not need."""
    return [f"{prefix}__{name}" for name in ("input", "messages", "output", "refusals")]
