"""The review pages and their fragments: the list, the open group, what can be accepted at once.

Here: parsing requests and rendering. Not here: deciding (deciding.py) or the reads
(selectors/review*.py). A whole page brings the list, or the group that its address names; a script
fetches the other one. Without scripts these are two pages, as on a phone.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ledgerflow.firms.access import Place, Practice
from ledgerflow.pipeline.deciding import transfer_candidates
from ledgerflow.statements.models import BankAccount, BankTransaction
from ledgerflow.web.access import firm_page, staff_page
from ledgerflow.web.books.choices import accounts_offered
from ledgerflow.web.selectors.review import (
    first_token,
    progress_of,
    queue_list,
    sure_items,
    sure_marks,
)
from ledgerflow.web.selectors.review_desk import (
    Desk,
    Token,
    desk_of_place,
    desk_of_practice,
)
from ledgerflow.web.selectors.review_next import whats_next
from ledgerflow.web.selectors.review_panel import panel_of
from ledgerflow.web.views.review.asking import Asked, asked_read
from ledgerflow.web.views.review.words import words

BARS = (99, 95, 90, 80, 60)

type Shown = tuple[str, dict[str, Any]]
type Fragment = Callable[[Desk, Asked, Place | None], Shown]


@require_safe
@never_cache
@staff_page
def review(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The queue of one business."""
    return _page(request, desk_of_place(place), place)


@require_safe
@never_cache
@firm_page
def firm_review(request: HttpRequest, practice: Practice) -> HttpResponseBase:
    """The queue of all businesses of a firm."""
    return _page(request, desk_of_practice(practice), None)


def _page(request: HttpRequest, desk: Desk, place: Place | None) -> HttpResponse:
    asked = asked_read(request.GET)
    fragment = FRAGMENTS.get(asked.part)
    if fragment is not None:
        name, context = fragment(desk, asked, place)
        context |= {"desk": desk, "asked": asked, "place": place}
        template = f"web/review/{name}.html" if request.htmx else "web/review/alone.html"  # type: ignore[attr-defined]
        return render(request, template, context | {"fragment": f"web/review/{name}.html"})
    context = whole(desk, asked) | {"place": place}
    return render(request, "web/review/review.html", context)


def whole(desk: Desk, asked: Asked) -> dict[str, Any]:
    """What the whole page shows: the list, or the open group."""
    context: dict[str, Any] = {"desk": desk, "asked": asked, "words": words()}
    if asked.group is not None:
        return context | panel_context(desk, asked, asked.group) | {"is_open": True}
    shown = queue_list(desk, asked.wanted, query=asked.query, after=asked.after)
    context |= {"list": shown, "progress": progress_of(desk, shown.left)}
    if not desk.is_firm:
        context["accounts"] = accounts_offered(desk.business_id or 0)
    if not shown.left:
        context["next"] = whats_next(desk)
    return context


def panel_context(desk: Desk, asked: Asked, token: Token) -> dict[str, Any]:
    """What the panel of a group shows; `panel` is None where it waits no more."""
    panel = None
    if desk.business_id in (None, token.business_id):
        panel = panel_of(desk, token, asked.wanted, query=asked.query, rows_after=asked.rows_after)
    context: dict[str, Any] = {"panel": panel, "token": token}
    if panel is not None and desk.is_firm:
        context["accounts"] = accounts_offered(token.business_id)
    return context


def _list(desk: Desk, asked: Asked, place: Place | None) -> Shown:
    shown = queue_list(desk, asked.wanted, query=asked.query, after=asked.after)
    if asked.after:
        return "_items", {"list": shown}
    context = {"list": shown, "progress": progress_of(desk, shown.left), "is_late": True}
    if not desk.is_firm:
        context["accounts"] = accounts_offered(desk.business_id or 0)
    return "_list", context


def _panel(desk: Desk, asked: Asked, place: Place | None) -> Shown:
    token = asked.group or first_token(desk, asked.wanted)
    if token is None:
        return "_nothing", {"next": whats_next(desk)}
    return "_panel", panel_context(desk, asked, token)


def _rows(desk: Desk, asked: Asked, place: Place | None) -> Shown:
    context = panel_context(desk, asked, asked.group) if asked.group else {"panel": None}
    return "_rows", context


def _transfer(desk: Desk, asked: Asked, place: Place | None) -> Shown:
    """The other halves that fit one row; asked of the page of its business."""
    found: list[BankTransaction] = []
    if place is not None and asked.transaction is not None:
        found = transfer_candidates(place, asked.transaction)
    return "_transfer", {"candidates": found, "transaction": asked.transaction}


def _papers(desk: Desk, asked: Asked, place: Place | None) -> Shown:
    """Notes and receipts of one row."""
    rows = BankTransaction.objects.filter(
        business_id=desk.business_id or 0, pk=asked.transaction or 0
    )
    return "_papers", {"transaction": rows.first()}


def _sure(desk: Desk, asked: Asked, place: Place | None) -> Shown:
    """All groups that are suggested surely enough, to be looked at before they are accepted."""
    items = [] if desk.is_firm else sure_items(desk, asked.bar, asked.wanted, asked.query)
    rows = sum(item.group.count for item in items)
    shown = sure_marks(desk, asked.bar) if items else []
    return "_sure", {"items": items, "rows": rows, "bars": BARS, "shown": shown}


def _filters(desk: Desk, asked: Asked, place: Place | None) -> Shown:
    """The bank accounts to filter by; asked for when somebody opens the filters."""
    accounts = BankAccount.objects.filter(business_id=desk.business_id or 0).order_by("name", "pk")
    return "_filters", {"bank_accounts": accounts}


FRAGMENTS: dict[str, Fragment] = {
    "list": _list,
    "panel": _panel,
    "rows": _rows,
    "transfer": _transfer,
    "papers": _papers,
    "sure": _sure,
    "filters": _filters,
}
