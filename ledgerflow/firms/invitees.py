"""Whom a firm may invite, into what, and how many at once.

Here: the checks before an invitation is made or taken, in the firm's scope. Not here: making one
(inviting.py).
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from ledgerflow.core.errors import AccessError, ConflictError, InputError, LimitError
from ledgerflow.firms.invitation_models import Invitation
from ledgerflow.firms.models import Business, Firm, Membership

HOURLY_MAX = 20
"""Each one is an e-mail to a stranger in this installation's name."""


def address_of(email: str) -> str:
    """The address as it is kept; InputError for none."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise InputError(
            f"{email!r} is no e-mail address.", hint="Write it like name@example.com."
        ) from error
    return address


def require_inviter(firm_id: int, user_id: int) -> None:
    """AccessError unless the person owns the firm; people see their roles elsewhere too."""
    roles = Membership.objects.filter(firm_id=firm_id, user_id=user_id)
    if not roles.filter(role=Membership.Role.OWNER).exists():
        raise AccessError(
            "Only an owner of the firm invites people.",
            code="owner_only",
            hint="Ask an owner of the firm to do it.",
        )


def business_offered(business_id: int | None) -> Business | None:
    """The business that a client is offered; AccessError for one of elsewhere."""
    if business_id is None:
        return None
    found = Business.objects.filter(pk=business_id).first()
    if found is None:
        raise AccessError(
            "There is no such business in this firm.", hint="Choose one of the firm's businesses."
        )
    return found


def refuse_member(firm_id: int, address: str, business_id: int | None) -> None:
    """ConflictError where the person sees as much already. In the firm's scope."""
    held = Membership.objects.filter(firm_id=firm_id, user__email=address)
    roles = [m.role for m in held if m.business_id in (None, business_id) or business_id is None]
    if roles:
        raise ConflictError(
            f"{address} is a member of this firm already, as {roles[0]}.",
            code="already_member",
            hint="Change the role on the page of members instead.",
        )


def refuse_flood(firm_id: int) -> None:
    """LimitError after so many invitations within an hour, withdrawn ones too."""
    # Owners who invite at the same time wait for each other, so that none slips by uncounted.
    Firm.objects.select_for_update(no_key=True).get(pk=firm_id)
    lately = timezone.now() - dt.timedelta(hours=1)
    if Invitation.objects.filter(firm_id=firm_id, invited_at__gt=lately).count() >= HOURLY_MAX:
        raise LimitError(
            f"This firm made {HOURLY_MAX} invitations within the last hour.",
            code="too_many_invitations",
            hint="Wait an hour before you invite more people.",
        )
