"""Runs of agents in admin: the list with filters, and one run told step by step.

Here: rows of the picked firm, to look at only. Not here: the order of the steps (runpage.py).
What is shown of transactions is the masked text that the model was given.
"""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from ledgerflow.agents.masking import masked
from ledgerflow.agents.models import Agent, LanguageModel
from ledgerflow.agents.run_models import AgentRun
from ledgerflow.classification.models import Suggestion
from ledgerflow.web.admin.agents.columns import coloured, moment, operators_only
from ledgerflow.web.admin.agents.firmchoice import (
    FirmRowsAdmin,
    firm_choose,
    firm_picker,
    own_address,
)
from ledgerflow.web.admin.agents.runpage import pretty, run_steps

STATE_COLOURS = {
    "running": "info",
    "answered": "success",
    "review": "warning",
    "failed": "danger",
    "cancelled": "",
}
SUGGESTIONS_MAX = 50


class WordFilter(admin.SimpleListFilter):
    """A filter by words that the operator's own rows name: no query over all runs."""

    field = ""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that have the word."""
        value = self.value()
        return queryset.filter(**{self.field: value}) if value else queryset


class AgentFilter(WordFilter):
    """By agent."""

    title, parameter_name, field = "agent", "agent", "agent_id"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """Every agent by name."""
        return list(Agent.objects.values_list("pk", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Only a number names an agent."""
        value = self.value() or ""
        return queryset.filter(agent_id=int(value)) if value.isdecimal() else queryset


class KindFilter(WordFilter):
    """By what was asked."""

    title, parameter_name, field = "kind", "kind", "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The kinds that the code knows."""
        return [(str(value), str(label)) for value, label in Agent.Kind.choices]


class ModelFilter(WordFilter):
    """By language model."""

    title, parameter_name, field = "model", "model", "model_name"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Names of models as their providers spell them."""
        names = LanguageModel.objects.order_by("model_name").values_list("model_name", flat=True)
        return [(name, name) for name in dict.fromkeys(names)]


class TrialFilter(admin.SimpleListFilter):
    """Runs in earnest, or tries of an operator."""

    title, parameter_name = "what it was for", "trial"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Two words."""
        return [("no", "In earnest"), ("yes", "A trial")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By whether it was a trial."""
        value = self.value()
        return queryset.filter(is_trial=value == "yes") if value in ("yes", "no") else queryset


class DayFilter(admin.SimpleListFilter):
    """By the day it began: some usual ones, or any day as 2025-03-31 in the address."""

    title, parameter_name = "day (UTC)", "day"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Today, yesterday, a week, a month, and the day that is chosen."""
        usual = [("0", "Today"), ("1", "Yesterday"), ("7", "Last 7 days"), ("30", "Last 30 days")]
        chosen = self.used_parameters.get("day", "")
        return usual + ([(chosen, chosen)] if _day(chosen) else [])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The runs that began then."""
        value = self.value() or ""
        today = timezone.now().date()
        day = _day(value)
        if value in ("0", "1"):
            day = today - dt.timedelta(days=int(value))
        if day is not None:
            first, last = day, day
        elif value in ("7", "30"):
            first, last = today - dt.timedelta(days=int(value) - 1), today
        else:
            return queryset
        start = dt.datetime.combine(first, dt.time(), dt.UTC)
        end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), dt.UTC)
        return queryset.filter(started_at__gte=start, started_at__lt=end)


@admin.register(AgentRun)
class AgentRunAdmin(FirmRowsAdmin):
    """What agents were asked, and everything that came of it."""

    change_form_template = "web/admin_agents/run.html"
    list_display = (
        "id", "agent", "subject", "business", "model_name", "state_shown", "tokens",
        "cost_shown", "duration", "began",
    )  # fmt: skip
    list_filter = (AgentFilter, KindFilter, "state", ModelFilter, TrialFilter, DayFilter)
    list_select_related = ("agent", "business")
    search_fields = ("subject_key",)
    search_help_text = "Number of a run, or a payee"

    def get_queryset(self, request: HttpRequest) -> QuerySet[AgentRun]:
        """Without the long columns in lists."""
        rows: QuerySet[AgentRun] = super().get_queryset(request)
        return rows.defer("input", "messages", "output", "refusals")

    def get_urls(self) -> list[URLPattern]:
        """Where a firm is picked, for all pages of firms' rows."""
        choose = self.admin_site.admin_view(self.choose_firm)
        return [path("choose-firm/", choose, name="agents_choose_firm"), *super().get_urls()]

    def choose_firm(self, request: HttpRequest) -> HttpResponse:
        """The picker, and what it sends."""
        operators_only(request)
        if request.method == "POST":
            return firm_choose(request)
        return firm_picker(self, request, own_address(request.GET.get("next", "")))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AgentRun], search_term: str
    ) -> tuple[QuerySet[AgentRun], bool]:
        """A whole number finds a run, other words a payee's key."""
        words = search_term.strip()
        if words.isdecimal() and len(words) < 19:
            return queryset.filter(pk=int(words)), False
        if words:
            return queryset.filter(subject_key__icontains=words), False
        return queryset, False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With all that is recorded of the run."""
        run = context.get("original")
        if isinstance(run, AgentRun):
            context |= run_shown(run)
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    @admin.display(description="Payee", ordering="subject_key")
    def subject(self, row: AgentRun) -> str:
        """The payee's key, masked, or a dash for a question of no payee; trials say so."""
        return (masked(row.subject_key) or "-") + (" (trial)" if row.is_trial else "")

    @coloured("State", STATE_COLOURS, "state")
    def state_shown(self, row: AgentRun) -> tuple[str, str]:
        """In a word with a colour."""
        return row.state, row.get_state_display()

    @admin.display(description="Tokens")
    def tokens(self, row: AgentRun) -> str:
        """In and out together."""
        return f"{row.input_tokens + row.output_tokens:,}"

    @admin.display(description="Began (UTC)", ordering="pk")
    def began(self, row: AgentRun) -> str:
        """Day and minute."""
        return moment(row.started_at)

    @admin.display(description="Cost", ordering="cost")
    def cost_shown(self, row: AgentRun) -> str:
        """US dollars; a running one shows what is reserved for it."""
        figure = f"${row.cost:.4f}"
        return f"up to {figure}" if row.state == AgentRun.State.RUNNING else figure

    @admin.display(description="Took", ordering="milliseconds")
    def duration(self, row: AgentRun) -> str:
        """Seconds with one place."""
        return f"{row.milliseconds / 1000:.1f} s"


def run_shown(run: AgentRun) -> dict[str, Any]:
    """All that is recorded of a run: question, steps, what left, refusals, suggestions.

    In the firm's scope; a fixed number of queries.
    """
    run.refresh_from_db(fields=["input", "messages", "output", "refusals"])
    calls = list(run.recorded_calls.order_by("position"))
    suggestions = (
        Suggestion.objects.filter(
            business_id=run.business_id, source="agent", source_ref=str(run.pk)
        )
        .select_related("account")
        .order_by("pk")[:SUGGESTIONS_MAX]
    )
    asked = run.input if isinstance(run.input, dict) else {}
    return {
        "run": run,
        "subject": masked(run.subject_key),
        "question": pretty(asked.get("fields", asked)),
        "accounts": asked.get("accounts") or {},
        "steps": run_steps(run.messages, calls),
        "outbound": list(run.outbound.order_by("pk")),
        "suggestions": [(one, masked(one.payee_name)) for one in suggestions],
        "output": pretty(run.output) if run.output is not None else "",
        "seconds": run.milliseconds / 1000,
        "title": f"Run {run.pk}",
    }


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
