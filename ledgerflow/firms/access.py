"""The only way from a person to a business.

Here: finding what a person may see, and what a role may do. Not here: the wall itself
(row-level security). Refusals never tell whether a thing exists.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby

from django.db import connection, transaction
from django.db.models import QuerySet

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.models import Business, Firm, Membership, User

WRITERS = frozenset({Membership.Role.OWNER, Membership.Role.BOOKKEEPER})


class _InRole:
    """What a person's role allows, in a firm or in one of its businesses."""

    __slots__ = ()
    role: str

    @property
    def may_write(self) -> bool:
        """True for owners and bookkeepers, who may also lock and close periods."""
        return self.role in WRITERS

    @property
    def is_owner(self) -> bool:
        """True for owners: they invite, reopen what is closed, and close against a check."""
        return self.role == Membership.Role.OWNER

    @property
    def is_client(self) -> bool:
        """True for a client: some businesses only, and nothing of how books are made."""
        return self.role == Membership.Role.CLIENT


@dataclass(frozen=True, slots=True)
class Practice(_InRole):
    """A firm that a person works in, and as what; a client has `business_ids`, and sees those."""

    firm_id: int
    firm_name: str
    role: str
    business_ids: tuple[int, ...] = ()
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Place(_InRole):
    """Where work is done: a firm, one of its businesses, and the person's role there."""

    firm_id: int
    business_id: int
    business_slug: str
    business_name: str
    firm_name: str
    role: str

    @property
    def may_upload(self) -> bool:
        """True for writers and for clients, who hand in what is theirs."""
        return self.may_write or self.is_client


def firm_ids() -> list[int]:
    """All firms' ids; for the command line and for jobs that walk every firm."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lf_firm_ids()")
        return [row[0] for row in cursor.fetchall()]


def practices_of(user: User) -> list[Practice]:
    """Every firm that a person works in and that is open, by name; two queries at most."""
    with firm_scope(None, user.pk, only_reads=True), transaction.atomic():
        open_ones = Membership.objects.filter(user=user, firm__closed_at=None)
        rows = list(open_ones.select_related("firm").order_by("firm__name", "firm_id", "pk"))
    return [_practice(list(of_firm)) for _, of_firm in groupby(rows, key=lambda m: m.firm_id)]


def _practice(memberships: list[Membership]) -> Practice:
    """One firm's; a role in the whole firm stands before a client's."""
    firm = memberships[0].firm
    whole = [m for m in memberships if m.business_id is None]
    if whole:
        return Practice(firm.pk, firm.name, whole[0].role, is_demo=firm.is_demo)
    ids = tuple(m.business_id for m in memberships if m.business_id is not None)
    return Practice(firm.pk, firm.name, Membership.Role.CLIENT, ids, firm.is_demo)


def practice_for(user: User, firm_id: int) -> Practice:
    """The firm for this person; AccessError where there is none."""
    for practice in practices_of(user):
        if practice.firm_id == firm_id:
            return practice
    raise AccessError(
        "There is no such firm, or you have no access to it.",
        hint="Choose one of the firms on your start page.",
    )


def places_of(user: User) -> list[Place]:
    """Every business that a person may see, by firm and name."""
    found: list[Place] = []
    for practice in practices_of(user):
        with firm_scope(practice.firm_id, user.pk), transaction.atomic():
            found += [_place_in(practice, b) for b in _businesses_of(practice).order_by("name")]
    return sorted(found, key=lambda p: (p.firm_name, p.business_name))


def _businesses_of(practice: Practice) -> QuerySet[Business]:
    """Those that a person sees in a firm. In the firm's scope."""
    businesses = Business.objects.all()
    return businesses.filter(pk__in=practice.business_ids) if practice.is_client else businesses


def _place_in(practice: Practice, business: Business) -> Place:
    return Place(
        practice.firm_id,
        business.pk,
        business.slug,
        business.name,
        practice.firm_name,
        practice.role,
    )


def place_for(user: User, business_id: int) -> Place:
    """The place of a business for this person: a query for the firms, one a firm until found.

    Raises AccessError where there is none.
    """
    for practice in practices_of(user):
        scope = firm_scope(practice.firm_id, user.pk, only_reads=True)
        with scope, transaction.atomic():
            business = _businesses_of(practice).filter(pk=business_id).first()
        if business is not None:
            return _place_in(practice, business)
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


def require_staff(where: Place | Practice) -> None:
    """AccessError for clients: a page of how the books are made is not there for them."""
    if where.is_client:
        raise AccessError(
            "There is no such page, or you have no access to it.",
            hint="Choose one of the businesses on your start page.",
        )


def require_firm_owner(practice: Practice) -> None:
    """AccessError unless the person owns the firm."""
    if not practice.is_owner:
        raise AccessError(
            f"The role {practice.role} may not change the firm {practice.firm_name}.",
            code="owner_only",
            hint="Ask an owner of the firm to do it.",
        )


def operator_places() -> list[Place]:
    """Every business of every firm: for the operator at the command line."""
    found: list[Place] = []
    for firm_id in firm_ids():
        with firm_scope(firm_id), transaction.atomic():
            operator = _operator_in(Firm.objects.get(pk=firm_id))
            found += [_place_in(operator, b) for b in Business.objects.all()]
    return found


def _operator_in(firm: Firm) -> Practice:
    return Practice(firm.pk, firm.name, Membership.Role.OWNER, is_demo=firm.is_demo)


def operator_place_by_id(firm_id: int, business_id: int) -> Place:
    """The place of a business whose firm is known: for jobs."""
    with firm_scope(firm_id), transaction.atomic():
        operator = _operator_in(Firm.objects.get(pk=firm_id))
        return _place_in(operator, Business.objects.get(pk=business_id))


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
def working_in(place: Place | Practice, user_id: int | None = None) -> Iterator[None]:
    """One transaction in the firm of a place."""
    with firm_scope(place.firm_id, user_id), transaction.atomic():
        yield
