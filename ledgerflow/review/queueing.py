"""The review queue across businesses: what waits, grouped by payee, the most urgent first.

Here: reads in a firm's scope, some queries for any number of businesses and rows. Not here: the
rows of one group (queue_rows.py), meters (queue_meters.py) or deciding (bulk.py).

Urgency is money x uncertainty x tax effect: money in the books' currency at the newest rate that is
stated (at its nominal amount where none is), uncertainty 1.02 minus confidence, so that what is
sure still comes by its size, and a weight by where the money is suggested to go.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django.db import connection

from ledgerflow.review.models import WaitingTransaction
from ledgerflow.review.question_models import Question
from ledgerflow.review.queue_alternatives import standing
from ledgerflow.review.queue_conditions import (
    WAITING,
    bad_page,
    conditions_of,
    cursor_read,
    cursor_write,
    group_name,
)
from ledgerflow.review.queue_meters import meters
from ledgerflow.review.queue_records import (
    EVERYTHING,
    Alternative,
    Group,
    GroupPage,
    Meter,
    QueueFilter,
    QueueRow,
    RowPage,
)
from ledgerflow.review.queue_rows import group_rows
from ledgerflow.review.wording import split_names, suggestion_place

__all__ = [
    "Alternative",
    "Group",
    "GroupPage",
    "Meter",
    "QueueFilter",
    "QueueRow",
    "RowPage",
    "group_rows",
    "meters",
    "queue_groups",
]

GROUPS_MAX = 200

# What reaches a tax return, or may (nothing is known), weighs most; what leaves the profit alone
# least. An income or expense account without a key is on no form's line until a person says so.
# The cells are few: accounts are looked up for them, not for every row that waits. What a page does
# not order by is summed for its own groups only.
GROUPS = """
WITH cells AS (
    SELECT w.business_id, w.currency, w.group_key, w.account_id,
           sum(abs(w.amount) * (1.02 - w.confidence)) AS unsure,
           bool_or(w.confidence > 0) AS is_known
      FROM {waiting}
     WHERE {conditions}
     GROUP BY w.business_id, w.currency, w.group_key, w.account_id
), used AS MATERIALIZED (
    SELECT id, type, key FROM "ledger_account"
     WHERE id = ANY (ARRAY(SELECT DISTINCT account_id FROM cells))
), weighed AS (
    SELECT c.business_id, c.currency, c.group_key, c.unsure
           * CASE WHEN c.account_id IS NULL THEN CASE WHEN c.is_known THEN 0.2 ELSE 1 END
                  WHEN a.type IN ('income', 'expense')
                  THEN CASE WHEN t.line = '' OR a.key = 'non_deductible'
                              OR a.key = '' AND t.line IS NULL THEN 0.6 ELSE 1 END
                  WHEN a.type = 'equity' THEN 0.2
                  ELSE 0.4 END AS weight
      FROM cells c
      LEFT JOIN used a ON a.id = c.account_id
      LEFT JOIN (SELECT DISTINCT ON (account_id) account_id, line FROM "tax_accounttaxline"
                  ORDER BY account_id, from_year DESC, form) t ON t.account_id = c.account_id
), grouped AS (
    SELECT business_id, currency, group_key, count(*) > 1 AS is_mixed, sum(weight) AS weight
      FROM weighed GROUP BY business_id, currency, group_key
), ordered AS (
    SELECT g.*, b.name,
           round(g.weight * CASE WHEN g.currency = b.base_currency THEN 1
                                 ELSE coalesce(r.rate, 1) END, 4) AS urgency
      FROM grouped g
      JOIN "firms_business" b ON b.id = g.business_id
      LEFT JOIN LATERAL (SELECT rate FROM "ledger_exchangerate"
                          WHERE g.currency <> b.base_currency AND business_id = g.business_id
                            AND currency = g.currency
                          ORDER BY date DESC, version DESC LIMIT 1) r ON true
), page AS (
    SELECT * FROM ordered WHERE {beyond}
     ORDER BY urgency DESC, business_id, currency, group_key LIMIT %(limit)s
)
SELECT p.business_id, p.name, p.currency, p.group_key, s.count, s.net, s.gross, s.first, s.last,
       s.confidence, p.is_mixed, s.sample, p.urgency
  FROM page p CROSS JOIN LATERAL (
    SELECT sum(count)::bigint AS count, sum(net) AS net, sum(gross) AS gross,
           min(first) AS first, max(last) AS last,
           round(coalesce(sum(sure) / nullif(sum(gross), 0), 0), 5) AS confidence,
           (array_agg(sample ORDER BY gross DESC, sample))[1] AS sample
      FROM (SELECT count(*) AS count, sum(w.amount) AS net, sum(abs(w.amount)) AS gross,
                   sum(abs(w.amount) * w.confidence) AS sure, min(w.date) AS first,
                   max(w.date) AS last, max(w.transaction_id) AS sample
              FROM {waiting}
             WHERE w.business_id = p.business_id AND w.currency = p.currency
               AND w.group_key = p.group_key AND {conditions}
             GROUP BY w.account_id) parts) s
 ORDER BY p.urgency DESC, p.business_id, p.currency, p.group_key"""

BEYOND = """(-urgency, business_id, currency, group_key)
       > (-%(urgency)s::numeric, %(after_business)s, %(after_currency)s, %(after_key)s)"""

# The open questions of the businesses shown, by the groups that they are about now.
ASKED = """
SELECT w.business_id, w.currency, w.group_key, bool_or(q.state = 'answered')
  FROM "review_question" q
  JOIN "review_questiontransaction" x ON x.question_id = q.id
  JOIN "review_waitingtransaction" w ON w.transaction_id = x.transaction_id
 WHERE q.business_id = ANY (%s) AND q.state IN ('waiting', 'answered')
 GROUP BY 1, 2, 3"""


class _Row(NamedTuple):
    """A group as the query gives it."""

    business_id: int
    business_name: str
    currency: str
    group_key: str
    lines: int
    net: Decimal
    gross: Decimal
    first: Any
    last: Any
    confidence: Decimal
    is_mixed: bool
    sample: int
    urgency: Decimal

    @property
    def place(self) -> tuple[int, str, str]:
        return self.business_id, self.currency, self.group_key


def queue_groups(
    business_ids: Sequence[int] | None,
    *,
    wanted: QueueFilter = EVERYTHING,
    after: str = "",
    limit: int = 50,
) -> GroupPage:
    """A page of groups of these businesses (None: all of the firm), the most urgent first.

    Urgencies change while people decide: `after` continues below where a page ended, whatever has
    become of its last group. Raises InputError (bad_filter, bad_page).
    """
    conditions, values = conditions_of(wanted, business_ids)
    beyond, where = _beyond(after)
    limit = min(max(limit, 1), GROUPS_MAX)
    values |= where | {"limit": limit + 1}
    with connection.cursor() as cursor:
        cursor.execute(GROUPS.format(waiting=WAITING, conditions=conditions, beyond=beyond), values)
        rows = [_Row(*row) for row in cursor.fetchall()]
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    return GroupPage(
        tuple(_groups(shown)),
        cursor_write(last.urgency, *last.place) if last else "",
    )


def _beyond(after: str) -> tuple[str, dict[str, Any]]:
    if not after:
        return "true", {}
    urgency, business, currency, key = cursor_read(after, 4)
    try:
        number = Decimal(urgency)
    except InvalidOperation as error:
        raise bad_page() from error
    if not (number.is_finite() and business.isascii() and business.isdecimal()):
        raise bad_page()
    return BEYOND, {
        "urgency": number,
        "after_business": min(int(business), 2**62),
        "after_currency": currency,
        "after_key": key,
    }


def _groups(rows: Sequence[_Row]) -> Iterable[Group]:
    """The rows with their words: payee, place, question."""
    if not rows:
        return
    samples = WaitingTransaction.objects.select_related("transaction", "suggestion__account")
    by_id = samples.in_bulk([row.sample for row in rows])
    names = split_names(sample.suggestion for sample in by_id.values())
    asked = _asked(rows)
    for row in rows:
        sample = by_id.get(row.sample)
        if sample is None:  # somebody decided it between the two reads
            continue
        known = standing(sample)
        payee = known.payee_name if known else ""
        yield Group(
            business_id=row.business_id,
            business_name=row.business_name,
            key=group_name(row.currency, row.group_key),
            payee_name=payee or sample.transaction.counterparty or sample.transaction.description,
            currency=row.currency,
            count=row.lines,
            net=row.net,
            gross=row.gross,
            first=row.first,
            last=row.last,
            confidence=row.confidence,
            place=suggestion_place(known, names) if known else "",
            is_mixed=row.is_mixed,
            urgency=row.urgency,
            asked=asked.get(row.place, ""),
        )


def _asked(rows: Sequence[_Row]) -> dict[tuple[int, str, str], str]:
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [sorted({row.business_id for row in rows})])
        return {
            (business, currency, key): (
                Question.State.ANSWERED.value if is_answered else Question.State.WAITING.value
            )
            for business, currency, key, is_answered in cursor.fetchall()
        }
