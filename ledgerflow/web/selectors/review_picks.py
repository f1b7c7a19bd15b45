"""What a form of the review pages is about: the rows of groups, one's last decisions.

Here: reads in a firm's scope, one or two queries each. Not here: what the pages show (review.py,
review_panel.py) or deciding (pipeline/deciding.py).
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL

from ledgerflow.audit.models import Batch
from ledgerflow.firms.access import Place
from ledgerflow.ledger.models import Period
from ledgerflow.review.models import Decision, WaitingTransaction
from ledgerflow.review.queue_conditions import conditions_of, group_name, group_parts
from ledgerflow.review.queueing import QueueFilter
from ledgerflow.web.selectors.review import EVERYTHING
from ledgerflow.web.selectors.review_desk import Token

IDS_MAX = 5_000
NAMED = re.compile(r"%\((\w+)\)s")
SHOWN = 'SELECT w.transaction_id FROM "review_waitingtransaction" w WHERE {conditions}'


@dataclass(frozen=True, slots=True)
class GroupSum:
    """One group in figures: how many wait now, their net, first and last day.

    `locked`: the first days of the closed months of its business, whether it has rows there or not.
    """

    count: int
    net: Decimal
    first: dt.date
    last: dt.date
    currency: str
    locked: tuple[dt.date, ...] = ()


def group_sums(tokens: Iterable[Token], wanted: QueueFilter = EVERYTHING) -> dict[Token, GroupSum]:
    """What waits of groups now, without those of which nothing does; one query."""
    closed = Period.objects.filter(business=OuterRef("business_id"), is_locked=True)
    rows = (
        group_waiting(tokens, wanted)
        .order_by()
        .values("business_id", "currency", "group_key")
        .annotate(count=Count("pk"), net=Sum("amount"), first=Min("date"), last=Max("date"))
        .annotate(locked=ArraySubquery(closed.values("start")))
    )
    return {
        Token(row["business_id"], group_name(row["currency"], row["group_key"])): GroupSum(
            row["count"],
            row["net"],
            row["first"],
            row["last"],
            row["currency"],
            tuple(row["locked"]),
        )
        for row in rows
    }


def group_waiting(
    tokens: Iterable[Token], wanted: QueueFilter = EVERYTHING
) -> QuerySet[WaitingTransaction]:
    """The rows of groups that a filter shows."""
    fits, businesses = Q(pk__in=[]), set()
    for token in tokens:
        currency, group_key = group_parts(token.key)
        fits |= Q(business_id=token.business_id, currency=currency, group_key=group_key)
        businesses.add(token.business_id)
    rows = WaitingTransaction.objects.filter(fits)
    if wanted != EVERYTHING:
        conditions, values = conditions_of(wanted, sorted(businesses))
        rows = rows.filter(pk__in=_shown(SHOWN.format(conditions=conditions), values))
    return rows


def _shown(sql: str, values: Mapping[str, Any]) -> RawSQL:
    """A query with values by name as one with values in order, which Django can take in."""
    names = NAMED.findall(sql)
    return RawSQL(NAMED.sub("%s", sql), [values[name] for name in names])  # noqa: S611 - ours


def group_ids(tokens: Iterable[Token], wanted: QueueFilter = EVERYTHING) -> tuple[int, ...]:
    """The transactions of groups, oldest first; at most IDS_MAX."""
    rows = group_waiting(tokens, wanted).order_by("date", "pk")
    return tuple(rows.values_list("pk", flat=True)[:IDS_MAX])


def ids_unlocked(business_id: int, ids: Sequence[int]) -> tuple[int, ...]:
    """Those of these transactions whose month is open; two queries."""
    locked = set(
        Period.objects.filter(business_id=business_id, is_locked=True).values_list(
            "start", flat=True
        )
    )
    rows = WaitingTransaction.objects.filter(business_id=business_id, pk__in=ids)
    days = rows.order_by("date", "pk").values_list("pk", "date")
    return tuple(pk for pk, day in days if day.replace(day=1) not in locked)


def own_batch(place: Place, user_id: int, since: dt.datetime) -> Batch | None:
    """The last decisions of a person here that are not undone yet; one query.

    What the policy accepted while the person imported is in a batch of theirs, but is not theirs.
    """
    undone = Batch.objects.filter(undoes=OuterRef("pk"))
    later = Decision.objects.filter(
        transaction=OuterRef("transaction"), version__gt=OuterRef("version")
    )
    own = Decision.objects.filter(batch=OuterRef("pk"), decided_by_id=user_id, policy="")
    stands = own.exclude(kind=Decision.Kind.UNDO).exclude(Exists(later))
    batches = Batch.objects.filter(
        business_id=place.business_id,
        kind=Batch.Kind.DECIDE,
        created_by_id=user_id,
        created_at__gte=since,
    )
    return batches.filter(Exists(stands)).exclude(Exists(undone)).order_by("-pk").first()


def token_of_batch(batch_id: int) -> Token | None:
    """A group that waits again after a batch was undone; one query."""
    decided = Decision.objects.filter(batch_id=batch_id).values("transaction")
    row = WaitingTransaction.objects.filter(pk__in=decided).order_by("date", "pk").first()
    return Token(row.business_id, group_name(row.currency, row.group_key)) if row else None
