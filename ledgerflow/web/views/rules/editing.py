"""One rule's form: stating it, changing it, seeing what it would change while it is typed.

Here: parsing requests and rendering. Not here: the form's texts (wishes.py), the preview itself
(pipeline/rules/preview.py).
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ledgerflow.classification.models import RuleGroup
from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.firms.access import Place, require_writer
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.rules.preview import POLICY, WAITING, Change, Preview, rule_preview
from ledgerflow.pipeline.rules.stating import (
    RuleWish,
    bank_account_names,
    rule_find,
    rule_open,
    rule_restate,
)
from ledgerflow.review.selectors import newest_suggestions
from ledgerflow.statements.models import BankTransaction
from ledgerflow.web.access import person_of, staff_page
from ledgerflow.web.books.choices import accounts_offered
from ledgerflow.web.selectors.review import account_codes
from ledgerflow.web.selectors.rules import fields_offered, ops_offered
from ledgerflow.web.typed import number_of
from ledgerflow.web.views.rules.wishes import (
    RuleShown,
    shown_of_form,
    shown_of_rule,
    shown_of_transaction,
    wish_of,
)

PREVIEWED = 5_000
"""So many of the newest transactions are looked at while a rule is typed."""

CHANGES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class PreviewShown:
    """A preview as the page shows it: counts, and the first that would change."""

    found: Preview
    changes: tuple[Change, ...]
    waiting: int
    policy: int
    is_part: bool

    @property
    def more(self) -> int:
        """How many change besides those that are shown."""
        return self.waiting + self.policy - len(self.changes)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new(request: HttpRequest, place: Place) -> HttpResponseBase:
    """A new rule, empty or from one transaction (`?transaction=`)."""
    if request.method == "POST":
        return _save(request, place, None)
    require_writer(place)
    shown = _begun(place, request.GET.get("transaction", ""))
    return _form(request, place, shown, None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def rule(request: HttpRequest, place: Place, rule_id: int) -> HttpResponseBase:
    """A rule that is there."""
    if request.method == "POST":
        return _save(request, place, rule_id)
    business = Business.objects.get(pk=place.business_id)
    stored = rule_find(business, rule_id)
    accounts = list(Account.objects.filter(business=business))
    shown = shown_of_rule(stored, bank_account_names(business), accounts)
    return _form(request, place, shown, rule_id)


@require_POST
@staff_page
def preview(request: HttpRequest, place: Place) -> HttpResponseBase:
    """What the typed rule would change; nothing is written."""
    rule_id = number_of(request.POST.get("rule", ""))
    context = _previewed(place, shown_of_form(request.POST), rule_id)
    return render(request, "web/rules/_preview.html", {"place": place} | context)


def _save(request: HttpRequest, place: Place, rule_id: int | None) -> HttpResponseBase:
    """Keep the rule, or show beside the form what is wrong, or what it would change."""
    require_writer(place)
    shown = shown_of_form(request.POST)
    if request.POST.get("preview"):
        return _form(request, place, shown, rule_id)
    try:
        wish, user_id = wish_of(shown, account_codes(place.business_id)), person_of(request).pk
        if rule_id is None:
            saved = rule_open(place, wish, user_id=user_id)
        else:
            saved = rule_restate(place, rule_id, wish, user_id=user_id)
    except LedgerFlowError as fault:
        return _form(request, place, shown, rule_id, {"fault": fault})
    if request.htmx:  # type: ignore[attr-defined]
        context = {"place": place, "rule": saved}
        return render(request, "web/rules/_saved.html", context)
    said = _("Rule “%(name)s” is saved. New suggestions follow it; apply it to what is there.")
    messages.success(request, said % {"name": saved.name})
    return redirect("web:rules", business_id=place.business_id)


def _form(
    request: HttpRequest,
    place: Place,
    shown: RuleShown,
    rule_id: int | None,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    groups = RuleGroup.objects.filter(business_id=place.business_id).values_list("name", flat=True)
    context: dict[str, Any] = {
        "place": place,
        "shown": shown,
        "rule_id": rule_id,
        "fields": fields_offered(),
        "ops": ops_offered(),
        "groups": list(groups),
        "accounts": accounts_offered(place.business_id),
    }
    context |= {"fault": None, **_previewed(place, shown, rule_id), **(more or {})}
    is_part = getattr(request, "htmx", False)
    status = 422 if more and not is_part else 200
    name = "_form" if is_part else "rule"
    return render(request, f"web/rules/{name}.html", context, status=status)


def _previewed(place: Place, shown: RuleShown, rule_id: int | None) -> dict[str, Any]:
    """What is found, or what hinders it; nothing before there is a condition."""
    if not shown.conditions:
        return {"preview": None, "unclear": None}
    try:
        wish = _with_outcome(wish_of(shown, account_codes(place.business_id)))
        found = rule_preview(place, wish, rule_id=rule_id, newest=PREVIEWED)
    except LedgerFlowError as unclear:
        return {"preview": None, "unclear": unclear}
    changing = (change for change in found.changes if change.changes)
    return {
        "unclear": None,
        "preview": PreviewShown(
            found=found,
            changes=tuple(islice(changing, CHANGES_SHOWN)),
            waiting=found.count(WAITING, changing=True),
            policy=found.count(POLICY, changing=True),
            is_part=found.looked_at >= PREVIEWED,
        ),
    }


def _with_outcome(wish: RuleWish) -> RuleWish:
    """A rule that says nothing yet is shown with what it catches, as if it named the payee."""
    says = wish.account or wish.splits or wish.is_transfer or wish.is_exclusion
    if says or wish.payee_name.strip() or wish.tags:
        return wish
    return replace(wish, payee_name=wish.name, business_percent=Decimal(100))


def _begun(place: Place, transaction: str) -> RuleShown:
    """The form filled in from a transaction, empty without one."""
    transaction_id = number_of(transaction)
    if transaction_id is None:
        return RuleShown()
    rows = BankTransaction.objects.filter(business_id=place.business_id, pk=transaction_id)
    row = rows.first()
    if row is None:
        return RuleShown()
    suggestion = newest_suggestions([row.pk]).get(row.pk)
    return shown_of_transaction(row, suggestion.account if suggestion else None)
