"""What the frame of a page shows: where one is and where one can go.

Here: one object a page, made without a query. Not here: the table of destinations
(navigation.py) or counters, which a page may ask for itself.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse

from ledgerflow.firms.access import Place, Practice
from ledgerflow.web.shell.navigation import (
    FIRM,
    Destination,
    Section,
    every,
    phone_items,
    sections_for,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

THEME_COOKIE = "lf_theme"
THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Link:
    """A destination as it is shown on one page."""

    href: str
    label: "StrPromise"
    icon: str
    keys: str
    is_current: bool
    is_exact: bool


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Links under a heading ("": none)."""

    heading: "StrPromise | str"
    links: tuple[Link, ...]


class Frame:
    """Everything base.html asks; worked out only where it is asked."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.place: Place | None = getattr(request, "place", None)
        self.practice: Practice | None = getattr(request, "practice", None)

    @property
    def theme(self) -> str:
        """ "light" or "dark" as chosen; "" where the system decides."""
        chosen = self.request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else ""

    @property
    def business_id(self) -> int | None:
        """The business of this page."""
        return self.place.business_id if self.place else None

    @property
    def firm_id(self) -> int | None:
        """The firm of this page."""
        where = self.place or self.practice
        return where.firm_id if where else None

    @property
    def firm_name(self) -> str:
        """The firm's name, "" outside of one."""
        where = self.place or self.practice
        return where.firm_name if where else ""

    @property
    def is_client(self) -> bool:
        """True where the person is a client here."""
        where = self.place or self.practice
        return where.is_client if where else False

    @cached_property
    def base(self) -> str:
        """The address that destinations of the business follow, "" outside of one."""
        return reverse("web:business", args=[self.place.business_id]) if self.place else ""

    @cached_property
    def firm_base(self) -> str:
        """The address that destinations of the firm follow, for its staff."""
        return f"{reverse('web:home')}f/{self.firm_id}/" if self.firm_id else ""

    @cached_property
    def groups(self) -> tuple[LinkGroup, ...]:
        """The links beside a page of a business, or of a firm."""
        if self.place:
            return tuple(self._group(s, self.base) for s in self._sections)
        if self.practice and not self.is_client:
            return (self._group(FIRM, self.firm_base),)
        return ()

    @cached_property
    def phone(self) -> tuple[Link, ...]:
        """The links at the lower edge of a phone."""
        if not self.place:
            return ()
        return tuple(self._link(item, self.base) for item in phone_items(self._sections))

    @property
    def section(self) -> str:
        """The destination's path that is open, to keep when the business is changed."""
        return self._open.path if self._open else ""

    @cached_property
    def _sections(self) -> tuple[Section, ...]:
        return sections_for(is_client=self.is_client)

    @cached_property
    def _open(self) -> Destination | None:
        """The destination that most of the page's address belongs to."""
        if not self.place:
            return None
        rest = self.request.path.removeprefix(self.base)
        items = list(every(self._sections))
        found = max(items, key=lambda item: item.holds(rest))
        return found if found.holds(rest) else (items[0] if not rest else None)

    def _group(self, section: Section, base: str) -> LinkGroup:
        return LinkGroup(section.heading, tuple(self._link(item, base) for item in section.items))

    def _link(self, item: Destination, base: str) -> Link:
        href = base + item.path
        is_exact = self.request.path == href
        is_current = item is self._open if self.place else is_exact
        keys = f"g {item.key}" if item.key else ""
        return Link(href, item.label, item.icon, keys, is_current, is_exact)


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: `frame` for base.html."""
    return {"frame": Frame(request)}
