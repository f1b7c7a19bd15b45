"""What templates need to show figures, marks and optional assets.

Here: formatting for people. Not here: rounding (core/money.py) or what a state means (marks.py).
"""

from decimal import Decimal
from functools import cache

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ledgerflow.reports.figures import grouped
from ledgerflow.web.marks import Mark, sureness

register = template.Library()


@register.filter
def money(amount: Decimal | None, currency: str) -> str:
    """An amount with separators and a true minus; "" where there is none."""
    return "" if amount is None else grouped(amount, currency)


@register.filter
def debit(amount: Decimal) -> Decimal | None:
    """The amount of a debit line, None for a credit."""
    return amount if amount > 0 else None


@register.filter
def credit(amount: Decimal) -> Decimal | None:
    """The amount of a credit line as a positive number, None for a debit."""
    return -amount if amount < 0 else None


@register.filter
def dots(confidence: Decimal) -> str:
    """How sure a suggestion is, as three dots."""
    return sureness(confidence)


@register.filter
def percent(confidence: Decimal) -> str:
    """A share (0..1) as whole percent, rounded down: 0.999 is no certainty."""
    return f"{int(confidence * 100)} %"


@register.filter
def coded(text: str) -> SafeString:
    """A hint with its `commands` set as code."""
    parts = str(text).split("`")
    return format_html_join("", "{}", ((_part(n, part),) for n, part in enumerate(parts)))


def _part(number: int, text: str) -> str:
    """Every second part stood between backticks."""
    return format_html("<code>{}</code>", text) if number % 2 else text


@register.filter
def slugged(report_id: str) -> str:
    """A report's id as it stands in its address."""
    return report_id.replace("_", "-")


@register.simple_tag
def mark(shown: Mark) -> SafeString:
    """A state: shape and word; the tone only adds colour."""
    return format_html(
        '<span class="mark mark-{}"><span class="mark-shape" aria-hidden="true">{}</span>{}</span>',
        shown.tone,
        shown.shape,
        shown.word,
    )


@register.simple_tag
def vendor(path: str) -> str:
    """The address of an optional asset (see scripts/assets.py), "" where it is not installed."""
    return static(path) if _is_there(path) else ""


@cache
def _is_there(path: str) -> bool:
    return finders.find(path) is not None
