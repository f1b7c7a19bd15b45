"""What ends with a role: the invitations and links that a person made and could make no more.

Here: withdrawing the invitations, and the one place where the links to questions are plugged in
(review/apps.py), which lie above. Not here: the change of the role itself (members.py). A link in
the hands of somebody who had to go would be a way back in.
"""

from typing import Protocol

from django.utils import timezone

from ledgerflow.firms.access import WRITERS
from ledgerflow.firms.happenings import happened
from ledgerflow.firms.invitation_models import Invitation
from ledgerflow.firms.models import Membership


class Ending(Protocol):
    """review/questions/links.py: links_end."""

    def __call__(self, *, user_id: int) -> object:
        """Withdraw what the person made, in the firm of the scope."""
        ...


_endings: list[Ending] = []


def links_ended_by(ending: Ending) -> None:
    """From now on `ending` withdraws links; it takes the place of an earlier one."""
    _endings[:] = [ending]


def role_ended(*, firm_id: int, user_id: int) -> None:
    """Withdraw what the roles that are left could not make. After the change, in the scope."""
    left = Membership.objects.filter(firm_id=firm_id, user_id=user_id)
    roles = set(left.values_list("role", flat=True))
    if Membership.Role.OWNER not in roles:
        _withdraw_invitations(firm_id, user_id)
    if not roles & WRITERS:
        (end,) = _endings
        end(user_id=user_id)


def _withdraw_invitations(firm_id: int, user_id: int) -> None:
    rows = Invitation.objects.select_for_update().filter(
        firm_id=firm_id, invited_by_id=user_id, accepted_at=None, withdrawn_at=None
    )
    for row in rows:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        happened(
            firm_id=firm_id,
            business_id=row.business_id,
            action="invitation_withdraw",
            subject="invitation",
            subject_id=row.pk,
            detail={"role": row.role},
        )
