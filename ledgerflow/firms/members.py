"""Members of a firm and the firm itself: what an owner changes.

Here: roles, leaving, the firm's name and choices, closing a demo. Not here: invitations
(inviting.py) or what a role may do (access.py). A firm always keeps an owner.
"""

from django.db import transaction
from django.utils import timezone

from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import AccessError, InputError, RuleError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.happenings import happened
from ledgerflow.firms.leaving import role_ended
from ledgerflow.firms.models import Business, Firm, Membership, User

NAME_LENGTH_MAX = 200


@transaction.atomic
def member_change(
    *, firm_id: int, membership_id: int, role: str, business_id: int | None = None, user_id: int
) -> Membership:
    """Give a member another role; a client's names one business.

    Invitations and links that the person could no longer make are withdrawn. Raises AccessError
    (no such member, or `user_id` owns nothing), InputError, ConflictError where the person has
    that role already, RuleError where the firm would lose its last owner.
    """
    if role not in Membership.Role.values:
        raise InputError(
            f"There is no role {role!r}.",
            code="unknown_role",
            hint=f"Use one of: {', '.join(Membership.Role.values)}.",
        )
    with firm_scope(firm_id, user_id):
        membership = _membership(firm_id, membership_id, user_id)
        if role != Membership.Role.OWNER:
            _refuse_last_owner(membership)
        before = membership.role
        membership.role = role
        membership.business = _business_of(role, business_id)
        with kind_errors(), transaction.atomic():
            membership.save(update_fields=["role", "business"])
        _tell(membership, "member_change", {"from": before, "to": role})
        role_ended(firm_id=firm_id, user_id=membership.user_id)
    return membership


@transaction.atomic
def member_remove(*, firm_id: int, membership_id: int, user_id: int) -> None:
    """End a membership: the person sees the firm no more; what they did stays theirs.

    Invitations and links that they made are withdrawn.
    """
    with firm_scope(firm_id, user_id):
        membership = _membership(firm_id, membership_id, user_id)
        _refuse_last_owner(membership)
        _tell(membership, "member_remove", {"role": membership.role})
        membership.delete()
        role_ended(firm_id=firm_id, user_id=membership.user_id)


@transaction.atomic
def digest_choose(*, firm_id: int, user: User, weekly: bool) -> None:
    """Whether a person gets the weekly e-mail about a firm. AccessError for no member."""
    with firm_scope(firm_id, user.pk):
        if not Membership.objects.filter(firm_id=firm_id, user=user).update(weekly_digest=weekly):
            raise _no_member()


@transaction.atomic
def firm_change(
    *, firm_id: int, user_id: int, name: str | None = None, shares_knowledge: bool | None = None
) -> Firm:
    """Rename a firm, or say whether its businesses learn from each other; None leaves it."""
    with firm_scope(firm_id, user_id):
        _require_owner(firm_id, user_id)
        firm = Firm.objects.select_for_update().get(pk=firm_id)
        before = {"name": firm.name, "shares_knowledge": firm.shares_knowledge}
        if name is not None:
            firm.name = _name(name)
        if shares_knowledge is not None:
            firm.shares_knowledge = shares_knowledge
        firm.save(update_fields=["name", "shares_knowledge"])
        after = {"name": firm.name, "shares_knowledge": firm.shares_knowledge}
        changed = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
        if changed:
            happened(
                firm_id=firm_id,
                action="firm_change",
                subject="firm",
                subject_id=firm_id,
                detail=changed,
            )
    return firm


@transaction.atomic
def demo_close(*, firm_id: int, user_id: int) -> None:
    """Put a demo firm away: from now on nobody sees it. RuleError for a real firm."""
    with firm_scope(firm_id, user_id):
        _require_owner(firm_id, user_id)
        firm = Firm.objects.select_for_update().get(pk=firm_id)
        if not firm.is_demo:
            raise RuleError(
                f"{firm.name} is no demo: its books stay.",
                code="not_a_demo",
                hint="Only a firm that was made as a demo is put away by a click.",
            )
        firm.closed_at = timezone.now()
        firm.save(update_fields=["closed_at"])
        happened(firm_id=firm_id, action="demo_close", subject="firm", subject_id=firm_id)


def _membership(firm_id: int, membership_id: int, user_id: int) -> Membership:
    _require_owner(firm_id, user_id)
    found = Membership.objects.select_for_update().filter(firm_id=firm_id, pk=membership_id).first()
    if found is None:
        raise _no_member()
    return found


def _require_owner(firm_id: int, user_id: int) -> None:
    """AccessError unless the person owns the firm; owners are locked, so that one stays."""
    owners = Membership.objects.select_for_update().filter(
        firm_id=firm_id, role=Membership.Role.OWNER
    )
    if user_id not in {one.user_id for one in owners.order_by("pk")}:
        raise AccessError(
            "Only an owner changes a firm and its members.",
            code="owner_only",
            hint="Ask an owner of the firm to do it.",
        )


def _refuse_last_owner(membership: Membership) -> None:
    if membership.role != Membership.Role.OWNER:
        return
    owners = Membership.objects.filter(firm_id=membership.firm_id, role=Membership.Role.OWNER)
    if not owners.exclude(pk=membership.pk).exists():
        raise RuleError(
            "A firm keeps an owner, and this is the last one.",
            code="last_owner",
            hint="Make somebody else an owner first.",
        )


def _business_of(role: str, business_id: int | None) -> Business | None:
    if (role == Membership.Role.CLIENT) != (business_id is not None):
        raise InputError(
            f"The role {role} {'needs' if business_id is None else 'takes no'} business.",
            hint="Only the role client names the business it may see.",
        )
    if business_id is None:
        return None
    business = Business.objects.filter(pk=business_id).first()
    if business is None:
        raise AccessError("There is no such business.", hint="Choose one of the firm's.")
    return business


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > NAME_LENGTH_MAX:
        raise InputError(
            "A firm needs a name." if not name else "The firm's name is too long.",
            hint=f"Give the name of the practice, at most {NAME_LENGTH_MAX} characters.",
        )
    return name


def _no_member() -> AccessError:
    return AccessError("There is no such member.", hint="Choose one from the list of members.")


def _tell(membership: Membership, action: str, detail: dict[str, str]) -> None:
    happened(
        firm_id=membership.firm_id,
        business_id=membership.business_id,
        action=action,
        subject="user",
        subject_id=membership.user_id,
        detail=detail,
    )
