"""The chart of accounts: looking at it, and changing it account by account.

Here: parsing and rendering. Not here: the chart's tree (selectors/accounts.py) or its changes
(pipeline/chartediting.py). A refusal comes back as a notice on the page it came from.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.core.errors import AccessError, InputError, LedgerFlowError
from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.chartediting import (
    account_of,
    chart_close,
    chart_open,
    chart_rename,
    chart_reopen,
    chart_tax_line,
)
from ledgerflow.web.access import staff_page, writer_page
from ledgerflow.web.selectors.accounts import account_view, chart_view
from ledgerflow.web.typed import number_of, year_of

NAME_MAX = 120
TEXT_MAX = 80


@require_safe
@staff_page
def accounts(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The chart as a tree with balances and tax lines."""
    text = request.GET.get("q", "").strip()[:TEXT_MAX]
    with_closed = request.GET.get("closed") == "1"
    chart = chart_view(
        _business(place),
        year=year_of(request.GET.get("year", "")),
        text=text,
        with_closed=with_closed,
    )
    context = {
        "place": place,
        "chart": chart,
        "text": text,
        "with_closed": with_closed,
        "types": Account.Type.choices,
        "name_max": NAME_MAX,
    }
    fragment = request.headers.get("HX-Target") == "chart"
    return render(
        request, "web/books/_chart.html" if fragment else "web/books/accounts.html", context
    )


@require_safe
@writer_page
def account(request: HttpRequest, place: Place, account_id: int) -> HttpResponseBase:
    """One account, to be renamed, put on a tax line, closed or opened again."""
    business = _business(place)
    shown = (
        Account.objects.select_related("parent").filter(business=business, pk=account_id).first()
    )
    view = account_view(
        business,
        shown or account_of(business, account_id),
        year=year_of(request.GET.get("year", "")),
    )
    context = {"place": place, "view": view, "name_max": NAME_MAX}
    return render(request, "web/books/account.html", context)


@require_POST
@writer_page
def add(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Open an account under a heading, or at the top of its type."""
    kind, _colon, parent = request.POST.get("under", "").partition(":")
    name = request.POST.get("name", "")[: NAME_MAX + 1]

    def change(business: Business) -> str:
        made = chart_open(business=business, name=name, kind=kind, parent_code=parent)
        return _("%(account)s is in the chart.") % {"account": made}

    return _changed(request, place, change)


@require_POST
@writer_page
def rename(request: HttpRequest, place: Place, account_id: int) -> HttpResponseBase:
    """Give an account another name."""
    name = request.POST.get("name", "")[: NAME_MAX + 1]

    def change(business: Business) -> str:
        named = chart_rename(business=business, account_id=account_id, name=name)
        return _("The account is called %(account)s now.") % {"account": named}

    return _changed(request, place, change, account_id)


@require_POST
@writer_page
def close(request: HttpRequest, place: Place, account_id: int) -> HttpResponseBase:
    """Close an account: nothing more is booked to it."""

    def change(business: Business) -> str:
        shut = chart_close(business=business, account_id=account_id)
        return _("%(account)s is closed. Its entries stay.") % {"account": shut}

    return _changed(request, place, change, account_id)


@require_POST
@writer_page
def reopen(request: HttpRequest, place: Place, account_id: int) -> HttpResponseBase:
    """Let a closed account take entries again."""

    def change(business: Business) -> str:
        opened = chart_reopen(business=business, account_id=account_id)
        return _("%(account)s takes entries again.") % {"account": opened}

    return _changed(request, place, change, account_id)


@require_POST
@writer_page
def tax_line(request: HttpRequest, place: Place, account_id: int) -> HttpResponseBase:
    """Put an account on a line of the tax form, from a year on."""
    line_id, year = request.POST.get("line", "")[:10], year_of(request.POST.get("year", ""))

    def change(business: Business) -> str:
        if year is None:
            raise InputError(_("No year is named."), hint=_("Choose one on the page."))
        chart_tax_line(business=business, account_id=account_id, line_id=line_id, from_year=year)
        if not line_id:
            return _("From %(year)s on it goes on no line.") % {"year": year}
        return _("From %(year)s on it goes on line %(line)s.") % {"year": year, "line": line_id}

    return _changed(request, place, change, account_id)


def _changed(
    request: HttpRequest,
    place: Place,
    change: Callable[[Business], str],
    account_id: int | None = None,
) -> HttpResponseBase:
    """Do it and go back to the page it came from, with a notice of what was done or refused."""
    try:
        messages.success(request, change(_business(place)))
    except AccessError:
        raise
    except LedgerFlowError as fault:
        messages.error(request, f"{fault.message} {fault.hint}")
    if account_id is None:
        return redirect("web:accounts", place.business_id)
    year = request.POST.get("year", "")
    address = reverse("web:account", args=[place.business_id, account_id])
    return redirect(f"{address}?year={year}" if number_of(year) else address)


def _business(place: Place) -> Business:
    return Business.objects.get(pk=place.business_id)
