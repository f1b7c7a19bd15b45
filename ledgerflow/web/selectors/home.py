"""The start page: a person's businesses, those that wait for an answer first.

Here: reading over the person's firms, one after the other. Not here: one business (overview.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction

from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import Place, places_of
from ledgerflow.firms.models import Business, User
from ledgerflow.review.selectors import WaitingMoney, undecided_by_business


@dataclass(frozen=True, slots=True)
class HomeRow:
    """A business with what waits: one record a currency, of its own currency first."""

    place: Place
    money: tuple[WaitingMoney, ...]

    @property
    def waiting(self) -> int:
        """How many bank transactions wait."""
        return sum(m.count for m in self.money)


def home_rows(person: User) -> list[HomeRow]:
    """The businesses a person may see; most waiting first, then by firm and name."""
    rows: list[HomeRow] = []
    by_firm = sorted(places_of(person), key=lambda p: p.firm_id)
    for firm_id, places in groupby(by_firm, key=lambda p: p.firm_id):
        rows += _rows_of_firm(firm_id, person, list(places))
    return sorted(rows, key=lambda r: (-r.waiting, r.place.firm_name, r.place.business_name))


def _rows_of_firm(firm_id: int, person: User, places: Sequence[Place]) -> list[HomeRow]:
    with firm_scope(firm_id, person.pk), transaction.atomic():
        waiting = undecided_by_business()
        currencies = dict(Business.objects.values_list("pk", "base_currency"))
    rows = []
    for place in places:
        own, money = currencies[place.business_id], waiting.get(place.business_id, [])
        rows.append(HomeRow(place, tuple(sorted(money, key=lambda m: m.currency != own))))
    return rows
