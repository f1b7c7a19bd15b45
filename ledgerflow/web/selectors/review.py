"""What the review pages show: the queue's groups, how far it is, the group that is open.

Here: reads in a firm's scope as frozen records, a fixed number of queries each. Not here: the
queue itself (review/queueing.py), deciding (pipeline/deciding.py), or requests (views/review).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Min, QuerySet
from django.utils import timezone

from ledgerflow.review.models import WaitingTransaction
from ledgerflow.review.queue_conditions import group_parts
from ledgerflow.review.queueing import (
    Group,
    Meter,
    QueueFilter,
    meters,
    queue_groups,
)
from ledgerflow.review.suggested import marks_of
from ledgerflow.web.books.choices import accounts_usable
from ledgerflow.web.selectors.review_desk import Desk, Token

GROUPS_A_PAGE = 50
EVERYTHING = QueueFilter()


@dataclass(frozen=True, slots=True)
class Item:
    """A group in the list, with its address."""

    group: Group
    token: Token
    link: str


@dataclass(frozen=True, slots=True)
class QueueList:
    """A page of the list; `more`: the address of the next one, "" where there is none.

    `at`: when it was read: what is suggested anew later was not seen by who marks groups in it.
    """

    items: tuple[Item, ...]
    more: str
    left: int
    at: dt.datetime = field(default_factory=timezone.now)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: decisions left are groups; meters only for one business."""

    left: int
    waiting: int
    meters: tuple[Meter, ...]


def item_of(desk: Desk, group: Group, query: str = "") -> Item:
    """A group as the list shows it."""
    token = Token(group.business_id, group.key)
    return Item(group, token, desk.link(query, group=token))


def queue_list(desk: Desk, wanted: QueueFilter, *, query: str = "", after: str = "") -> QueueList:
    """A page of groups, the most urgent first."""
    page = queue_groups(desk.business_ids, wanted=wanted, after=after, limit=GROUPS_A_PAGE)
    more = desk.link(query, after=page.after, part="list") if page.after else ""
    is_all = not (after or page.after) and wanted == EVERYTHING
    left = len(page.groups) if is_all else groups_left(desk.business_ids)
    return QueueList(tuple(item_of(desk, group, query) for group in page.groups), more, left)


def first_token(desk: Desk, wanted: QueueFilter) -> Token | None:
    """The group to begin with; None where nothing waits."""
    groups = queue_groups(desk.business_ids, wanted=wanted, limit=1).groups
    return next((Token(group.business_id, group.key) for group in groups), None)


def groups_left(business_ids: Sequence[int] | None) -> int:
    """How many groups wait; one query."""
    rows = _waiting(business_ids)
    return rows.values("business_id", "currency", "group_key").distinct().count()


def progress_of(desk: Desk, left: int | None = None) -> Progress:
    """The meter at the top; two queries for one business, one for a firm."""
    if desk.business_id is None:
        rows = _waiting(None).count()
        return Progress(groups_left(None) if left is None else left, rows, ())
    shown = meters([desk.business_id]).get(desk.business_id, ())
    left = groups_left([desk.business_id]) if left is None else left
    return Progress(left, sum(meter.waiting for meter in shown), shown)


def _waiting(business_ids: Sequence[int] | None) -> QuerySet[WaitingTransaction]:
    rows = WaitingTransaction.objects.order_by()
    return rows if business_ids is None else rows.filter(business_id__in=business_ids)


def sure_items(desk: Desk, bar: int, wanted: QueueFilter, query: str = "") -> list[Item]:
    """Groups of one business whose every row is suggested at `bar` percent or more.

    What a question is open about is left out.
    """
    keys = {
        (row["currency"], row["group_key"])
        for row in _waiting(desk.business_ids)
        .values("currency", "group_key")
        .annotate(low=Min("confidence"))
        .filter(low__gte=Decimal(bar) / 100, low__gt=0)
    }
    found: list[Item] = []
    after = ""
    while True:
        page = queue_groups(desk.business_ids, wanted=wanted, after=after, limit=200)
        found += [
            item_of(desk, g, query)
            for g in page.groups
            if group_parts(g.key) in keys and g.place and not g.asked
        ]
        after = page.after
        if not after:
            return found


def sure_marks(desk: Desk, bar: int) -> list[str]:
    """The marks of what is suggested at `bar` percent or more (review/suggested.py); one query."""
    rows = _waiting(desk.business_ids).filter(confidence__gte=Decimal(bar) / 100)
    return sorted(set().union(*marks_of(rows).values()))


def account_codes(business_id: int) -> dict[str, str]:
    """Codes of a business's accounts by "#id" and by "code name", as forms send them."""
    found: dict[str, str] = {}
    for account in accounts_usable(business_id):
        found[f"#{account.pk}"] = account.code
        found[f"{account.code} {account.name}".casefold()] = account.code
    return found
