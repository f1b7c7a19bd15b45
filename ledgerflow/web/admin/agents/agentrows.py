"""Agents in admin: what each is asked, with which model, tools and limits, and a try.

Here: the list, the form's page, the page that tries an agent. Not here: the form's fields
(agentforms.py), prompts (promptrows.py), or the run of a try (pipeline/lookups/trial.py).
"""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin

from ledgerflow.agents.kinds import KINDS
from ledgerflow.agents.models import Agent, LanguageModel, Tool
from ledgerflow.agents.selectors import agent_spec
from ledgerflow.agents.services import agents_ship, prompt_add
from ledgerflow.core.errors import InputError
from ledgerflow.web.admin.agents.agentforms import AgentForm
from ledgerflow.web.admin.agents.agenttry import agent_try_page
from ledgerflow.web.admin.agents.columns import (
    STATE_MARKS,
    coloured,
    missing,
    on_or_off,
    operators_only,
    page_button,
)
from ledgerflow.web.admin.agents.rowforms import in_words, rows_switch


@admin.register(Agent)
class AgentAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    """What models are asked to do. An agent is never deleted: its runs stay; switch it off."""

    form = AgentForm
    change_list_template = "web/admin_agents/agent_list.html"
    list_display = (
        "name", "kind", "model_shown", "tools_shown", "prompt_shown", "limits", "state",
    )  # fmt: skip
    list_filter_sheet = False
    list_select_related = ("model", "prompt")
    search_fields = ("name", "purpose")
    readonly_fields = ("prompt_links", "fields_known")
    actions = ("switch_on", "switch_off")
    actions_detail = ("try_agent",)
    actions_row = ("try_agent",)
    fieldsets = (
        ("What it does", {"fields": (("name", "kind"), ("model", "is_enabled"), "purpose")}),
        (
            "The words it is given",
            {"fields": ("prompt_text", "fields_known", "prompt_note", "prompt_links")},
        ),
        ("Tools", {"fields": ("tools",)}),
        (
            "Limits of one run",
            {
                "fields": (("max_tool_calls", "max_seconds", "max_tokens"),),
                "description": "Whatever a model, a server or a page does, a run ends within "
                "these; what has no answer by then goes to a person.",
            },
        ),
        ("Money", {"fields": (("max_cost_per_run", "max_cost_per_day"),)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agent]:
        """With tools and newest prompt of each, in a fixed number of queries."""
        rows: QuerySet[Agent] = super().get_queryset(request)
        return rows.prefetch_related("tools").annotate(
            versions=Count("prompts", distinct=True), newest=Max("prompts__version")
        )

    def get_urls(self) -> list[URLPattern]:
        """The button above the list."""
        ship = require_POST(self.admin_site.admin_view(self.ship))
        return [path("ship/", ship, name="agents_agent_ship"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, below the steps that are left before an agent can work."""
        extra = {**(extra_context or {}), "steps": first_steps()}
        response: HttpResponse = super().changelist_view(request, extra)
        return response

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The tools, and a new version of the prompt where its text changed."""
        super().save_related(request, form, formsets, change)
        agent: Agent = form.instance
        before = agent.prompt
        text = form.cleaned_data["prompt_text"] or KINDS[agent.kind].default_prompt
        note = form.cleaned_data["prompt_note"] or ("" if before else "first version")
        prompt = prompt_add(agent=agent, text=text, note=note, user=request.user)  # type: ignore[arg-type]  # signed in
        if before is None or prompt.pk != before.pk:
            self.message_user(request, f"Prompt version {prompt.version} is the current one now.")

    @admin.display(description="Model")
    def model_shown(self, row: Agent) -> str:
        """Its name, and whether it is off."""
        if row.model is None:
            return format_html('<span class="lfa-lack">{}</span>', "none yet")
        return row.model.name if row.model.is_enabled else f"{row.model.name} (off)"

    @admin.display(description="Tools")
    def tools_shown(self, row: Agent) -> str:
        """Names of the tools it may call; those that are off are set in brackets."""
        names = [t.name if t.is_enabled else f"({t.name})" for t in row.tools.all()]
        return ", ".join(names) or "none"

    @admin.display(description="Prompt")
    def prompt_shown(self, row: Agent) -> str:
        """The current version of how many."""
        if row.prompt is None:
            return "none yet"
        newest = getattr(row, "newest", row.prompt.version)
        return f"v{row.prompt.version}" + (f" of {newest}" if newest > row.prompt.version else "")

    @admin.display(description="Limits of a run · a day")
    def limits(self, row: Agent) -> str:
        """Calls, seconds and money, on one line."""
        run = f"{row.max_tool_calls} calls · {row.max_seconds} s · ${row.max_cost_per_run:.2f}"
        return f"{run} · ${row.max_cost_per_day:.2f}/day"

    @coloured("State", STATE_MARKS, "is_enabled")
    def state(self, row: Agent) -> tuple[bool, str]:
        """On or off."""
        return on_or_off(row)

    @admin.display(description="Versions and runs")
    def prompt_links(self, row: Agent) -> str:
        """Ways to its prompt versions, runs and costs."""
        if not row.pk:
            return "Once saved."
        return format_html(
            '<a class="lfa-link" href="{}?agent__id__exact={}">{}</a> · '
            '<a class="lfa-link" href="{}?agent={}">its runs</a> · '
            '<a class="lfa-link" href="{}">what it cost</a>',
            reverse("admin:agents_promptversion_changelist"),
            row.pk,
            "1 prompt version" if row.versions == 1 else f"{row.versions} prompt versions",  # type: ignore[attr-defined]  # annotated above
            reverse("admin:agents_agentrun_changelist"),
            row.pk,
            reverse("admin:agents_agentspend_changelist"),
        )

    @admin.display(description="Fields it may name")
    def fields_known(self, row: Agent) -> str:
        """The template fields of each kind, or of this one."""
        kinds = [row.kind] if row.pk else list(KINDS)
        lines = [
            (kind, ", ".join(f"{{{name}}}" for name in sorted(KINDS[kind].template_fields)))
            for kind in kinds
            if kind in KINDS
        ]
        return " · ".join(f"{kind}: {names or 'none'}" for kind, names in lines)

    @admin.action(description="Switch on")
    def switch_on(self, request: HttpRequest, rows: QuerySet[Agent]) -> None:
        """Those with a model and a prompt."""
        rows_switch(self, request, rows, True, _obstacle)

    @admin.action(description="Switch off: it is asked nothing any more")
    def switch_off(self, request: HttpRequest, rows: QuerySet[Agent]) -> None:
        """Any of them."""
        rows_switch(self, request, rows, False)

    def ship(self, request: HttpRequest) -> HttpResponse:
        """Make the shipped tools and agents that are missing, switched off."""
        operators_only(request)
        made = agents_ship()
        said = f"Made, switched off: {', '.join(made)}." if made else "All of them are there."
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:agents_agent_changelist"))

    @page_button("Try this agent", "try", "play_arrow")
    def try_agent(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """On some transactions of a business, without writing a suggestion."""
        operators_only(request)
        row = self.get_object(request, object_id)
        if row is None:
            return missing(self, request, object_id)
        return agent_try_page(self, request, row)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: its runs refer to it."""
        return False


def first_steps() -> list[dict[str, Any]]:
    """What has to be there before an agent can work, in order, each done or not.

    Empty once all of it is done.
    """
    counts = LanguageModel.objects.aggregate(
        models=Count("pk", filter=Q(is_enabled=True)),
    )
    tools = Tool.objects.filter(is_enabled=True).exists()
    agents = Agent.objects.aggregate(
        all=Count("pk"), ready=Count("pk", filter=Q(is_enabled=True, model__is_enabled=True))
    )
    steps = [
        {
            "done": bool(counts["models"]),
            "text": "Add a language model, and try it",
            "link": reverse("admin:agents_languagemodel_add"),
            "why": "A provider's model with a key, or one on your own machine.",
        },
        {
            "done": bool(agents["all"]),
            "text": "Make the shipped tools and agents",
            "ship": True,
            "why": "They come switched off and without a model.",
        },
        {
            "done": tools,
            "text": "Try the tools and switch on those you want",
            "link": reverse("admin:agents_tool_changelist"),
            "why": "Web search needs a SearXNG of your own; the others work as they are.",
        },
        {
            "done": bool(agents["ready"]),
            "text": "Give an agent its model, try it, switch it on",
            "link": reverse("admin:agents_agent_changelist"),
            "why": "A try writes no suggestion.",
        },
    ]
    return [] if all(step["done"] for step in steps) else steps


def _obstacle(agent: Agent) -> str:
    try:
        agent_spec(agent)
    except InputError as fault:
        return in_words(fault)
    return ""
