"""What templates need to show figures, days, marks, icons and optional assets.

Here: formatting for people, in the language of the page. Not here: rounding (core/money.py), what
a state means (marks.py) or how a language writes figures (shell/figures.py).
"""

import datetime as dt
from decimal import Decimal
from functools import cache, lru_cache

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ledgerflow.web.marks import Mark, sureness
from ledgerflow.web.shell import figures

register = template.Library()
register.filter("money", figures.money)
register.filter("day", figures.day)
register.filter("moment", figures.moment)
register.filter("month", figures.month)
register.filter("percent", figures.percent)
register.filter("count", figures.count)


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


@register.filter
def iso(day: dt.date | None) -> str:
    """A day for `datetime` attributes and date fields: "2025-03-02", "" where there is none."""
    return f"{day:%Y-%m-%d}" if day else ""


@register.simple_tag
def mark(shown: Mark) -> SafeString:
    """A state: shape and word; the tone only adds colour."""
    return _mark(shown.tone, shown.shape, _(shown.word))


@lru_cache(maxsize=256)
def _mark(tone: str, shape: str, word: str) -> SafeString:
    return format_html(
        '<span class="mark mark-{}"><span class="mark-shape" aria-hidden="true">{}</span>{}</span>',
        tone,
        shape,
        word,
    )


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A drawing of icons.svg beside words; it says nothing by itself."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        _icons(),
        name,
    )


@register.simple_tag(name="help")
def help_link(page: str, label: str = "") -> SafeString:
    """A small "?" that leads to a page of the docs: `howto/statements`."""
    return format_html(
        '<a class="help-link" href="{}"><span aria-hidden="true">?</span>'
        '<span class="visually-hidden">{}</span></a>',
        reverse("web:help", args=[page]),
        label or _("Help on this"),
    )


@register.simple_tag
def vendor(path: str) -> str:
    """The address of an optional asset (see scripts/assets.py), "" where it is not installed."""
    return static(path) if _is_there(path) else ""


@cache
def _is_there(path: str) -> bool:
    return finders.find(path) is not None


@cache
def _icons() -> str:
    return static("web/icons.svg")
