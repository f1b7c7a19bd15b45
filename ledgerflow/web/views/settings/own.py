"""What a person chooses for oneself: language, appearance, the weekly e-mail; the way to a firm.

Here: one page and one form. Not here: password and second factors (allauth's pages).
"""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import practices_of
from ledgerflow.firms.members import digest_choose
from ledgerflow.firms.models import Membership
from ledgerflow.pipeline.demo.firm import may_open_demo
from ledgerflow.web.access import person_of, signed_in
from ledgerflow.web.views.settings.changing import changed


@require_safe
@signed_in
def own(request: HttpRequest) -> HttpResponseBase:
    """One's own choices, and the firms that one works in."""
    person = person_of(request)
    with firm_scope(None, person.pk):
        chosen = Membership.objects.filter(user=person, weekly_digest=True)
        weekly = set(chosen.values_list("firm_id", flat=True))
    practices = practices_of(person)
    context = {
        "firms": [(practice, practice.firm_id in weekly) for practice in practices],
        "may_open_demo": may_open_demo(person, practices),
    }
    return render(request, "web/settings/own.html", context)


@require_POST
@signed_in
def digest(request: HttpRequest, firm_id: int) -> HttpResponseBase:
    """Get the weekly e-mail about a firm, or get it no more."""
    weekly = request.POST.get("weekly") == "1"

    def done() -> str:
        digest_choose(firm_id=firm_id, user=person_of(request), weekly=weekly)
        if weekly:
            return _("You get an e-mail every Monday.")
        return _("You get no more weekly e-mails about this firm.")

    return changed(request, done, "web:own-settings")
