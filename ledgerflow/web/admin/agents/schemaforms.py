"""A form from the JSON Schema of a tool: one field per argument.

Here: fields and what they give back. Not here: checking the arguments, which the toolbox does
itself before every call. An argument of a kind that no field fits is written as JSON.
"""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import escape
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

PREFIX = "argument"
"""Names of fields are `argument-<name>`: no argument can collide with a form's own names."""


def schema_form(schema: Mapping[str, Any], data: Mapping[str, Any] | None = None) -> forms.Form:
    """A form for arguments that fit a schema of type object; unbound without `data`."""
    needed = set(schema.get("required", ()))
    fields = {
        name: _field(name, part, name in needed)
        for name, part in schema.get("properties", {}).items()
    }
    made = type("ArgumentsForm", (forms.Form,), fields)
    form: forms.Form = made(data, prefix=PREFIX)
    return form


def arguments_of(form: forms.Form) -> dict[str, Any]:
    """The arguments of a valid form, as a model would send them; what was left empty is left out.

    Answers of the toolbox to wrong ones are part of the try, so nothing is corrected here.
    """
    return {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}


def _field(name: str, part: Mapping[str, Any], is_needed: bool) -> forms.Field:
    kind = _kind(part)
    shared: dict[str, Any] = {
        "label": name,
        "required": is_needed,
        "initial": part.get("default"),
        # Help texts are shown as they are: what comes from a docstring is escaped first.
        "help_text": escape(part.get("description", "")),
    }
    if "enum" in part:
        choices = [("", "-")] if not is_needed else []
        choices += [(value, str(value)) for value in part["enum"]]
        return forms.ChoiceField(choices=choices, widget=UnfoldAdminSelectWidget, **shared)
    if kind == "integer":
        return forms.IntegerField(widget=UnfoldAdminIntegerFieldWidget, **shared)
    if kind == "number":
        return forms.FloatField(widget=UnfoldAdminDecimalFieldWidget, **shared)
    if kind == "boolean":
        return forms.BooleanField(widget=UnfoldBooleanWidget, **(shared | {"required": False}))
    if kind == "string":
        return forms.CharField(widget=UnfoldAdminTextInputWidget, strip=False, **shared)
    shared["initial"] = json.dumps(part["default"]) if "default" in part else None
    shared["help_text"] += " As JSON."
    return forms.JSONField(widget=UnfoldAdminTextareaWidget, **shared)


def _kind(part: Mapping[str, Any]) -> str:
    """The one type of an argument that may also be null; "" where there are several."""
    kinds = [str(one.get("type", "")) for one in part.get("anyOf", [part])]
    named = [kind for kind in kinds if kind != "null"]
    return named[0] if len(named) == 1 else ""
