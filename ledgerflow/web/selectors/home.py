"""The start page: a person's businesses by what needs attention, a section a firm.

Here: filters, order and pages over what was found. Not here: the score (pipeline/attention.py) or
one business (overview.py).
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from ledgerflow.firms.access import Practice, practices_of
from ledgerflow.firms.models import User
from ledgerflow.pipeline.attention import BusinessAttention, attention_of
from ledgerflow.web.typed import number_of

PAGE_SIZE = 50
SECTION_SIZE = 15
"""So many of each firm where there are several; one firm alone has pages."""

FAR = 10_000
"""Days to a deadline that there is none of."""

SHOWN: Mapping[str, Callable[[BusinessAttention], bool]] = {
    "unproved": lambda a: bool(a.needs.stopped or a.needs.unproved),
    "undecided": lambda a: bool(a.needs.waiting),
    "missing": lambda a: bool(a.needs.missing),
    "questions": lambda a: bool(a.needs.asked or a.needs.answered),
    "ready": lambda a: a.needs.is_ready,
}
ORDERS: Mapping[str, Callable[[BusinessAttention], tuple[object, ...]]] = {
    "": lambda a: (-a.score, a.name.casefold()),
    "name": lambda a: (a.name.casefold(),),
    "deadline": lambda a: (FAR if a.days_left is None else a.days_left, -a.score, a.name),
}


@dataclass(frozen=True, slots=True)
class HomeFilter:
    """What is wanted of the list; everything is optional and comes from the address.

    `show` is one of SHOWN, `order` one of ORDERS; an unknown one is as if it were not there.
    """

    text: str = ""
    show: str = ""
    order: str = ""
    firm: int = 0
    page: int = 1

    def __str__(self) -> str:
        """The query without its question mark."""
        page = self.page if self.page > 1 else 0
        parts = {"q": self.text, "show": self.show, "order": self.order, "firm": self.firm}
        return urlencode({k: v for k, v in (parts | {"page": page}).items() if v})

    @property
    def is_set(self) -> bool:
        """True where some businesses may be left out."""
        return bool(self.text or self.show)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to filter or to order, as a link."""

    label: str
    query: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A firm with a page of its businesses; `previous`, `next`: queries of the pages around it.

    `total`: how many fit the filter, `known`: how many there are.
    """

    practice: Practice
    rows: tuple[BusinessAttention, ...]
    total: int
    known: int
    ready: int
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """All that the start page shows."""

    sections: tuple[Section, ...]
    wanted: HomeFilter
    shows: tuple[Choice, ...]
    orders: tuple[Choice, ...]

    @property
    def is_for_clients(self) -> bool:
        """True for somebody who hands in and answers, and keeps no books of others."""
        return bool(self.sections) and all(s.practice.is_client for s in self.sections)


def home_filter(given: Mapping[str, str]) -> HomeFilter:
    """What an address asks for; what it says wrongly is left out."""
    show, order = given.get("show", ""), given.get("order", "")
    return HomeFilter(
        text=given.get("q", "").strip()[:80],
        show=show if show in SHOWN else "",
        order=order if order in ORDERS else "",
        firm=_number(given.get("firm", "")),
        page=max(1, _number(given.get("page", ""))),
    )


def home_of(person: User, wanted: HomeFilter, *, today: dt.date | None = None) -> Home:
    """The businesses that a person may see: one query for the firms, one for each of them."""
    day = today or timezone.localdate()
    practices = practices_of(person)
    if wanted.firm in {p.firm_id for p in practices}:
        practices = [p for p in practices if p.firm_id == wanted.firm]
    sections = tuple(
        _section(practice, attention_of(practice, user_id=person.pk, today=day), wanted, practices)
        for practice in practices
    )
    return Home(sections, wanted, _shows(wanted), _orders(wanted))


def _section(
    practice: Practice,
    found: Sequence[BusinessAttention],
    wanted: HomeFilter,
    practices: Sequence[Practice],
) -> Section:
    fits = [a for a in found if _fits(a, wanted)]
    if wanted.order:
        fits.sort(key=ORDERS[wanted.order])
    is_alone = len(practices) == 1
    size = PAGE_SIZE if is_alone else SECTION_SIZE
    page = min(wanted.page, max(1, -(-len(fits) // size))) if is_alone else 1
    rows, left = fits[(page - 1) * size : page * size], len(fits) > page * size
    here = wanted if is_alone else replace(wanted, firm=practice.firm_id)
    return Section(
        practice,
        tuple(rows),
        total=len(fits),
        known=len(found),
        ready=sum(a.needs.is_ready for a in found),
        previous=str(replace(here, page=page - 1)) or "page=1" if page > 1 else "",
        next=str(replace(here, page=page + 1)) if left else "",
    )


def _fits(one: BusinessAttention, wanted: HomeFilter) -> bool:
    named = wanted.text.casefold() in one.name.casefold()
    return named and (not wanted.show or SHOWN[wanted.show](one))


def _shows(wanted: HomeFilter) -> tuple[Choice, ...]:
    words = {
        "": _("All"),
        "unproved": _("Not proved"),
        "undecided": _("Undecided"),
        "missing": _("Missing statements"),
        "questions": _("Open questions"),
        "ready": _("Ready to file"),
    }
    return tuple(
        Choice(word, str(replace(wanted, show=show, page=1)), wanted.show == show)
        for show, word in words.items()
    )


def _orders(wanted: HomeFilter) -> tuple[Choice, ...]:
    words = {"": _("Attention"), "name": _("Name"), "deadline": _("Deadline")}
    return tuple(
        Choice(word, str(replace(wanted, order=order, page=1)), wanted.order == order)
        for order, word in words.items()
    )


def _number(text: str) -> int:
    """A whole number of an address; 0 where it is none."""
    return number_of(text) or 0
