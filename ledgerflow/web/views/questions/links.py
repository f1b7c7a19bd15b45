"""Links to a business's questions: making one, sending it by mail, withdrawing, extending.

Here: parsing requests. Not here: the token (review/questions/links.py). The address goes out by
mail, or is shown once on the next page: nobody keeps it, for who has it may answer.
"""

from smtplib import SMTPException

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ledgerflow.core.errors import InputError
from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.review.questions.links import link_extend, link_make, link_withdraw
from ledgerflow.web.access import person_of, writer_page
from ledgerflow.web.shownonce import once_keep
from ledgerflow.web.typed import number_of
from ledgerflow.web.views.questions.pages import LINK_KEY

DAYS = 14


@require_POST
@writer_page
def make(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Make a link; send it where an e-mail address is given, else show it to be copied."""
    days, to = _days(request), request.POST.get("email", "").strip()
    _refuse_address(to)
    link, token = link_make(
        business=Business.objects.get(pk=place.business_id),
        user_id=person_of(request).pk,
        days=days,
        sent_to=to,
    )
    address = request.build_absolute_uri(reverse("web:asked", args=[token]))
    if to and _sent(place, to, address, days):
        messages.success(request, _("The link is sent to %(address)s.") % {"address": to})
        return redirect("web:questions", business_id=link.business_id)
    if to:
        messages.warning(
            request, _("The mail could not be sent. Copy the link below and send it yourself.")
        )
    once_keep(request, LINK_KEY, address, business_id=link.business_id)
    return redirect("web:questions", business_id=link.business_id)


@require_POST
@writer_page
def withdraw(request: HttpRequest, place: Place, link_id: int) -> HttpResponseBase:
    """Nobody can use a link from now on."""
    link_withdraw(business=Business.objects.get(pk=place.business_id), link_id=link_id)
    messages.success(request, _("The link is withdrawn."))
    return redirect("web:questions", business_id=place.business_id)


@require_POST
@writer_page
def extend(request: HttpRequest, place: Place, link_id: int) -> HttpResponseBase:
    """Two more weeks from now."""
    business = Business.objects.get(pk=place.business_id)
    link = link_extend(business=business, link_id=link_id, days=DAYS)
    said = _("The link can be used until %(day)s.")
    messages.success(request, said % {"day": f"{link.expires_at:%Y-%m-%d}"})
    return redirect("web:questions", business_id=place.business_id)


def _days(request: HttpRequest) -> int:
    days = number_of(request.POST.get("days", ""))
    return DAYS if days is None else days


def _refuse_address(address: str) -> None:
    if not address:
        return
    try:
        validate_email(address)
    except ValidationError as fault:
        raise InputError(
            _("%(address)s is no e-mail address.") % {"address": address},
            code="bad_email",
            hint=_("Leave it empty to copy the link yourself."),
        ) from fault


def _sent(place: Place, to: str, address: str, days: int) -> bool:
    """False where no mail server takes it; the link stands all the same."""
    given = {"business": place.business_name, "firm": place.firm_name, "days": days}
    mail = EmailMessage(
        _("Questions about %(business)s") % given,
        _(
            "Some payments of %(business)s need a word from you. It takes a few minutes and works"
            " on a phone, without an account:\n\n%(address)s\n\nThe link works for %(days)s days"
            " and is meant for you alone.\n\n%(firm)s"
        )
        % (given | {"address": address}),
        to=[to],
    )
    try:
        return bool(mail.send())
    except (SMTPException, OSError):
        return False
