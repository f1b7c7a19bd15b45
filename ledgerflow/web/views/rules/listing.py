"""The list of rules: order, on and off, applying, proposals, the file.

Here: parsing requests and rendering. Not here: one rule's form (editing.py).
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.classification.rule_services import (
    group_save,
    rule_approve,
    rule_discard,
    rule_remove,
    rule_switch,
)
from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.rules.applying import rule_apply
from ledgerflow.pipeline.rules.ordering import rule_put, rule_shift
from ledgerflow.pipeline.rules.stating import rule_find
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.web.access import person_of, staff_page, writer_page
from ledgerflow.web.selectors.rules import rule_page
from ledgerflow.web.typed import number_of

BLOCKED_TOLD = 5


@require_safe
@staff_page
def rules(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The rules in their order; `?hits=1` also counts what they decided."""
    return _list(request, place, with_hits=request.GET.get("hits") == "1")


@require_POST
@writer_page
def move(request: HttpRequest, place: Place, rule_id: int) -> HttpResponseBase:
    """Another place: `way` up or down, or `before` another rule, or last in a `group`."""
    way, user_id = request.POST.get("way", ""), person_of(request).pk
    if way in ("up", "down"):
        rule_shift(place, rule_id, down=way == "down", user_id=user_id)
    else:
        before, group = (request.POST.get(name, "") for name in ("before", "group"))
        rule_put(
            place,
            rule_id,
            before_id=number_of(before),
            group_id=number_of(group),
            user_id=user_id,
        )
    return _changed(request, place)


@require_POST
@writer_page
def switch(request: HttpRequest, place: Place, rule_id: int) -> HttpResponseBase:
    """Switch a rule on or off."""
    rule = rule_find(Business.objects.get(pk=place.business_id), rule_id)
    rule_switch(rule=rule, active=request.POST.get("active") == "1")
    return _changed(request, place)


@require_POST
@writer_page
def group(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Switch a group of rules on or off."""
    group_save(
        business=Business.objects.get(pk=place.business_id),
        name=request.POST.get("name", ""),
        active=request.POST.get("active") == "1",
    )
    return _changed(request, place)


@require_POST
@writer_page
def remove(request: HttpRequest, place: Place, rule_id: int) -> HttpResponseBase:
    """Take a rule away; what it placed stays."""
    rule = rule_find(Business.objects.get(pk=place.business_id), rule_id)
    rule_remove(rule=rule)
    messages.success(
        request, _("Rule “%(name)s” is removed; what it placed stays.") % {"name": rule.name}
    )
    return redirect("web:rules", business_id=place.business_id)


@require_POST
@writer_page
def answer(request: HttpRequest, place: Place, rule_id: int) -> HttpResponseBase:
    """Take a proposed rule on, or turn it down."""
    rule = rule_find(Business.objects.get(pk=place.business_id), rule_id)
    if request.POST.get("answer") == "yes":
        rule_approve(rule=rule)
        messages.success(request, _("The rule is on. Apply it to what is there, if you like."))
    else:
        rule_discard(rule=rule)
        messages.success(
            request, _("The proposal is turned down; it comes back when its evidence has doubled.")
        )
    return redirect("web:rules", business_id=place.business_id)


@require_POST
@writer_page
def apply(request: HttpRequest, place: Place, rule_id: int) -> HttpResponseBase:
    """Decide by the rule what is there; one batch, which can be undone."""
    applied = rule_apply(place, rule_id, user_id=person_of(request).pk)
    said = ngettext(
        "Decided by the rule: %(count)s transaction.",
        "Decided by the rule: %(count)s transactions.",
        applied.done,
    ) % {"count": applied.done}
    if applied.kept:
        said += " " + _("%(count)s stay as a person decided them.") % {"count": applied.kept}
    if applied.unproved:
        said += " " + _("%(count)s wait with the suggestion: no statement proves them.") % {
            "count": applied.unproved
        }
    messages.success(request, said)
    for change, fault in applied.blocked[:BLOCKED_TOLD]:
        messages.warning(request, f"{change.facts.date}: {fault.message} {fault.hint}")
    response = redirect("web:rules", business_id=place.business_id)
    if applied.batch_id:
        response["Location"] += f"?applied={applied.batch_id}"
    return response


@require_POST
@writer_page
def undo(request: HttpRequest, place: Place, batch_id: int) -> HttpResponseBase:
    """Take back what a rule decided."""
    report = batch_undo(
        place, batch_id, reason="undone on the page of rules", user_id=person_of(request).pk
    )
    said = ngettext(
        "%(count)s entry is reversed.", "%(count)s entries are reversed.", report.reversed
    )
    messages.success(request, said % {"count": report.reversed})
    return redirect("web:rules", business_id=place.business_id)


def _changed(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The list anew where only that is exchanged, else the page."""
    if getattr(request, "htmx", False):
        return _list(request, place, with_hits=False)
    return redirect("web:rules", business_id=place.business_id)


def _list(request: HttpRequest, place: Place, *, with_hits: bool) -> HttpResponse:
    business = Business.objects.get(pk=place.business_id)
    context = {
        "place": place,
        "page": rule_page(business, with_hits=with_hits),
        "applied": number_of(request.GET.get("applied", "")) or 0,
    }
    name = "_rule_list" if getattr(request, "htmx", False) else "rules"
    return render(request, f"web/rules/{name}.html", context)
