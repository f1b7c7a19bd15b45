"""The rows of one group of the queue: what is suggested for each, and the best ways to decide it.

Here: reads in a firm's scope, a fixed number of queries for a page. Not here: the groups
(queueing.py), the alternatives themselves (queue_alternatives.py).
"""

import datetime as dt
from collections.abc import Sequence

from django.db import connection

from ledgerflow.firms.models import Business
from ledgerflow.review.models import WaitingTransaction
from ledgerflow.review.papers.selectors import counts_of
from ledgerflow.review.questions.selectors import asked_states
from ledgerflow.review.queue_alternatives import choices_for, standing
from ledgerflow.review.queue_conditions import (
    WAITING,
    bad_page,
    conditions_of,
    cursor_read,
    cursor_write,
    group_parts,
)
from ledgerflow.review.queue_records import EVERYTHING, QueueFilter, QueueRow, RowPage
from ledgerflow.review.wording import split_names, suggestion_place

ROWS_MAX = 500

IDS = """SELECT w.transaction_id FROM {waiting}
 WHERE w.business_id = %(business)s AND w.currency = %(currency)s AND w.group_key = %(group_key)s
   AND {conditions} AND (w.date, w.transaction_id) > (%(after_date)s, %(after_id)s)
 ORDER BY w.date, w.transaction_id LIMIT %(limit)s"""


def group_rows(
    business: Business,
    key: str,
    *,
    wanted: QueueFilter = EVERYTHING,
    after: str = "",
    limit: int = 100,
) -> RowPage:
    """A page of a group's rows, oldest first; empty where nothing of it waits (any more).

    Raises InputError (bad_filter, bad_page).
    """
    limit = min(max(limit, 1), ROWS_MAX)
    found = _waiting(business, key, wanted, after, limit + 1)
    shown = found[:limit]
    last = shown[-1] if len(found) > limit else None
    rows = _rows(business, shown)
    return RowPage(rows, cursor_write(last.date, last.transaction_id) if last else "")


def _waiting(
    business: Business, key: str, wanted: QueueFilter, after: str, limit: int
) -> list[WaitingTransaction]:
    conditions, values = conditions_of(wanted, None)
    currency, group_key = group_parts(key)
    date, transaction_id = _beyond(after)
    values |= {
        "business": business.pk,
        "currency": currency,
        "group_key": group_key,
        "after_date": date,
        "after_id": transaction_id,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(IDS.format(waiting=WAITING, conditions=conditions), values)
        ids = [pk for (pk,) in cursor.fetchall()]
    rows = WaitingTransaction.objects.filter(pk__in=ids)
    rows = rows.select_related("transaction__bank_account", "suggestion__account")
    return list(rows.order_by("date", "transaction_id"))


def _beyond(after: str) -> tuple[dt.date, int]:
    if not after:
        return dt.date.min, 0
    date, number = cursor_read(after, 2)
    try:
        day = dt.date.fromisoformat(date)
    except ValueError as error:
        raise bad_page() from error
    if not (number.isascii() and number.isdecimal()):
        raise bad_page()
    return day, min(int(number), 2**62)


def _rows(business: Business, waiting: Sequence[WaitingTransaction]) -> tuple[QueueRow, ...]:
    if not waiting:
        return ()
    ids = [row.transaction_id for row in waiting]
    choices = choices_for(business, waiting)
    names = split_names(row.suggestion for row in waiting)
    counts, asked = counts_of(ids), asked_states(ids)
    rows = []
    for row in waiting:
        pk, suggestion = row.transaction_id, standing(row)
        notes, papers = counts.get(pk, (0, 0))
        rows.append(
            QueueRow(
                transaction=row.transaction,
                suggestion=suggestion,
                place=suggestion_place(suggestion, names) if suggestion else "",
                alternatives=choices.of(row, names),
                notes=notes,
                papers=papers,
                asked=asked.get(pk, ""),
            )
        )
    return tuple(rows)
