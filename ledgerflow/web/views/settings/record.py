"""The record of what happened in a firm, and its jobs. Not here: what they mean in words
(selectors/settings)."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.audit.selectors import EventFilter, event_page
from ledgerflow.firms.access import Practice
from ledgerflow.firms.models import Business, User
from ledgerflow.ledger.sealing import seal_newest
from ledgerflow.ops.joblist import job_page, job_retry
from ledgerflow.web.access import firm_page, owner_page
from ledgerflow.web.selectors.settings.words import STATUSES, event_row, job_row
from ledgerflow.web.typed import day_of, number_asked
from ledgerflow.web.views.settings.changing import changed


@require_safe
@firm_page
def audit(request: HttpRequest, practice: Practice) -> HttpResponseBase:
    """Who did what and when, the newest first."""
    asked = request.GET
    wanted = EventFilter(
        action=asked.get("action", "").strip()[:60],
        user_id=number_asked(asked.get("person", "")),
        business_id=number_asked(asked.get("business", "")),
        start=day_of(asked.get("from", "")),
        end=day_of(asked.get("to", "")),
    )
    page = event_page(wanted, before=number_asked(asked.get("before", "")))
    people = User.objects.filter(memberships__firm_id=practice.firm_id).distinct()
    kept = {name: str(asked[name]) for name in asked if name != "before" and asked[name]}
    context = {
        "practice": practice,
        "rows": [event_row(event) for event in page.events],
        "asked": asked,
        "older": _older(kept, page.before),
        "people": people.order_by("email"),
        "businesses": Business.objects.order_by("name"),
        "seal": seal_newest(practice.firm_id),
    }
    return render(request, "web/settings/audit.html", context)


@require_safe
@firm_page
def jobs(request: HttpRequest, practice: Practice) -> HttpResponseBase:
    """The firm's jobs, the newest first."""
    status = request.GET.get("status", "")
    status = status if status in STATUSES else ""
    before = number_asked(request.GET.get("before", ""))
    page = job_page(practice.firm_id, status=status, before=before)
    names = dict(
        Business.objects.filter(pk__in={j.business_id for j in page.jobs}).values_list("pk", "name")
    )
    context = {
        "practice": practice,
        "rows": [job_row(job, names) for job in page.jobs],
        "status": status,
        "statuses": STATUSES.items(),
        "older": _older({"status": status}, page.before),
    }
    return render(request, "web/settings/jobs.html", context)


@require_POST
@owner_page
def retry(request: HttpRequest, practice: Practice, job_id: int) -> HttpResponseBase:
    """Have a failed job tried again."""

    def done() -> str:
        job_retry(practice.firm_id, job_id)
        return _("The job is tried again.")

    return changed(request, done, "web:jobs", firm_id=practice.firm_id)


def _older(kept: dict[str, str], before: int | None) -> str:
    """The query of the next page; "" on the last one."""
    return urlencode(kept | {"before": str(before)}) if before else ""
