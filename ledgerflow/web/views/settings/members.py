"""Members and invitations of a firm. Not here: what a role may do (firms/access.py)."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.core.errors import InputError
from ledgerflow.firms.access import Practice
from ledgerflow.firms.inviting import invitation_make, invitation_withdraw, invitations_open
from ledgerflow.firms.members import member_change, member_remove
from ledgerflow.firms.models import Business, Membership
from ledgerflow.web.access import firm_page, owner_page, person_of
from ledgerflow.web.shownonce import once_keep, once_shown
from ledgerflow.web.signin.mail import invitation_link, invitation_send
from ledgerflow.web.typed import number_of
from ledgerflow.web.views.settings.changing import changed

LINK_KEY = "invitation_link"


@require_safe
@firm_page
def members(request: HttpRequest, practice: Practice) -> HttpResponseBase:
    """Who works here and as what; owners see open invitations too."""
    rows = Membership.objects.filter(firm_id=practice.firm_id).select_related("user", "business")
    context = {
        "practice": practice,
        "members": rows.order_by("user__email", "pk"),
        "invitations": invitations_open(practice.firm_id) if practice.is_owner else (),
        "roles": Membership.Role.choices,
        "businesses": Business.objects.order_by("name") if practice.is_owner else (),
        "link": once_shown(request, LINK_KEY, firm_id=practice.firm_id),
    }
    return render(request, "web/settings/members.html", context)


@require_POST
@owner_page
def invite(request: HttpRequest, practice: Practice) -> HttpResponseBase:
    """Offer a role to an address; the link is shown where no e-mail can be sent."""

    def done() -> str:
        invitation, token = invitation_make(
            firm_id=practice.firm_id,
            email=request.POST.get("email", ""),
            role=request.POST.get("role", ""),
            business_id=_business(request),
            user_id=person_of(request).pk,
        )
        if invitation_send(request, invitation, token, firm_name=practice.firm_name):
            return _("The invitation is sent to %(email)s.") % {"email": invitation.email}
        link = invitation_link(request, token)
        once_keep(request, LINK_KEY, link, firm_id=practice.firm_id)
        return _("Hand the link below to %(email)s.") % {"email": invitation.email}

    return changed(request, done, "web:members", firm_id=practice.firm_id)


@require_POST
@owner_page
def withdraw(request: HttpRequest, practice: Practice, invitation_id: int) -> HttpResponseBase:
    """Take an invitation back."""

    def done() -> str:
        invitation_withdraw(
            firm_id=practice.firm_id,
            invitation_id=invitation_id,
            user_id=person_of(request).pk,
        )
        return _("The invitation is withdrawn; its link is of no use any more.")

    return changed(request, done, "web:members", firm_id=practice.firm_id)


@require_POST
@owner_page
def change(request: HttpRequest, practice: Practice, membership_id: int) -> HttpResponseBase:
    """Give a member another role."""

    def done() -> str:
        made = member_change(
            firm_id=practice.firm_id,
            membership_id=membership_id,
            role=request.POST.get("role", ""),
            business_id=_business(request),
            user_id=person_of(request).pk,
        )
        return _("The role is %(role)s now.") % {"role": made.get_role_display()}

    return changed(request, done, "web:members", firm_id=practice.firm_id)


@require_POST
@owner_page
def remove(request: HttpRequest, practice: Practice, membership_id: int) -> HttpResponseBase:
    """End a membership."""

    def done() -> str:
        if request.POST.get("sure") != "1":
            raise InputError(
                _("Nobody is removed yet."), hint=_("Tick the box to say that you mean it.")
            )
        member_remove(
            firm_id=practice.firm_id,
            membership_id=membership_id,
            user_id=person_of(request).pk,
        )
        return _("The person sees the firm no more; what they did stays in the record.")

    return changed(request, done, "web:members", firm_id=practice.firm_id)


def _business(request: HttpRequest) -> int | None:
    """A client's business; none for the other roles."""
    if request.POST.get("role") != Membership.Role.CLIENT:
        return None
    business_id = number_of(request.POST.get("business", ""))
    if business_id is None:
        raise InputError(
            _("Which business?"), hint=_("A client sees the business that you choose.")
        )
    return business_id
