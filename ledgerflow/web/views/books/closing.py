"""Closing and reopening a period on its page: the checks, the state, one button.

Here: parsing requests and rendering. Not here: the checks or what closing writes
(pipeline/closing), or who may (firms/access.py, asked there).
"""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as word
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.core.errors import RuleError
from ledgerflow.firms.access import Place, place_for, require_writer, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.closing.checks.records import CheckResult
from ledgerflow.pipeline.closing.selectors import span_next, span_state
from ledgerflow.pipeline.closing.services import (
    period_checks,
    period_close,
    period_reopen,
    refuse_wordless,
)
from ledgerflow.pipeline.closing.spans import Span, month_span, span_read, year_span
from ledgerflow.pipeline.closing.years import year_close, year_reopen
from ledgerflow.web.access import person_of, signed_in, staff_page
from ledgerflow.web.marks import FAILS, HOLDS, Mark

REASON_LENGTH_MAX = 300
# Where a check that does not hold is mended: the path below the business, by the check's id.
MENDED = {
    "earlier_months": "books/close/",
    "coverage": "statements/",
    "unproved": "statements/",
    "undecided": "review/",
    "reconciled": "books/reconcile/?month={month}",
    "clearing": "books/accounts/?q=transfers",
    "suspense": "books/accounts/?q=suspense",
    "negative_cash": "books/reconcile/?month={month}",
    "closed_accounts": "books/accounts/?closed=1",
}
MARKS = {"ok": HOLDS, "warning": Mark(word("Look"), "!", "warn"), "blocking": FAILS}


@dataclass(frozen=True, slots=True)
class Around:
    """Where to go from a period: the one before and after, and the other kind of period."""

    before: str
    after: str
    other: str
    other_label: str


@require_safe
@staff_page
def closing(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The checks of a period, and whether it is closed."""
    business = Business.objects.get(pk=place.business_id)
    text = request.GET.get("period", "")
    today = timezone.localdate()
    span = span_read(text, _first_month(business)) if text else span_next(business, today=today)
    state = span_state(business, span)
    checks = period_checks(place, span, user_id=person_of(request).pk, today=today)
    blocking = [check for check in checks if check.state == "blocking"]
    context = {
        "place": place,
        "span": span,
        "state": state,
        "checks": [(check, MARKS[check.state], _mend(place, check.id, span)) for check in checks],
        "blocking": len(blocking),
        "may_close": place.may_write and (not blocking or place.is_owner),
        "may_reopen": place.is_owner and (span.year is not None or state.inside_year is None),
        "around": _around(business, span),
        "first_check": _worst(checks),
        "reason_length": REASON_LENGTH_MAX,
    }
    return render(request, "web/books/closing.html", context)


@require_POST
@signed_in
def close(request: HttpRequest, business_id: int) -> HttpResponseBase:
    """Close the period, or close it anyway with an owner's reason."""
    place, span = _asked(request, business_id)
    reason = request.POST.get("reason", "").strip()[:REASON_LENGTH_MAX]
    override = refuse_wordless(request.POST.get("anyway") == "1", reason)
    how = {"reason": reason, "override_reason": override}
    person, today = person_of(request).pk, timezone.localdate()
    try:
        if span.year is None:
            period_close(place, span, user_id=person, today=today, **how)
        else:
            year_close(place, span.year, user_id=person, today=today, **how)
    except RuleError as error:
        if error.code != "close_blocked":
            raise
        said = _("%(period)s is not closed: a check does not hold. See below.")
        messages.error(request, said % {"period": span.label})
    else:
        said = _("%(period)s is closed. Nothing more is posted into it.")
        messages.success(request, said % {"period": span.label})
    return _back(place, span)


@require_POST
@signed_in
def reopen(request: HttpRequest, business_id: int) -> HttpResponseBase:
    """Open the period again, as an owner with a reason."""
    place, span = _asked(request, business_id)
    reason = request.POST.get("reason", "").strip()[:REASON_LENGTH_MAX]
    if span.year is None:
        period_reopen(place, span, user_id=person_of(request).pk, reason=reason)
    else:
        year_reopen(place, span.year, user_id=person_of(request).pk, reason=reason)
    messages.success(request, _("%(period)s is open again.") % {"period": span.label})
    return _back(place, span)


def _asked(request: HttpRequest, business_id: int) -> tuple[Place, Span]:
    """The place and the period of a form. No transaction stays open: closing makes its own."""
    person = person_of(request)
    place = place_for(person, business_id)
    require_writer(place)
    with working_in(place, person.pk):
        business = Business.objects.get(pk=place.business_id)
        return place, span_read(request.POST.get("period", ""), _first_month(business))


def _back(place: Place, span: Span) -> HttpResponseBase:
    address = reverse("web:closing", args=[place.business_id])
    return redirect(f"{address}?{urlencode({'period': span.label})}")


def _mend(place: Place, check_id: str, span: Span) -> str:
    """The address of the page that mends a check, "" where none does."""
    path = MENDED.get(check_id, "").format(month=f"{span.end:%Y-%m}")
    return reverse("web:business", args=[place.business_id]) + path if path else ""


def _first_month(business: Business) -> int:
    return business.fiscal_year_start_month


def _worst(checks: tuple[CheckResult, ...]) -> str:
    states = {check.state for check in checks}
    return next(state for state in ("blocking", "warning", "ok") if state in states)


def _around(business: Business, span: Span) -> Around:
    """The neighbours of a period; from some months at once to the month before and after."""
    first = _first_month(business)
    if span.year is not None:
        month = month_span(span.end).label
        return Around(str(span.year - 1), str(span.year + 1), month, _("By month"))
    year = span.start.year - (span.start.month < first)
    return Around(
        before=month_span(span.start - dt.timedelta(days=1)).label,
        after=month_span(span.end + dt.timedelta(days=1)).label,
        other=str(year),
        other_label=_("Fiscal year %(year)s") % {"year": year_span(year, first).label},
    )
