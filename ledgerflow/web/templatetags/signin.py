"""What the pages of signing in need: inputs in the look of all pages.

Here: one filter for fields of forms that are not ours. Not here: figures and marks (pages.py).
"""

from django import template
from django.forms import BoundField, CheckboxInput
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def styled(field: BoundField) -> SafeString:
    """The input with its class; allauth's placeholders only repeat the label and go."""
    is_box = isinstance(field.field.widget, CheckboxInput)
    look = "form-check-input" if is_box else field.field.widget.attrs.get("class", "form-control")
    return field.as_widget(attrs={"class": look, "placeholder": ""})


@register.filter
def is_box(field: BoundField) -> bool:
    """Whether the field is a box to tick, whose label comes after it."""
    return isinstance(field.field.widget, CheckboxInput)
