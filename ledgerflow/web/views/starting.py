"""The first steps and the demo firm. Not here: setting up (signin/setup.py)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.core.errors import ConflictError
from ledgerflow.firms.access import places_of, practices_of, working_in
from ledgerflow.pipeline.demo.firm import demo_open
from ledgerflow.web.access import person_of, signed_in
from ledgerflow.web.selectors.starting import steps_of


@require_safe
@signed_in
def start(request: HttpRequest) -> HttpResponseBase:
    """The steps of the person's only business; the start page where there are several or none."""
    person = person_of(request)
    if len(practices_of(person)) != 1:
        return redirect("web:home")
    places = places_of(person)
    if len(places) != 1 or places[0].is_client:
        return redirect("web:home")
    place = places[0]
    request.place = place  # type: ignore[attr-defined]  # the frame shows where one is
    with working_in(place, person.pk):
        context = {"place": place, "steps": steps_of(place.business_id)}
        return render(request, "web/onboarding/start.html", context)


@require_POST
@signed_in
def demo(request: HttpRequest) -> HttpResponseBase:
    """Open a demo firm for the person; takes some seconds."""
    person = person_of(request)
    try:
        demo_open(person)
    except ConflictError as error:
        messages.info(request, f"{error} {error.hint}")
    else:
        messages.success(request, _("The demo is open: all of it is invented."))
    return redirect("web:home")
