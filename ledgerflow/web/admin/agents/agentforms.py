"""The form of an agent: its model, tools, limits, and the words it is given.

Here: the fields and what is refused. Not here: writing prompt versions (agents/services.py), or
which fields a template may name (agents/kinds).
"""

from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from ledgerflow.agents.kinds import KINDS
from ledgerflow.agents.kinds.template import template_faults
from ledgerflow.agents.models import Agent, Tool
from ledgerflow.web.admin.agents.rowforms import RowForm

HELP = {
    "name": "A short name, for lists, records and the command line.",
    "kind": "What it is asked and which answers are taken. It stays as it is once saved.",
    "purpose": "For people: what this agent is for.",
    "model": "Which language model it asks.",
    "max_tool_calls": "Calls of tools in one run, all tools together.",
    "max_seconds": "A run that takes longer ends, and a person decides.",
    "max_tokens": "Tokens in and out of one run.",
    "max_cost_per_run": "US dollars that one run may cost at most.",
    "max_cost_per_day": "US dollars per UTC day over all firms; reached, the agent stops until "
    "tomorrow.",
}

LABELS = {
    "is_enabled": "Switched on",
    "max_tool_calls": "Calls of tools",
    "max_seconds": "Seconds",
    "max_tokens": "Tokens",
    "max_cost_per_run": "Cost of a run",
    "max_cost_per_day": "Cost of a day",
}


class ToolChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # of tools
    """Tools by checkbox, with their path and whether they are on."""

    def label_from_instance(self, obj: Tool) -> str:
        """Name, path, and a word where the tool is off."""
        off = "" if obj.is_enabled else format_html(' <b class="lfa-mark">{}</b>', "off")
        return format_html('{} <code class="lfa-path">{}</code>{}', obj.name, obj.module_path, off)


class AgentForm(RowForm):
    """A row with its tools, and the prompt as text: saving a changed text adds a version."""

    tools = ToolChoice(
        queryset=Tool.objects.all(),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="It may call these and no others. A tool that is off is not offered.",
    )
    prompt_text = forms.CharField(
        label="Prompt",
        required=False,
        widget=UnfoldAdminTextareaWidget(
            {"rows": 16, "class": "lfa-prompt", "spellcheck": "false"}
        ),
        help_text="Saving a changed text adds a version and makes it the current one; older "
        "versions and the runs made with them stay. Left empty: the text that is shipped.",
    )
    prompt_note = forms.CharField(
        label="What changed and why",
        required=False,
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text="Kept with the version.",
    )
    bounds: ClassVar[dict[str, tuple[int, int]]] = {
        "max_tool_calls": (0, 50),
        "max_seconds": (1, 600),
        "max_tokens": (100, 1_000_000),
    }

    class Meta:
        model = Agent
        exclude = ("prompt",)
        help_texts: ClassVar[dict[str, str]] = HELP
        labels: ClassVar[dict[str, str]] = LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = self.instance.prompt
        if current is not None:
            self.initial["prompt_text"] = current.text
        if self.instance.pk and "kind" in self.fields:
            self.fields["kind"].disabled = True

    def clean_prompt_text(self) -> str:
        """With the line ends that are stored: browsers send others, which is no change."""
        return str(self.cleaned_data["prompt_text"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        """A prompt that its kind can fill; switched on only with a model that is on."""
        given = super().clean() or {}
        kind = KINDS.get(str(given.get("kind")))
        if kind is not None and given.get("prompt_text"):
            faults = template_faults(given["prompt_text"], kind.template_fields)
            if faults:
                self.add_error("prompt_text", faults)
        if given.get("is_enabled"):
            self._clean_enabled(given)
        return given

    def _clean_enabled(self, given: dict[str, Any]) -> None:
        model = given.get("model")
        if model is None:
            self.add_error("model", "Choose a model before you switch the agent on.")
        elif not model.is_enabled:
            self.add_error("model", f"{model} is switched off: switch it on, or choose another.")
