"""Language models in admin: where they are, what their server can do, what they cost, a try.

Here: the form, the list and the page that tries a model. Not here: what makes a row faulty
(agents/modelrows.py), or the request itself (pipeline/lookups/modeltrial.py). Keys are never
shown: a row names the environment variable, and the page says whether it is set.
"""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextInputWidget

from ledgerflow.agents.modelrows import model_faults
from ledgerflow.agents.models import LanguageModel
from ledgerflow.agents.selectors import model_spec
from ledgerflow.pipeline.lookups.modeltrial import model_try
from ledgerflow.web.admin.agents.columns import (
    STATE_MARKS,
    coloured,
    missing,
    on_or_off,
    operators_only,
    page_button,
)
from ledgerflow.web.admin.agents.rowforms import RowForm, rows_switch
from ledgerflow.web.admin.agents.runpage import pretty

HELP = {
    "name": "A short name of your own, for lists and for the command line: small-local, gpt ...",
    "provider": "Who speaks to us. Ollama, vLLM, llama.cpp and many others are compatible servers.",
    "model_name": "As the provider spells it, for example the name in its own list of models.",
    "base_url": "Only for compatible servers: the address that ends in /v1. A private address must "
    "also stand in LEDGERFLOW_PRIVATE_HOSTS.",
    "key_variable": "The name of the environment variable that holds the key, never the key: it "
    "ends in _API_KEY. Empty for servers without one.",
    "is_local": "It runs on your own machines: businesses with “local models only” may use it.",
    "output_mode": "How the answer comes back. Start with tool call; a server that cannot do it "
    "says so when you try the model.",
    "supports_tools": "Without it the agent gets no tools and answers from what it is given.",
    "max_output_tokens": "The longest answer, in tokens.",
    "request_seconds": "How long one request may take.",
    "concurrency": "How many requests at once; a small local server takes one or two.",
    "input_price": "US dollars per million tokens in. 0 for a model of your own.",
    "output_price": "US dollars per million tokens out.",
}

LABELS = {
    "base_url": "Address",
    "is_local": "Own machine",
    "is_enabled": "Switched on",
    "output_mode": "How it answers",
    "supports_tools": "Can call tools",
    "supports_required_tool": "Can be made to call one",
    "max_output_tokens": "Longest answer",
    "request_seconds": "Seconds a request",
    "concurrency": "Requests at once",
}


class LanguageModelForm(RowForm):
    """All of a row; faults of it come from the one place that knows them."""

    bounds: ClassVar[dict[str, tuple[int, int]]] = {
        "concurrency": (1, 64),
        "request_seconds": (1, 600),
        "max_output_tokens": (16, 64_000),
    }

    class Meta:
        model = LanguageModel
        fields = "__all__"
        help_texts: ClassVar[dict[str, str]] = HELP
        labels: ClassVar[dict[str, str]] = LABELS

    def clean(self) -> dict[str, Any]:
        """The key variable is set, the address is one that may be asked."""
        given = super().clean() or {}
        if not self.errors:
            row = LanguageModel(**{name: given[name] for name in self.fields if name in given})
            self.faults_add(model_faults(row))
        return given


class TrialForm(forms.Form):
    """What the model is asked; invented by default, so that no bank's text is sent."""

    description = forms.CharField(
        label="Invented bank description",
        max_length=120,
        initial="HARBOR LIGHT COFFEE 0042 SEATTLE WA",
        help_text="The model is asked who this payee is. Do not paste a real person's data.",
        widget=UnfoldAdminTextInputWidget,
    )


@admin.register(LanguageModel)
class LanguageModelAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    """Models of providers and of one's own machines."""

    form = LanguageModelForm
    change_list_template = "web/admin_agents/model_list.html"
    list_display = (
        "name", "provider_short", "model_name", "where", "key", "price", "agents_using", "state",
    )  # fmt: skip
    list_filter_sheet = False
    search_fields = ("name", "model_name")
    readonly_fields = ("key_state",)
    actions = ("switch_on", "switch_off")
    actions_detail = ("try_model",)
    actions_row = ("try_model",)
    fieldsets = (
        (
            "Which model",
            {
                "fields": (
                    ("name", "provider"),
                    ("model_name", "base_url"),
                    ("is_enabled", "is_local"),
                )
            },
        ),
        ("Key", {"fields": (("key_variable", "key_state"),)}),
        (
            "What its server can do",
            {"fields": ("output_mode", ("supports_tools", "supports_required_tool"))},
        ),
        ("Limits", {"fields": (("max_output_tokens", "request_seconds", "concurrency"),)}),
        (
            "Price",
            {
                "fields": (("input_price", "output_price"),),
                "description": "US dollars per million tokens. Costs of runs and the limits of "
                "agents are reckoned with these figures, so keep them as the provider's list says.",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[LanguageModel]:
        """With the agents of each, in one more query."""
        rows: QuerySet[LanguageModel] = super().get_queryset(request)
        return rows.prefetch_related("agents")

    @admin.display(description="Provider", ordering="provider")
    def provider_short(self, row: LanguageModel) -> str:
        """Without the examples that the form shows."""
        return row.get_provider_display().partition(" (")[0]

    @coloured("Runs at", {"local": "success", "outside": "info"})
    def where(self, row: LanguageModel) -> tuple[str, str]:
        """Own machines, or a provider's."""
        return ("local", "Own machine") if row.is_local else ("outside", "Provider")

    @coloured("Key", {"set": "success", "unset": "danger", "none": ""})
    def key(self, row: LanguageModel) -> tuple[str, str]:
        """Whether the variable is set; its value is read by nobody here."""
        return key_words(row)

    @admin.display(description="Key is")
    def key_state(self, row: LanguageModel) -> str:
        """The same as a sentence of the form."""
        if not row.pk:
            return "Shown once it is saved."
        return f"{row.key_variable or 'No key'}: {key_words(row)[1]}"

    @admin.display(description="In / out per million")
    def price(self, row: LanguageModel) -> str:
        """What a million tokens cost, in US dollars."""
        if not (row.input_price or row.output_price):
            return "free"
        return f"${_plain(row.input_price)} / ${_plain(row.output_price)}"

    @admin.display(description="Agents")
    def agents_using(self, row: LanguageModel) -> str:
        """Names of the agents that ask it."""
        return ", ".join(agent.name for agent in row.agents.all()) or "none yet"

    @coloured("State", STATE_MARKS, "is_enabled")
    def state(self, row: LanguageModel) -> tuple[bool, str]:
        """On or off."""
        return on_or_off(row)

    @admin.action(description="Switch on")
    def switch_on(self, request: HttpRequest, rows: QuerySet[LanguageModel]) -> None:
        """Those without faults."""
        rows_switch(self, request, rows, True, lambda row: " ".join(model_faults(row).values()))

    @admin.action(description="Switch off: its agents stop asking")
    def switch_off(self, request: HttpRequest, rows: QuerySet[LanguageModel]) -> None:
        """Any of them."""
        rows_switch(self, request, rows, False)

    @page_button("Try this model", "try", "play_arrow")
    def try_model(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """One small question over the real server; shows the answer, or why there is none."""
        operators_only(request)
        row = self.get_object(request, object_id)
        if row is None:
            return missing(self, request, object_id)
        form = TrialForm(request.POST or None)
        outcome = None
        if request.method == "POST" and form.is_valid():
            outcome = model_try(model_spec(row), form.cleaned_data["description"])
        context = {
            **self.admin_site.each_context(request),
            "title": f"Try {row.name}",
            "opts": self.opts,
            "original": row,
            "form": form,
            "outcome": outcome,
            "answer": pretty(outcome.output) if outcome else "",
            "key": key_words(row)[1],
        }
        return TemplateResponse(request, "web/admin_agents/model_try.html", context)


def key_words(row: LanguageModel) -> tuple[str, str]:
    """Whether the key of a model is there: a word for its colour, and words for a person."""
    if not row.key_variable:
        return "none", "not needed"
    is_faulty = "key_variable" in model_faults(row)
    return ("unset", "is not set") if is_faulty else ("set", "is set")


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
