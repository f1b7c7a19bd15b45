"""What a page showed of the suggestions of groups, to be held against what is suggested now.

Here: a short mark of each way that rows of a group are suggested to go (kind, account, share,
parts). Not here: which group a page shows (web) or deciding (pipeline/deciding.py). A row that
arrived meanwhile and goes the same way has the same mark: who accepts a group means it as well.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from ledgerflow.classification.facts import NOTHING
from ledgerflow.review.models import WaitingTransaction

MARK_LENGTH = 12
FIELDS = (
    "source",
    "account_id",
    "business_percent",
    "is_exclusion",
    "splits",
    "transfer_with_id",
)


def marks_of(rows: QuerySet[WaitingTransaction]) -> dict[tuple[int, str, str], set[str]]:
    """The marks of groups by business, currency and key of the group; one query."""
    names = ("business_id", "currency", "group_key")
    said = rows.order_by().values_list(*names, *(f"suggestion__{name}" for name in FIELDS))
    found: dict[tuple[int, str, str], set[str]] = {}
    for business_id, currency, group_key, *values in said.distinct().iterator():
        key = (business_id, currency, group_key)
        found.setdefault(key, set()).add(_mark(key, values))
    return found


def mark_of(row: WaitingTransaction) -> str:
    """The mark of one row, whose suggestion is read already."""
    values = [getattr(row.suggestion, name, None) for name in FIELDS]
    return _mark((row.business_id, row.currency, row.group_key), values)


def _mark(group: tuple[int, str, str], values: Iterable[Any]) -> str:
    source, account_id, percent, is_exclusion, splits, transfer_with_id = values
    way: list[Any] = []
    if source not in (None, NOTHING):
        is_transfer = transfer_with_id is not None
        way = [account_id, f"{percent:.4f}", is_exclusion, splits, is_transfer]
    text = json.dumps([*group, way], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:MARK_LENGTH]
