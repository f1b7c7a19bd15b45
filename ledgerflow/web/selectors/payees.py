"""What the pages of payees show: names, spellings, how often people decided them, what waits.

Here: reads in a firm's scope, a page at a time. Not here: changing payees
(classification/payee_services.py), who resembles whom (payee_selectors.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from ledgerflow.classification.models import Payee, PayeeAlias, PayeeMemory
from ledgerflow.classification.payee_selectors import Near, Twins, payee_near, payee_twins
from ledgerflow.firms.models import Business
from ledgerflow.review.models import WaitingTransaction
from ledgerflow.statements.models import BankAccount

PAGE = 50
SPELLINGS_SHOWN = 6
NEAR_SHOWN = 8
TWINS_SHOWN = 20
DIRECTIONS = (" +", " -")
"""What follows the payee's key in the name of a group that waits."""


@dataclass(frozen=True, slots=True)
class PayeeRow:
    """A payee with its spellings; `decided`: how often people decided it, `waiting`: what waits."""

    payee: Payee
    spellings: tuple[str, ...]
    decided: int
    waiting: int

    @property
    def shown(self) -> tuple[str, ...]:
        """The first spellings."""
        return self.spellings[:SPELLINGS_SHOWN]

    @property
    def more(self) -> int:
        """How many spellings there are besides."""
        return len(self.spellings) - len(self.shown)


@dataclass(frozen=True, slots=True)
class PayeePage:
    """Payees by name; `after` opens the next page, "" where there is none."""

    rows: tuple[PayeeRow, ...]
    after: str = ""
    text: str = ""
    twins: tuple[Twins, ...] = ()


def payee_page(
    business: Business, *, text: str = "", after: str = "", with_twins: bool = False
) -> PayeePage:
    """A page of payees, or those that resemble a text; five queries at most."""
    payees = Payee.objects.filter(business=business)
    if text:
        near = payee_near(business, text, shown=PAGE)
        by_id = payees.in_bulk([one.payee_id for one in near])
        shown, more = [by_id[one.payee_id] for one in near if one.payee_id in by_id], False
    else:
        found = list(payees.filter(name__gt=after).order_by("name")[: PAGE + 1])
        shown, more = found[:PAGE], len(found) > PAGE
    twins = payee_twins(business, shown=TWINS_SHOWN) if with_twins else []
    return PayeePage(
        rows=tuple(_rows(business, shown)),
        after=shown[-1].name if more else "",
        text=text,
        twins=tuple(twins),
    )


def payee_row(business: Business, payee: Payee) -> PayeeRow:
    """One payee; three queries."""
    return _rows(business, [payee])[0]


def others_like(business: Business, payee: Payee, text: str = "") -> list[Near]:
    """Payees that this one may be merged with: those like a text, or like its own name."""
    near = payee_near(business, text or payee.name, shown=NEAR_SHOWN + 1)
    return [one for one in near if one.payee_id != payee.pk][:NEAR_SHOWN]


def _rows(business: Business, payees: Sequence[Payee]) -> list[PayeeRow]:
    spellings: dict[int, list[str]] = defaultdict(list)
    aliases = PayeeAlias.objects.filter(payee__in=payees).order_by("key")
    for payee_id, key in aliases.values_list("payee_id", "key"):
        spellings[payee_id].append(key)
    keys = [key for some in spellings.values() for key in some]
    decided, waiting = _decided(business, keys), _waiting(business, keys)
    return [
        PayeeRow(
            payee,
            tuple(spellings[payee.pk]),
            sum(decided[key] for key in spellings[payee.pk]),
            sum(waiting[key] for key in spellings[payee.pk]),
        )
        for payee in payees
    ]


def _decided(business: Business, keys: Iterable[str]) -> dict[str, int]:
    """How often people decided each spelling; by the unique index of the memory."""
    accounts = BankAccount.objects.filter(business=business).values("pk")
    rows = PayeeMemory.objects.filter(bank_account__in=accounts, payee_key__in=list(keys))
    counted = rows.values_list("payee_key").annotate(count=Sum("count"))
    return defaultdict(int, dict(counted))


def _waiting(business: Business, keys: Iterable[str]) -> dict[str, int]:
    """How many transactions of each spelling wait; by the index of groups."""
    groups = {f"{key}{way}": key for key in keys for way in DIRECTIONS}
    wanted = Q(business=business, group_key__in=list(groups))
    rows = WaitingTransaction.objects.filter(wanted).values_list("group_key")
    found: dict[str, int] = defaultdict(int)
    for group_key, count in rows.annotate(count=Count("pk")):
        found[groups[group_key]] += count
    return found
