"""The firm's own page: its name, what its businesses share, and putting a demo away."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.firms.access import Practice
from ledgerflow.firms.members import demo_close, firm_change
from ledgerflow.firms.models import Firm
from ledgerflow.web.access import firm_page, owner_page, person_of
from ledgerflow.web.views.settings.changing import changed


@require_safe
@firm_page
def firm(request: HttpRequest, practice: Practice) -> HttpResponseBase:
    """What the firm is called and shares."""
    context = {"practice": practice, "firm": Firm.objects.get(pk=practice.firm_id)}
    return render(request, "web/settings/firm.html", context)


@require_POST
@owner_page
def change(request: HttpRequest, practice: Practice) -> HttpResponseBase:
    """Rename it, or say whether its businesses learn from each other."""

    def done() -> str:
        firm_change(
            firm_id=practice.firm_id,
            user_id=person_of(request).pk,
            name=request.POST.get("name", ""),
            shares_knowledge=request.POST.get("shares_knowledge") == "1",
        )
        return _("The firm is changed.")

    return changed(request, done, "web:settings", firm_id=practice.firm_id)


@require_POST
@owner_page
def demo_away(request: HttpRequest, practice: Practice) -> HttpResponseBase:
    """Put the demo away."""
    demo_close(firm_id=practice.firm_id, user_id=person_of(request).pk)
    return redirect("web:home")
