"""The businesses that a person can change to, narrowed by what was typed.

Here: reads for the switcher and the search dialog; a firm costs one query. Not here: pages.
"""

from dataclasses import dataclass

from django.db import transaction

from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import Practice, practices_of
from ledgerflow.firms.models import Business, User

FIRMS_MOST = 6
"""Firms that one answer looks into; who works in more types the firm's name."""
BUSINESSES_MOST = 60


@dataclass(frozen=True, slots=True)
class BusinessName:
    """A business as a choice."""

    business_id: int
    name: str


@dataclass(frozen=True, slots=True)
class FirmBusinesses:
    """A firm with those of its businesses that fit; `more`: there are others."""

    practice: Practice
    businesses: tuple[BusinessName, ...]
    more: bool


def switch_list(user: User, text: str, *, most: int = BUSINESSES_MOST) -> list[FirmBusinesses]:
    """Firms and businesses whose name contains `text`; a firm's own name brings all of its."""
    practices = practices_of(user)
    named = [p for p in practices if text and text.casefold() in p.firm_name.casefold()]
    found = [
        fitting(user, practice, "" if practice in named else text, most=most)
        for practice in (named or practices)[:FIRMS_MOST]
    ]
    return [one for one in found if one.businesses or not text]


def fitting(user: User, practice: Practice, text: str, *, most: int) -> FirmBusinesses:
    """The businesses of one firm that fit, by name."""
    with firm_scope(practice.firm_id, user.pk), transaction.atomic():
        rows = Business.objects.order_by("name", "pk").values_list("pk", "name")
        if practice.is_client:
            rows = rows.filter(pk__in=practice.business_ids)
        if text:
            rows = rows.filter(name__icontains=text)
        found = [BusinessName(pk, name) for pk, name in rows[: most + 1]]
    return FirmBusinesses(practice, tuple(found[:most]), more=len(found) > most)
