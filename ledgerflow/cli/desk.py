"""Where a command works and as whom: from --business and --user to a place and a person.

Here: choosing, with a clear word where the choice is open. Not here: access (firms/access.py);
the command line is the operator's. Import this only after `database_ready()`.
"""

from dataclasses import dataclass

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.firms.access import (
    Place,
    operator_place,
    operator_places,
    place_for,
    require_writer,
)
from ledgerflow.firms.models import User
from ledgerflow.firms.selectors import firm_writers, user_by_email


@dataclass(frozen=True, slots=True)
class Desk:
    """A business, and the person who works on it (None: the operator, unnamed)."""

    place: Place
    user: User | None

    @property
    def user_id(self) -> int | None:
        """The person's id for `working_in` and services."""
        return self.user.pk if self.user else None


def desk_open(business: str, user: str = "", *, writes: bool = False) -> Desk:
    """The business named, or the only one; with a person, that person's own access to it.

    Raises AccessError or InputError that name what exists.
    """
    place = operator_place(business) if business else _only_place()
    if not user:
        return Desk(place, None)
    person = user_by_email(user)
    own = place_for(person, place.business_id)
    if writes:
        require_writer(own)
    return Desk(own, person)


def desk_of_person(business: str, user: str = "") -> Desk:
    """As `desk_open`, for what only a person may do.

    Without --user it is the firm's one member who may write; InputError where there are several.
    """
    desk = desk_open(business, user, writes=True)
    if desk.user is not None:
        return desk
    people = firm_writers(desk.place.firm_id)
    if len(people) == 1:
        return Desk(desk.place, people[0])
    known = ", ".join(person.email for person in people) or "nobody yet"
    raise InputError(
        f"Who decides for {desk.place.business_name}? Those who may: {known}.",
        code="decision_needs_person",
        hint="Say who you are: --user EMAIL.",
    )


def _only_place() -> Place:
    places = operator_places()
    if len(places) == 1:
        return places[0]
    if places:
        known = ", ".join(p.business_slug for p in places)
        raise InputError(
            f"There are several businesses: {known}.",
            code="business_open",
            hint="Say which one: --business NAME.",
        )
    raise AccessError(
        "There is no business yet.",
        code="unknown_business",
        hint="Open one with `ledgerflow firm add` and `ledgerflow business add`, or try"
        " `ledgerflow demo`.",
    )
