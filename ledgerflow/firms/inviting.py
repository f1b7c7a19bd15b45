"""Invitations into a firm: made by an owner, taken once by the person they are for.

Here: making, withdrawing, finding and taking them. Not here: whom a firm may invite (invitees.py),
the e-mail (web/signin/mail.py), the page, or what a role may do (access.py). A token is signed,
names firm and row, and holds a secret of which the row keeps the SHA-256: neither the key nor the
database alone makes one.
"""

import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.demos import refuse_in_demo
from ledgerflow.firms.happenings import happened
from ledgerflow.firms.invitation_models import Invitation
from ledgerflow.firms.invitees import (
    address_of,
    business_offered,
    refuse_flood,
    refuse_member,
    require_inviter,
)
from ledgerflow.firms.models import Business, Firm, Membership, User
from ledgerflow.firms.people import user_add
from ledgerflow.firms.services import membership_grant

DAYS = 7
SALT = "ledgerflow.invitation"
_SIGNER = signing.Signer(salt=SALT)


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invitation says to the person who holds its token."""

    firm_id: int
    firm_name: str
    email: str
    role: str
    business_name: str
    has_account: bool


def invitation_make(
    *, firm_id: int, email: str, role: str, business_id: int | None = None, user_id: int
) -> tuple[Invitation, str]:
    """Offer a role to an address for seven days; the row and the token for its link.

    A client names one business. An open invitation of the same address is replaced. Raises
    InputError for what cannot be offered, AccessError where `user_id` does not own the firm,
    ConflictError where the person is a member already, RuleError in a demo firm, LimitError
    after twenty invitations of the firm within an hour.
    """
    address = address_of(email)
    if role not in Membership.Role.values:
        raise InputError(
            f"There is no role {role!r}.",
            code="unknown_role",
            hint=f"Use one of: {', '.join(Membership.Role.values)}.",
        )
    if (role == Membership.Role.CLIENT) != (business_id is not None):
        raise InputError(
            f"The role {role} {'needs' if business_id is None else 'takes no'} business.",
            hint="Only the role client names the business it may see.",
        )
    with firm_scope(firm_id, user_id), transaction.atomic():
        require_inviter(firm_id, user_id)
        refuse_in_demo(firm_id)
        refuse_member(firm_id, address, business_id)
        refuse_flood(firm_id)
        business = business_offered(business_id)
        secret = secrets.token_urlsafe(24)
        row = _replace(firm_id, address, role, business, secret, user_id)
        _tell(row, "invitation_make")
    return row, _SIGNER.sign(f"{firm_id}.{row.pk}.{secret}")


def invitation_withdraw(*, firm_id: int, invitation_id: int, user_id: int) -> None:
    """Take an offer back; AccessError where there is no open one or `user_id` owns nothing."""
    with firm_scope(firm_id, user_id), transaction.atomic():
        require_inviter(firm_id, user_id)
        row = _open().select_for_update().filter(pk=invitation_id).first()
        if row is None:
            raise _refusal()
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        _tell(row, "invitation_withdraw")


def invitations_open(firm_id: int) -> list[Invitation]:
    """Those that can still be taken, the newest first."""
    with firm_scope(firm_id), transaction.atomic():
        rows = _open().filter(expires_at__gt=timezone.now())
        return list(rows.select_related("business", "invited_by").order_by("-pk"))


def invitation_offer(token: str) -> Offer:
    """What a token offers. AccessError, the same for expired, withdrawn, taken and guessed."""
    firm_id, row_id, secret = _parts(token)
    with firm_scope(firm_id), transaction.atomic():
        row = _fitting(row_id, secret)
        firm = Firm.objects.get(pk=firm_id)
        if firm.closed_at is not None:
            raise _refusal()
        return Offer(
            firm_id=firm_id,
            firm_name=firm.name,
            email=row.email,
            role=row.role,
            business_name=row.business.name if row.business else "",
            has_account=User.objects.filter(email=row.email).exists(),
        )


def invitation_take(
    token: str, *, user: User | None = None, name: str = "", password: str = ""
) -> User:
    """Become a member: as `user`, or as a new person with a name and a password.

    Raises AccessError as `invitation_offer`, and where `user` has another address; ConflictError
    where a new person has an account already, or is a member; InputError for a weak password.
    """
    offer = invitation_offer(token)
    if user is not None and user.email != offer.email:
        raise AccessError(
            f"This invitation is for {offer.email}; you are signed in as {user.email}.",
            code="invited_other",
            hint="Sign out and open the link again, or ask for an invitation of your own.",
        )
    firm_id, row_id, secret = _parts(token)
    with transaction.atomic():
        person = user or user_add(email=offer.email, password=password, name=name)
        with firm_scope(firm_id, person.pk):
            row = _fitting(row_id, secret, lock=True)
            refuse_member(firm_id, row.email, row.business_id)
            membership_grant(firm_id=firm_id, user=person, role=row.role, business=row.business)
            row.accepted_at, row.accepted_by = timezone.now(), person
            row.save(update_fields=["accepted_at", "accepted_by"])
            _tell(row, "invitation_take")
    return person


def _open() -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None)


def _replace(
    firm_id: int, address: str, role: str, business: Business | None, secret: str, user_id: int
) -> Invitation:
    now = timezone.now()
    _open().filter(email=address, business=business).update(withdrawn_at=now)
    return Invitation.objects.create(
        firm_id=firm_id,
        email=address,
        role=role,
        business=business,
        secret_hash=_digest(secret),
        invited_by_id=user_id,
        expires_at=now + dt.timedelta(days=DAYS),
    )


def _parts(token: str) -> tuple[int, int, str]:
    try:
        firm, row, secret = _SIGNER.unsign(token).split(".")
        return int(firm), int(row), secret
    except (signing.BadSignature, ValueError) as error:
        raise _refusal() from error


def _fitting(row_id: int, secret: str, *, lock: bool = False) -> Invitation:
    rows = _open().select_for_update(of=("self",)) if lock else _open()
    row = rows.filter(pk=row_id, expires_at__gt=timezone.now()).first()
    if row is None or not hmac.compare_digest(bytes(row.secret_hash), _digest(secret)):
        raise _refusal()
    return row


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _refusal() -> AccessError:
    return AccessError(
        "This invitation cannot be used: it expired, was used or withdrawn, or never was.",
        code="no_invitation",
        hint="Ask the person who invited you for a new one.",
    )


def _tell(row: Invitation, action: str) -> None:
    happened(
        firm_id=row.firm_id,
        business_id=row.business_id,
        action=action,
        subject="invitation",
        subject_id=row.pk,
        detail={"role": row.role},
    )
