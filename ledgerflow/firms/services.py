"""Writes of firms: opening a firm, adding a business, giving a person a role.

Here: one transaction each. Not here: a business's chart of accounts (ledger/services.py).
"""

from typing import Any

from django.db import connection, transaction
from django.utils.text import slugify

from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import ConflictError, InputError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.models import Business, Firm, Membership, User


def firm_create(*, name: str, owner: User | None = None, is_demo: bool = False) -> Firm:
    """Open a firm; the owner, if given, becomes its first member. A demo stays one."""
    if not name.strip():
        raise InputError("A firm needs a name.", hint="Give the name of the practice.")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('firms_firm', 'id'))")
            firm_id = cursor.fetchone()[0]
        with firm_scope(firm_id, owner.pk if owner else None):
            firm = Firm.objects.create(pk=firm_id, name=name.strip(), is_demo=is_demo)
            if owner is not None:
                membership_grant(firm_id=firm_id, user=owner, role=Membership.Role.OWNER)
    return firm


def membership_grant(
    *, firm_id: int, user: User, role: str, business: Business | None = None
) -> Membership:
    """Give a person a role; a client's role names one business. Runs in the firm's scope.

    Raises ConflictError where the person has that role already.
    """
    if (role == Membership.Role.CLIENT) != (business is not None):
        raise InputError(
            f"The role {role} {'needs' if business is None else 'takes no'} business.",
            hint="Only the role client names the business it may see.",
        )
    with kind_errors(), transaction.atomic():
        return Membership.objects.create(firm_id=firm_id, user=user, role=role, business=business)


@transaction.atomic
def business_create(*, firm_id: int, name: str, **profile: Any) -> Business:
    """Add a business to a firm. Runs in the firm's scope; the slug comes from the name."""
    slug = slugify(name)[:80]
    if not slug:
        raise InputError(
            f"{name!r} is no name for a business.", hint="Use at least one letter or digit."
        )
    currency = str(profile.get("base_currency", "USD"))
    if len(currency) != 3 or not currency.isascii() or not currency.isupper():
        raise InputError(
            f"{currency!r} is no currency code.", hint="Use three letters, such as USD or EUR."
        )
    if Business.objects.filter(slug=slug).exists():
        raise ConflictError(
            f"A business named {name!r} already exists in this firm.",
            code="business_exists",
            hint="Choose another name.",
        )
    return Business.objects.create(firm_id=firm_id, name=name.strip(), slug=slug, **profile)


@transaction.atomic
def business_describe(
    *, business: Business, description: str | None = None, industry: str | None = None
) -> Business:
    """Change what a business's profile says; None leaves a field as it is. In the firm's scope."""
    for field, said in (("description", description), ("industry", industry)):
        if said is not None:
            setattr(business, field, said)
    if len(business.industry) > 80:
        raise InputError("An industry has at most 80 characters.", hint="Use a word or two.")
    business.save(update_fields=["description", "industry"])
    return business
