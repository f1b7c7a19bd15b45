"""Finding firms and people by what an operator calls them.

Here: reads for the command line, each in its own short transaction. Not here: what a person may
see (access.py) or writes (services.py, people.py).
"""

from dataclasses import dataclass

from django.db import transaction

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import WRITERS, firm_ids
from ledgerflow.firms.models import Firm, Membership, User


@dataclass(frozen=True, slots=True)
class FirmName:
    """A firm as an operator sees it."""

    id: int
    name: str


def operator_firms() -> list[FirmName]:
    """Every firm, by id."""
    found = []
    for firm_id in sorted(firm_ids()):
        with firm_scope(firm_id), transaction.atomic():
            found.append(FirmName(firm_id, Firm.objects.get(pk=firm_id).name))
    return found


def operator_firm(name: str = "") -> FirmName:
    """The firm of this name or number; without a name the only one there is.

    Raises AccessError naming what exists, or InputError where several fit.
    """
    firms = operator_firms()
    wanted = name.strip().casefold()
    fits = [f for f in firms if not wanted or wanted in {f.name.casefold(), str(f.id)}]
    if len(fits) == 1:
        return fits[0]
    known = ", ".join(f"{f.id} ({f.name})" for f in firms) or "none yet"
    if fits:
        raise InputError(
            f"Several firms {f'are called {name!r}' if wanted else 'exist'}: {known}.",
            code="ambiguous_firm",
            hint="Say which one: --firm NUMBER.",
        )
    raise AccessError(
        f"There is no firm {name!r}. Known: {known}." if wanted else "There is no firm yet.",
        code="unknown_firm",
        hint="Open one with `ledgerflow firm add NAME --owner EMAIL`.",
    )


def user_by_email(email: str) -> User:
    """The person with this address; AccessError when there is none."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise AccessError(
            f"There is no user {email!r}.",
            code="unknown_user",
            hint=f"Add the person with `ledgerflow user add {email}`.",
        )
    return user


def firm_writers(firm_id: int) -> list[User]:
    """The people who may change a firm's books, by id."""
    with firm_scope(firm_id), transaction.atomic():
        ids = set(Membership.objects.filter(role__in=WRITERS).values_list("user_id", flat=True))
    return list(User.objects.filter(pk__in=ids, is_active=True).order_by("pk"))


def firm_owner(firm_id: int, email: str = "") -> User:
    """The owner of a firm who does something: the one of this address, or the only one.

    Raises AccessError for a person who does not own it, InputError where the choice is open.
    """
    with firm_scope(firm_id), transaction.atomic():
        owning = Membership.objects.filter(role=Membership.Role.OWNER)
        ids = set(owning.values_list("user_id", flat=True))
    owners = list(User.objects.filter(pk__in=ids, is_active=True).order_by("pk"))
    if email:
        person = user_by_email(email)
        if person not in owners:
            raise AccessError(
                f"{person.email} does not own this firm.",
                code="owner_only",
                hint="Ask an owner of the firm to do it.",
            )
        return person
    if len(owners) == 1:
        return owners[0]
    known = ", ".join(person.email for person in owners) or "nobody yet"
    raise InputError(
        f"Who of the owners does this? Those who may: {known}.",
        code="decision_needs_person",
        hint="Say who you are: --user EMAIL.",
    )
