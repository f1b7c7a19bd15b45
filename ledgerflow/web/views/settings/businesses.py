"""The firm's businesses: adding one, and what each one's profile says."""

from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.agents.lookups import model_policy_set
from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.firms.access import Practice
from ledgerflow.firms.demos import refuse_in_demo
from ledgerflow.firms.models import Business
from ledgerflow.firms.profiles import business_change
from ledgerflow.ledger.charts import CHARTS
from ledgerflow.pipeline.opening import books_open
from ledgerflow.web.access import firm_page, owner_page, person_of
from ledgerflow.web.selectors.asking import share_typed
from ledgerflow.web.typed import number_of
from ledgerflow.web.views.settings.changing import changed

PAGE_ROWS = 100
HUNDRED = Decimal(100)


@require_safe
@firm_page
def businesses(request: HttpRequest, practice: Practice) -> HttpResponseBase:
    """All of them, by name, a page at a time: after the business that `after` is the number of."""
    text = request.GET.get("q", "").strip()[:80]
    rows = list(_businesses_after(request.GET.get("after", ""), text)[: PAGE_ROWS + 1])
    context = {
        "practice": practice,
        "text": text,
        "businesses": rows[:PAGE_ROWS],
        "after": rows[PAGE_ROWS - 1].pk if len(rows) > PAGE_ROWS else None,
        "charts": [(chart.id, chart.title) for chart in CHARTS],
        "regimes": Business.TaxRegime.choices,
    }
    return render(request, "web/settings/businesses.html", context)


def _businesses_after(after: str, text: str) -> QuerySet[Business]:
    rows = Business.objects.order_by("name", "pk")
    if text:
        rows = rows.filter(name__icontains=text)
    last = Business.objects.filter(pk=number_of(after) or 0).first()
    if last is None:
        return rows
    return rows.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))


@require_POST
@owner_page
def add(request: HttpRequest, practice: Practice) -> HttpResponseBase:
    """Open a business with a chart."""

    def done() -> str:
        refuse_in_demo(practice.firm_id)
        place = books_open(
            firm_id=practice.firm_id,
            name=request.POST.get("name", ""),
            chart=request.POST.get("chart", ""),
            currency=request.POST.get("currency", "").strip(),
            industry=request.POST.get("industry", "").strip(),
            tax_regime=_regime(request.POST),
            user_id=person_of(request).pk,
        )
        return _("%(business)s is open.") % {"business": place.business_name}

    return changed(request, done, "web:settings-businesses", firm_id=practice.firm_id)


@require_safe
@firm_page
def business(request: HttpRequest, practice: Practice, business_id: int) -> HttpResponseBase:
    """One business's profile."""
    found = Business.objects.filter(pk=business_id).first()
    if found is None:
        raise AccessError(_("There is no such business."), hint=_("Choose one of the firm's."))
    context = {
        "practice": practice,
        "business": found,
        "rate": (found.target_error_rate * HUNDRED).normalize(),
        "forms": Business.LegalForm.choices,
        "regimes": Business.TaxRegime.choices,
        "policies": Business.ModelPolicy.choices,
    }
    return render(request, "web/settings/business.html", context)


@require_POST
@owner_page
def change(request: HttpRequest, practice: Practice, business_id: int) -> HttpResponseBase:
    """Change what the profile says."""

    def done() -> str:
        made = business_change(
            firm_id=practice.firm_id,
            business_id=business_id,
            user_id=person_of(request).pk,
            changes=_changes(request.POST),
        )
        policy = request.POST.get("model_policy", made.model_policy)
        if policy != made.model_policy:
            model_policy_set(business=made, policy=policy)
        return _("%(business)s is changed.") % {"business": made.name}

    names = {"firm_id": practice.firm_id, "business_id": business_id}
    return changed(request, done, "web:settings-business", **names)


def _changes(post: QueryDict) -> dict[str, Any]:
    named = ("name", "industry", "description", "legal_form", "tax_regime")
    found: dict[str, Any] = {field: post[field] for field in named if field in post}
    if "error_percent" in post:
        found["target_error_rate"] = _percent(str(post["error_percent"])) / HUNDRED
        found["auto_accept"] = post.get("auto_accept") == "1"
    return found


def _percent(text: str) -> Decimal:
    value = share_typed(text)
    if value is None:
        said = _("%(text)s is no percentage.") % {"text": repr(text[:20])}
        raise InputError(said, hint=_("Write it as 0.5."))
    return value


def _regime(post: QueryDict) -> str:
    wanted = post.get("tax_regime", "")
    return wanted if wanted in Business.TaxRegime.values else ""
