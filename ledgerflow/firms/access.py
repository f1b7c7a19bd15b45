"""The only way from a person to a business.

Here: finding what a person may see, and what a role may do. Not here: the wall itself
(row-level security). Refusals never tell whether a thing exists.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.models import Business, Firm, Membership, User

WRITERS = frozenset({Membership.Role.OWNER, Membership.Role.BOOKKEEPER})


@dataclass(frozen=True, slots=True)
class Place:
    """Where work is done: a firm, one of its businesses, and the person's role there."""

    firm_id: int
    business_id: int
    business_slug: str
    business_name: str
    firm_name: str
    role: str

    @property
    def may_write(self) -> bool:
        """True for owners and bookkeepers, who may also lock and close periods."""
        return self.role in WRITERS

    @property
    def is_owner(self) -> bool:
        """True for owners: they reopen what is closed, and close against a check."""
        return self.role == Membership.Role.OWNER


def firm_ids() -> list[int]:
    """All firms' ids; for the command line and for jobs that walk every firm."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lf_firm_ids()")
        return [row[0] for row in cursor.fetchall()]


def places_of(user: User) -> list[Place]:
    """Every business that a person may see, by firm and name."""
    with firm_scope(None, user.pk), transaction.atomic():
        memberships = list(Membership.objects.filter(user=user).order_by("firm_id", "pk"))
    found: dict[int, Place] = {}
    for membership in memberships:
        with firm_scope(membership.firm_id, user.pk), transaction.atomic():
            for place in _places_in_firm(membership):
                found.setdefault(place.business_id, place)
    return sorted(found.values(), key=lambda p: (p.firm_name, p.business_name))


def _places_in_firm(membership: Membership) -> list[Place]:
    firm = Firm.objects.get(pk=membership.firm_id)
    businesses = Business.objects.all()
    if membership.business_id is not None:
        businesses = businesses.filter(pk=membership.business_id)
    return [_place(firm, business, membership.role) for business in businesses]


def _place(firm: Firm, business: Business, role: str) -> Place:
    return Place(firm.pk, business.pk, business.slug, business.name, firm.name, role)


def place_for(user: User, business_id: int) -> Place:
    """The place of a business for this person; AccessError where there is none."""
    for place in places_of(user):
        if place.business_id == business_id:
            return place
    raise AccessError(
        "There is no such business, or you have no access to it.",
        hint="Choose one of the businesses on your start page.",
    )


def require_writer(place: Place) -> None:
    """AccessError unless the role may change books."""
    if not place.may_write:
        raise AccessError(
            f"The role {place.role} may look at {place.business_name} but not change it.",
            hint="Ask an owner of the firm for the role of bookkeeper.",
        )


def require_owner(place: Place, wish: str) -> None:
    """AccessError unless the role is owner; `wish` says what for: "reopen 2025"."""
    if not place.is_owner:
        raise AccessError(
            f"The role {place.role} may not {wish} of {place.business_name}.",
            code="owner_only",
            hint="Ask an owner of the firm to do it.",
        )


def operator_places() -> list[Place]:
    """Every business of every firm: for the operator at the command line."""
    found: list[Place] = []
    for firm_id in firm_ids():
        with firm_scope(firm_id), transaction.atomic():
            firm = Firm.objects.get(pk=firm_id)
            found += [_place(firm, b, Membership.Role.OWNER) for b in Business.objects.all()]
    return found


def operator_place_by_id(firm_id: int, business_id: int) -> Place:
    """The place of a business whose firm is known: for jobs."""
    with firm_scope(firm_id), transaction.atomic():
        firm = Firm.objects.get(pk=firm_id)
        return _place(firm, Business.objects.get(pk=business_id), Membership.Role.OWNER)


def operator_place(name: str) -> Place:
    """Find a business by slug, name or id for the operator.

    Raises AccessError naming what exists, or InputError where the name fits several.
    """
    places = operator_places()
    wanted = name.strip().casefold()
    fits = [
        p
        for p in places
        if wanted in {p.business_slug.casefold(), p.business_name.casefold(), str(p.business_id)}
    ]
    if len(fits) == 1:
        return fits[0]
    if fits:
        choices = ", ".join(f"{p.business_id} ({p.firm_name}: {p.business_name})" for p in fits)
        raise InputError(
            f"--business {name!r} fits several businesses: {choices}.",
            code="ambiguous_business",
            hint="Give the number instead.",
        )
    known = ", ".join(p.business_slug for p in places) or "none yet"
    raise AccessError(
        f"There is no business {name!r}. Known: {known}.",
        code="unknown_business",
        hint="Create one with `ledgerflow business add NAME`, or use a name from the list.",
    )


@contextmanager
def working_in(place: Place, user_id: int | None = None) -> Iterator[None]:
    """One transaction in the firm of a place."""
    with firm_scope(place.firm_id, user_id), transaction.atomic():
        yield
