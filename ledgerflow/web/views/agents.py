"""What agents did for a business: the policy, starting and cancelling a look-up, runs.

Here: parsing requests and rendering. Not here: asking (pipeline/lookups) or reading the pages
(selectors/agents.py).
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from ledgerflow.agents.lookups import model_policy_set
from ledgerflow.firms.access import Place, require_owner
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.lookups.batch import look_up_cancel, look_up_start
from ledgerflow.web.access import business_page, person_of, staff_page, writer_page
from ledgerflow.web.selectors.agents import agents_view, look_up_row_newest, run_view
from ledgerflow.web.typed import number_asked


@require_safe
@never_cache
@staff_page
def agents(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Policy, progress, past look-ups and runs."""
    view = agents_view(_business(place), number_asked(request.GET.get("before", "")))
    return render(request, "web/agents.html", {"place": place, "view": view, "row": view.newest})


@require_safe
@never_cache
@staff_page
def progress(request: HttpRequest, place: Place) -> HttpResponseBase:
    """How far the last look-up is; once it has ended the whole page is read again."""
    row = look_up_row_newest(_business(place))
    if row is None or not row.is_under_way:
        return HttpResponseClientRefresh()
    return render(request, "web/_look_up.html", {"place": place, "row": row})


@require_safe
@staff_page
def run(request: HttpRequest, place: Place, run_id: int) -> HttpResponseBase:
    """One run: every step, what left, and what came of it."""
    view = run_view(_business(place), run_id)
    return render(request, "web/agent_run.html", {"place": place, "view": view})


@require_POST
@business_page
def policy(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Which models may see the business's transactions; for owners."""
    require_owner(place, "set the policy for language models")
    business = _business(place)
    model_policy_set(business=business, policy=request.POST.get("policy", ""))
    chosen = business.get_model_policy_display().lower()
    messages.success(request, _("From now on: %(policy)s.") % {"policy": chosen})
    return redirect("web:agents", business_id=place.business_id)


@require_POST
@writer_page
def start(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Queue a look-up; back to the page, which shows how far it is."""
    look_up_start(place, user_id=person_of(request).pk)
    messages.success(request, _("The look-up is queued. How far it is stands below."))
    return redirect("web:agents", business_id=place.business_id)


@require_POST
@writer_page
def cancel(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Stop the look-up that is under way."""
    look_up_cancel(place, user_id=person_of(request).pk)
    messages.success(request, _("Nothing new is asked. What was suggested stays."))
    return redirect("web:agents", business_id=place.business_id)


def _business(place: Place) -> Business:
    return Business.objects.get(pk=place.business_id)
