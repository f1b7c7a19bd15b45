"""The pages that the frame leads to, as one table.

Here: order, names, icons, keys and who sees what. Not here: which page is open (context.py) or
what the addresses answer (addresses/).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Destination:
    """A page of the frame: `path` follows the address of the business or firm; `key` after "g".

    `also` are paths that belong to it although they begin otherwise.
    """

    path: str
    label: "StrPromise"
    icon: str
    key: str = ""
    for_clients: bool = False
    also: tuple[str, ...] = ()

    def holds(self, rest: str) -> int:
        """How much of an address after that of the business is this page's; 0 for none."""
        return max((len(p) for p in (self.path, *self.also) if rest.startswith(p)), default=0)


@dataclass(frozen=True, slots=True)
class Section:
    """Destinations that belong together; a section without a heading has ""."""

    heading: "StrPromise | str"
    items: tuple[Destination, ...]


WORK = Section(
    "",
    (
        Destination("", _("Overview"), "home", "b", for_clients=True),
        Destination("statements/", _("Statements"), "upload", "s", for_clients=True),
        Destination("review/", _("Review"), "check", "r"),
        Destination("transactions/", _("Transactions"), "list", "t"),
        Destination("reports/", _("Reports"), "chart", "p", for_clients=True),
    ),
)
BOOKS = Section(
    _("Books"),
    (
        Destination("books/accounts/", _("Accounts"), "book", "a", also=("books/register/",)),
        Destination("books/journal/", _("Journal"), "journal", "j", also=("books/entries/",)),
        Destination("books/reconcile/", _("Reconcile"), "scale", "c"),
        Destination("books/close/", _("Close"), "lock", "l"),
    ),
)
ANSWERS = Section(
    _("Answers"),
    (
        Destination("questions/", _("Questions"), "question", "q", for_clients=True),
        Destination("receipts/", _("Receipts"), "paperclip", "e"),
        Destination("rules/", _("Rules"), "rule", "u"),
        Destination("payees/", _("Payees"), "user", "y"),
        Destination("recurring/", _("Recurring"), "repeat", "i"),
        Destination("agents/", _("Agents"), "agent", "n"),
    ),
)
SECTIONS = (WORK, BOOKS, ANSWERS)

FIRM = Section(
    "",
    (
        Destination("review/", _("Review of all"), "check", "r"),
        Destination("settings/", _("Settings"), "settings"),
    ),
)

PHONE_PATHS = ("", "statements/", "review/", "reports/", "questions/")
"""At the bottom of a phone, as many as there is room for: at most four and "More"."""
PHONE_MOST = 4


def sections_for(*, is_client: bool) -> tuple[Section, ...]:
    """What a role is led to; a client only to what is for clients."""
    if not is_client:
        return SECTIONS
    kept = tuple(item for section in SECTIONS for item in section.items if item.for_clients)
    return (Section("", kept),)


def phone_items(sections: tuple[Section, ...]) -> tuple[Destination, ...]:
    """The few that a phone shows at its lower edge."""
    wanted = [item for item in every(sections) if item.path in PHONE_PATHS]
    return tuple(sorted(wanted, key=lambda item: PHONE_PATHS.index(item.path))[:PHONE_MOST])


def every(sections: tuple[Section, ...]) -> Iterator[Destination]:
    """All destinations in order."""
    for section in sections:
        yield from section.items
