"""Access tokens: a program reads what a person may read in one firm, until it expires.

Here: making, withdrawing, listing and finding them. Not here: what is read, or slowing down those
who guess (web/signin/bearer.py). A token's text is shown once; the row keeps its SHA-256.
"""

import datetime as dt
import hashlib
import hmac
import re
import secrets

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.demos import refuse_in_demo
from ledgerflow.firms.happenings import happened
from ledgerflow.firms.invitation_models import AccessToken
from ledgerflow.firms.models import Membership, User

DAYS_MAX = 366
USED_STEP = dt.timedelta(minutes=5)
"""How exact `last_used_at` is: a program that asks every second writes every five minutes."""

FORM = re.compile(r"lf_(\d{1,18})_(\d{1,18})_([A-Za-z0-9_-]{43})", re.ASCII)
NOBODY = hashlib.sha256(b"no token").digest()


def token_make(*, firm_id: int, user: User, name: str, days: int) -> tuple[AccessToken, str]:
    """A token for a member's programs; the row, and the text, which is never shown again.

    Raises InputError for a missing name or a time outside 1 to 366 days, AccessError for somebody
    who is no member, RuleError in a demo firm.
    """
    called = name.strip()[:80]
    if not called:
        raise InputError("A token needs a name.", hint="Say what it is for: `monthly reports`.")
    if not 1 <= days <= DAYS_MAX:
        raise InputError(
            f"A token cannot last {days} days.", hint=f"Choose between 1 and {DAYS_MAX}."
        )
    secret = secrets.token_urlsafe(32)
    with firm_scope(firm_id, user.pk), transaction.atomic():
        _require_member(firm_id, user)
        refuse_in_demo(firm_id)
        row = AccessToken.objects.create(
            firm_id=firm_id,
            user=user,
            name=called,
            secret_hash=_digest(secret),
            expires_at=timezone.now() + dt.timedelta(days=days),
        )
        happened(firm_id=firm_id, action="token_make", subject="token", subject_id=row.pk)
    return row, f"lf_{firm_id}_{row.pk}_{secret}"


def token_revoke(*, firm_id: int, token_id: int, user: User) -> None:
    """End a token: one's own, or as an owner anybody's. AccessError where there is none."""
    with firm_scope(firm_id, user.pk), transaction.atomic():
        role = _require_member(firm_id, user)
        rows = AccessToken.objects.select_for_update().filter(pk=token_id, revoked_at=None)
        row = (rows if role == Membership.Role.OWNER else rows.filter(user=user)).first()
        if row is None:
            raise AccessError(
                "There is no such token, or it is not yours.",
                code="no_token",
                hint="Choose one of the list.",
            )
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        happened(firm_id=firm_id, action="token_revoke", subject="token", subject_id=row.pk)


def tokens_open(firm_id: int, *, user_id: int | None = None) -> list[AccessToken]:
    """Those that work, the newest first; of one person, or of all in the firm."""
    with firm_scope(firm_id, user_id), transaction.atomic():
        rows = AccessToken.objects.filter(revoked_at=None, expires_at__gt=timezone.now())
        mine = Q() if user_id is None else Q(user_id=user_id)
        return list(rows.filter(mine).select_related("user").order_by("-pk"))


def token_find(text: str) -> tuple[User, int] | None:
    """Whose token this is and in which firm; None for one that does not work, whatever is wrong.

    The comparison takes the same time for any secret.
    """
    said = FORM.fullmatch(text.strip())
    if said is None:
        return None
    firm_id, now = int(said[1]), timezone.now()
    with firm_scope(firm_id), transaction.atomic():
        rows = AccessToken.objects.select_related("user").filter(pk=int(said[2]))
        row = rows.filter(revoked_at=None, expires_at__gt=now, user__is_active=True).first()
        known = bytes(row.secret_hash) if row else NOBODY
        if not hmac.compare_digest(known, _digest(said[3])) or row is None:
            return None
        if not Membership.objects.filter(firm_id=firm_id, user=row.user).exists():
            return None
        if row.last_used_at is None or row.last_used_at < now - USED_STEP:
            AccessToken.objects.filter(pk=row.pk).update(last_used_at=now)
        return row.user, firm_id


def _require_member(firm_id: int, user: User) -> str:
    """The person's role in the firm of the scope; AccessError for strangers."""
    role = Membership.objects.filter(firm_id=firm_id, user=user).values_list("role", flat=True)
    found = role.first()
    if found is None:
        raise AccessError(
            "There is no such firm, or you have no access to it.",
            hint="Choose one of the firms on your start page.",
        )
    return found


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
