"""Exports of a firm's businesses: asked for here, written by a job, fetched here."""

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.core.errors import AccessError
from ledgerflow.firms.access import Place, Practice, place_for
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.exports import (
    DAYS_KEPT,
    export_ask,
    export_find,
    export_formats,
    exports_ready,
)
from ledgerflow.web.access import owner_page, person_of
from ledgerflow.web.typed import number_of
from ledgerflow.web.views.settings.changing import changed


@require_safe
@owner_page
def exports(request: HttpRequest, practice: Practice) -> HttpResponseBase:
    """What can be asked for and what is ready, business by business."""
    businesses = list(Business.objects.order_by("name"))
    ready = [
        (business, one)
        for business in businesses
        for one in exports_ready(_place(practice, business))
    ]
    context = {
        "practice": practice,
        "businesses": businesses,
        "ready": sorted(ready, key=lambda pair: pair[1].made_at, reverse=True),
        "formats": export_formats(),
        "days": DAYS_KEPT,
    }
    return render(request, "web/settings/exports.html", context)


@require_POST
@owner_page
def ask(request: HttpRequest, practice: Practice) -> HttpResponseBase:
    """Have one written."""

    def done() -> str:
        wanted = number_of(request.POST.get("business", "")) or 0
        place = _own(request, practice, wanted)
        export_ask(place, request.POST.get("format", ""), user_id=person_of(request).pk)
        return _("It is being written. It appears below when it is ready; look again in a moment.")

    return changed(request, done, "web:exports", firm_id=practice.firm_id)


@require_safe
@never_cache
@owner_page
def fetch(
    request: HttpRequest, practice: Practice, business_id: int, name: str
) -> HttpResponseBase:
    """The file, as an attachment."""
    path = export_find(_own(request, practice, business_id), name)
    response = FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _own(request: HttpRequest, practice: Practice, business_id: int) -> Place:
    place = place_for(person_of(request), business_id)
    if place.firm_id != practice.firm_id:
        raise AccessError(_("There is no such business."), hint=_("Choose one of the firm's."))
    return place


def _place(practice: Practice, business: Business) -> Place:
    return Place(
        practice.firm_id,
        business.pk,
        business.slug,
        business.name,
        practice.firm_name,
        practice.role,
    )
