"""What the search finds: pages, businesses, accounts, reports and help, by words in their names.

Here: one read for the dialog and the page, at most ten queries. Not here: transactions, which have
a search of their own (selectors/transactions.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ledgerflow.core.errors import AccessError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import Place, place_for
from ledgerflow.firms.models import Business, User
from ledgerflow.ledger.models import Account
from ledgerflow.reports.catalog import REPORTS
from ledgerflow.web.selectors.reports import is_offered
from ledgerflow.web.selectors.switching import switch_list
from ledgerflow.web.shell.docs import pages_titled
from ledgerflow.web.shell.navigation import every, sections_for

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

EACH_MOST = 8


@dataclass(frozen=True, slots=True)
class Found:
    """One thing to go to; `note` says where it belongs."""

    href: str
    label: "StrPromise | str"
    icon: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """Things of one kind."""

    heading: str
    items: tuple[Found, ...]


def search_everything(user: User, text: str, business_id: int | None) -> list[FoundGroup]:
    """Groups with something in them, the nearest first; without words what is most used."""
    place = _place(user, business_id)
    groups = [
        FoundGroup(_("Pages"), _fitting(text, _pages(place))),
        FoundGroup(_("Reports"), _fitting(text, _reports(user, place)) if text else ()),
        FoundGroup(_("Accounts"), _accounts(user, place, text)),
        FoundGroup(_("Businesses"), _businesses(user, text)),
        FoundGroup(_("Transactions"), _transactions(place, text)),
        FoundGroup(_("Help"), _help(text)),
    ]
    return [group for group in groups if group.items]


def _place(user: User, business_id: int | None) -> Place | None:
    """The business one is in; one that is not there is none."""
    if business_id is None:
        return None
    try:
        return place_for(user, business_id)
    except AccessError:
        return None


def _fitting(text: str, items: Iterator[Found]) -> tuple[Found, ...]:
    """Those whose label contains every word, those that begin so before the others."""
    words = text.casefold().split()
    fits = [one for one in items if all(word in str(one.label).casefold() for word in words)]
    begin = text.casefold()
    fits.sort(key=lambda one: not str(one.label).casefold().startswith(begin))
    return tuple(fits[: EACH_MOST if words else 24])


def _pages(place: Place | None) -> Iterator[Found]:
    if place:
        base = reverse("web:business", args=[place.business_id])
        for item in every(sections_for(is_client=place.is_client)):
            yield Found(base + item.path, item.label, item.icon, place.business_name)
        if not place.is_client:
            firm = f"/f/{place.firm_id}/"
            yield Found(f"{firm}review/", _("Review of all"), "check", place.firm_name)
            yield Found(f"{firm}settings/", _("Settings"), "settings", place.firm_name)
    yield Found(reverse("web:home"), _("All businesses"), "building")
    yield Found("/settings/", _("My settings"), "user")
    yield Found(reverse("web:help"), _("Help"), "question")


def _reports(user: User, place: Place | None) -> Iterator[Found]:
    """Those that the shelf of the business has too."""
    if place:
        with firm_scope(place.firm_id, user.pk), transaction.atomic():
            business = Business.objects.get(pk=place.business_id)
        for kind in (one for one in REPORTS if is_offered(one, business)):
            href = reverse("web:report", args=[place.business_id, kind.id.replace("_", "-")])
            yield Found(href, _(kind.title), "chart", place.business_name)


def _accounts(user: User, place: Place | None, text: str) -> tuple[Found, ...]:
    """Ledger accounts by a part of their name or the beginning of their code."""
    if not place or place.is_client or not text:
        return ()
    base = reverse("web:business", args=[place.business_id])
    with firm_scope(place.firm_id, user.pk), transaction.atomic():
        rows = Account.objects.filter(business_id=place.business_id)
        fits = rows.filter(name__icontains=text) | rows.filter(code__startswith=text)
        found = list(fits.order_by("code")[:EACH_MOST])
    return tuple(
        Found(f"{base}books/register/{one.pk}/", str(one), "book", place.business_name)
        for one in found
    )


def _businesses(user: User, text: str) -> tuple[Found, ...]:
    """Businesses of all firms of the person."""
    if not text:
        return ()
    found = [
        Found(
            reverse("web:business", args=[one.business_id]),
            one.name,
            "building",
            firm.practice.firm_name,
        )
        for firm in switch_list(user, text, most=EACH_MOST)
        for one in firm.businesses
    ]
    return tuple(found[:EACH_MOST])


def _transactions(place: Place | None, text: str) -> tuple[Found, ...]:
    """The way to the search among transactions, which takes longer than a keystroke."""
    if not place or place.is_client or not text:
        return ()
    base = reverse("web:transactions", args=[place.business_id])
    label = _("Transactions with “%(text)s”") % {"text": text}
    return (Found(f"{base}?{urlencode({'text': text})}", label, "list", place.business_name),)


def _help(text: str) -> tuple[Found, ...]:
    """Pages of the docs whose title fits."""
    if not text:
        return ()
    return tuple(
        Found(reverse("web:help", args=[page.path]), page.title, "question")
        for page in pages_titled(text)[:EACH_MOST]
    )
