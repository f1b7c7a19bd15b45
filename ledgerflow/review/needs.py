"""What each business of a firm needs before its books are whole, in one query.

Here: counts and sums by business, in a firm's scope. Not here: what is urgent about them
(pipeline/attention.py), the rows themselves (selectors.py) or the coverage of an account day
by day (statements/covering.py). Amounts are gross: how much money it is, either way.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from ledgerflow.review.queue_records import settled_percent

MONTHS_BACK = 1200
"""Statements of earlier months are misread: they make no month missing."""

# A month is missing where no statement of the account has a day in it, from its first statement to
# the last month that is over: the whole months in the gaps between a statement and the next one
# that begins after all before it have ended. Days over which a proved balance stayed what it was
# need none. A statement that a person took with a reason is no longer unproved: somebody answers.
NEEDS_SQL = """
WITH chosen AS (
    SELECT id, name, base_currency, tax_regime, model_policy FROM "firms_business"
     WHERE %(ids)s::bigint[] IS NULL OR id = ANY(%(ids)s)
), grouped AS (
    SELECT business_id, currency, count(*) AS n, sum(abs(amount)) AS gross
      FROM "review_waitingtransaction"
     WHERE %(ids)s::bigint[] IS NULL OR business_id = ANY(%(ids)s)
     GROUP BY business_id, currency, group_key
), waiting AS (
    SELECT business_id, currency, sum(n)::bigint AS n, count(*) AS groups, sum(gross) AS gross
      FROM grouped GROUP BY business_id, currency
), moved AS (
    SELECT m.business_id, a.currency, sum(m."into" - m."out") AS gross
      FROM "statements_accountmonth" m JOIN "statements_bankaccount" a ON a.id = m.bank_account_id
     WHERE %(ids)s::bigint[] IS NULL OR m.business_id = ANY(%(ids)s)
     GROUP BY m.business_id, a.currency
), money AS (
    SELECT business_id, array_agg(currency ORDER BY currency) AS currencies,
           array_agg(coalesce(w.n, 0) ORDER BY currency) AS counts,
           array_agg(coalesce(w.groups, 0) ORDER BY currency) AS groups,
           array_agg(coalesce(w.gross, 0) ORDER BY currency) AS waits,
           array_agg(greatest(m.gross, w.gross, 0) ORDER BY currency) AS moved
      FROM waiting w FULL JOIN moved m USING (business_id, currency)
     GROUP BY business_id
), stopped AS (
    SELECT business_id, count(*) AS n FROM "statements_statementfile"
     WHERE state IN ('not_proved', 'needs_account', 'needs_password', 'failed')
       AND (%(ids)s::bigint[] IS NULL OR business_id = ANY(%(ids)s))
     GROUP BY business_id
), live AS (
    SELECT s.id, s.business_id, s.bank_account_id, s.verdict, s.start, s.opening, s.closing,
           CASE WHEN s.verdict = 'proved' THEN false
                ELSE (SELECT f.override_reason = '' FROM "statements_statementfile" f
                       WHERE f.id = s.file_id) END AS unproved,
           CASE WHEN s.verdict = 'proved' AND s.closing_date BETWEEN s."end" AND s."end" + 31
                THEN s.closing_date ELSE s."end" END AS until
      FROM "statements_statement" s
     WHERE s.withdrawn_by_id IS NULL
       AND (%(ids)s::bigint[] IS NULL OR s.business_id = ANY(%(ids)s))
), proofs AS (
    SELECT business_id,
           count(*) FILTER (WHERE unproved AND verdict = 'not_proved') AS unproved,
           count(*) FILTER (WHERE unproved AND verdict = 'not_provable') AS unprovable,
           count(*) AS n
      FROM live GROUP BY business_id
), used AS MATERIALIZED (
    SELECT b.id FROM "statements_bankaccount" b
     WHERE (%(ids)s::bigint[] IS NULL OR b.business_id = ANY(%(ids)s))
       AND (SELECT a.is_active FROM "ledger_account" a WHERE a.id = b.ledger_account_id)
), dated AS (
    SELECT l.business_id, l.start, l.until, l.closing,
           max(l.until) OVER places AS covered_until,
           lead(l.start) OVER places AS next_start, lead(l.opening) OVER places AS next_opening
      FROM live l
      JOIN used b ON b.id = l.bank_account_id
     WHERE l.start BETWEEN %(oldest)s AND l.until
    WINDOW places AS (PARTITION BY l.bank_account_id ORDER BY l.start, l.until, l.id)
), gaps AS (
    SELECT business_id, date_trunc('month', covered_until::timestamp) AS last_seen,
           least(date_trunc('month', next_start::timestamp), %(this_month)s::timestamp) AS next_seen
      FROM dated
     WHERE next_start IS NULL
        OR next_start > covered_until AND (next_opening = closing) IS NOT TRUE
), missing AS (
    SELECT business_id, sum(extract(year FROM age(next_seen, last_seen)) * 12
                            + extract(month FROM age(next_seen, last_seen)) - 1)::bigint AS n
      FROM gaps WHERE next_seen > last_seen GROUP BY business_id
), asked AS (
    SELECT business_id, count(*) FILTER (WHERE state = 'waiting') AS waiting,
           count(*) FILTER (WHERE state = 'answered') AS answered
      FROM "review_question"
     WHERE state IN ('waiting', 'answered')
       AND (%(ids)s::bigint[] IS NULL OR business_id = ANY(%(ids)s))
     GROUP BY business_id
), closed AS (
    SELECT business_id, max(start) AS month FROM "ledger_period"
     WHERE is_locked AND (%(ids)s::bigint[] IS NULL OR business_id = ANY(%(ids)s))
     GROUP BY business_id
)
SELECT c.id, c.name, c.base_currency, c.tax_regime, c.model_policy,
       money.currencies, money.counts, money.groups, money.waits, money.moved,
       coalesce(stopped.n, 0), coalesce(proofs.unproved, 0), coalesce(proofs.unprovable, 0),
       coalesce(proofs.n, 0), coalesce(missing.n, 0),
       coalesce(asked.waiting, 0), coalesce(asked.answered, 0), closed.month
  FROM chosen c
  LEFT JOIN money ON money.business_id = c.id
  LEFT JOIN stopped ON stopped.business_id = c.id
  LEFT JOIN proofs ON proofs.business_id = c.id
  LEFT JOIN missing ON missing.business_id = c.id
  LEFT JOIN asked ON asked.business_id = c.id
  LEFT JOIN closed ON closed.business_id = c.id
 ORDER BY c.name, c.id
"""


class MoneyState(NamedTuple):
    """How far the money in one currency is decided: transactions and groups that wait, gross."""

    currency: str
    waiting: int
    groups: int
    gross: Decimal
    moved: Decimal

    @property
    def percent(self) -> int:
        """How much of the money is settled."""
        return settled_percent(self.moved, self.gross, self.waiting)


class BusinessNeeds(NamedTuple):
    """One business; `money` has its own currency first.

    `stopped`: files that wait for a person. `unproved`: statements that contradict themselves,
    `unprovable`: those that print nothing to prove them by; neither where a person took them with
    a reason. `missing`: months of accounts without a statement. `closed`: first day
    of the last locked month.
    """

    business_id: int
    name: str
    currency: str
    regime: str
    model_policy: str
    money: tuple[MoneyState, ...]
    stopped: int
    unproved: int
    unprovable: int
    statements: int
    missing: int
    asked: int
    answered: int
    closed: dt.date | None

    @property
    def waiting(self) -> int:
        """How many bank transactions wait for a decision, of every currency."""
        return sum(m.waiting for m in self.money)

    @property
    def groups(self) -> int:
        """How many decisions are left: alike payments are one."""
        return sum(m.groups for m in self.money)

    @property
    def is_ready(self) -> bool:
        """True where nothing is known to be missing; an empty business is not ready."""
        open_ones = (self.waiting, self.stopped, self.unproved, self.missing)
        return bool(self.statements) and not any((*open_ones, self.asked, self.answered))


def business_needs(
    business_ids: Sequence[int] | None = None, *, today: dt.date
) -> list[BusinessNeeds]:
    """What is open in each business, by name; of the whole firm where no ids are given.

    Call in the firm's scope. A month that is not over by `today` is not missing.
    """
    this_month = today.replace(day=1)
    values: dict[str, Any] = {
        "ids": None if business_ids is None else list(business_ids),
        "this_month": this_month,
        "oldest": this_month - dt.timedelta(days=MONTHS_BACK * 30),
    }
    with connection.cursor() as cursor:
        cursor.execute(NEEDS_SQL, values)
        return [_needs(row) for row in cursor.fetchall()]


def _needs(row: tuple[Any, ...]) -> BusinessNeeds:
    own = row[2]
    columns = row[5:10] if row[5] else ((),) * 5
    money = sorted(
        (MoneyState(*values) for values in zip(*columns, strict=True)),
        key=lambda m: m.currency != own,
    )
    return BusinessNeeds._make((*row[:5], tuple(money), *row[10:]))
