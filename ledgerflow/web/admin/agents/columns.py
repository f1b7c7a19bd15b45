"""Columns and buttons that the lists have in common.

Here: words with a colour, moments, switches, buttons that lead to a page of a row, who may press
them. Not here: which
columns a list has.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

type Colours = Mapping[Any, str]
"""A value -> unfold's word for a colour: success, warning, danger, info, "" for none."""

STATE_MARKS: Colours = {True: "success", False: ""}


def coloured[F: Callable[..., Any]](
    description: str, colours: Colours, ordering: str | None = None
) -> Callable[[F], F]:
    """A column whose method gives (value, words): the words in the colour of the value."""

    def marked(method: F) -> F:
        made: F = display(description=description, label=dict(colours), ordering=ordering)(method)
        return made

    return marked


def page_button[F: Callable[..., HttpResponse]](
    description: str, url_path: str, icon: str
) -> Callable[[F], F]:
    """A button of a row that leads to a page; the method gets the request and the row's id."""

    def marked(method: F) -> F:
        made: F = action(description=description, url_path=url_path, icon=icon)(method)
        return made

    return marked


def operators_only(request: HttpRequest) -> None:
    """PermissionDenied for all but superusers: Django's own check lets any of the staff in."""
    if not (request.user.is_active and request.user.is_superuser):
        raise PermissionDenied


def missing(page: ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """The answer for a row that is not there: a message, on the index."""
    gone: HttpResponse = page._get_obj_does_not_exist_redirect(request, page.opts, object_id)
    return gone


def moment(value: dt.datetime | None) -> str:
    """A moment as lists show it: 2025-03-31 14:05, UTC."""
    return "-" if value is None else f"{value.astimezone(dt.UTC):%Y-%m-%d %H:%M}"


def on_or_off(row: Model) -> tuple[bool, str]:
    """The state of a row for a coloured word."""
    is_on = bool(row.is_enabled)  # type: ignore[attr-defined]  # of all three models
    return is_on, "On" if is_on else "Off"
