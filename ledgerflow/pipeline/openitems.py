"""What is open between a bank account and the books: month by month, and item by item.

Here: kept sums of both sides, and the first few items on each, read in a firm's scope. Not here:
whether an account is reconciled (reconciliation.py).
Amounts are the holder's view, which is also the debit-positive view of the bank's ledger account.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from ledgerflow.firms.models import Business

type Values = dict[str, Any]

ITEMS_SHOWN = 8
LINES_LOOKED_AT = 20_000
"""How many lines of a month are looked at for those that no bank transaction stands behind."""

_MONTHS = """
SELECT bank_account_id, month, sum(bank), sum(ledger), sum(waiting), sum(excluded)
  FROM (
    SELECT m.bank_account_id, m.month, m."into" + m.out AS bank, 0 AS ledger,
           0 AS waiting, 0 AS excluded
      FROM "statements_accountmonth" m
     WHERE m.business_id = %(business)s AND m.month BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT b.id, m.month, 0, m.amount, 0, 0
      FROM "statements_bankaccount" b
      JOIN "ledger_monthbalance" m ON m.business_id = b.business_id
       AND m.account_id = b.ledger_account_id
     WHERE b.business_id = %(business)s AND m.month BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT w.bank_account_id, date_trunc('month', w.date)::date, 0, 0, w.amount, 0
      FROM "review_waitingtransaction" w
     WHERE w.business_id = %(business)s AND w.date BETWEEN %(first)s AND %(end)s
    UNION ALL
    SELECT t.bank_account_id, date_trunc('month', t.date)::date, 0, 0, 0, t.amount
      FROM "review_decision" d
      JOIN "statements_banktransaction" t ON t.firm_id = d.firm_id AND t.id = d.transaction_id
     WHERE d.business_id = %(business)s AND d.kind = 'exclude' AND t.is_live
       AND t.date BETWEEN %(first)s AND %(end)s
       AND NOT EXISTS (SELECT FROM "review_decision" x
                        WHERE x.firm_id = d.firm_id AND x.transaction_id = d.transaction_id
                          AND x.version > d.version)) each_side
 GROUP BY bank_account_id, month ORDER BY bank_account_id, month"""

_WAITING = """
SELECT b.id, w.transaction_id, w.date, w.amount, t.description
  FROM unnest(%(accounts)s::bigint[], %(days)s::date[]) AS b (id, day)
 CROSS JOIN LATERAL (
    SELECT o.transaction_id, o.date, o.amount FROM "review_waitingtransaction" o
     WHERE o.business_id = %(business)s AND o.bank_account_id = b.id AND o.date <= b.day
     ORDER BY o.date, o.transaction_id LIMIT %(limit)s) w
  JOIN "statements_banktransaction" t ON t.id = w.transaction_id
 ORDER BY b.id, w.date, w.transaction_id"""

_EXCLUDED = """
SELECT bank_account_id, id, date, amount, description FROM (
    SELECT t.bank_account_id, t.id, t.date, t.amount, t.description,
           row_number() OVER (PARTITION BY t.bank_account_id ORDER BY t.date DESC, t.id DESC) AS n
      FROM "review_decision" d
      JOIN "statements_banktransaction" t ON t.firm_id = d.firm_id AND t.id = d.transaction_id
      JOIN unnest(%(accounts)s::bigint[], %(days)s::date[]) AS b (id, day)
        ON b.id = t.bank_account_id AND t.date <= b.day
     WHERE d.business_id = %(business)s AND d.kind = 'exclude' AND t.is_live
       AND NOT EXISTS (SELECT FROM "review_decision" x
                        WHERE x.firm_id = d.firm_id AND x.transaction_id = d.transaction_id
                          AND x.version > d.version)) numbered
 WHERE n <= %(limit)s ORDER BY bank_account_id, date, id"""

# Whether a decision stands behind an entry is looked up one by one: a join of all decisions takes
# seconds, and only months that do not agree are asked.
_LOOSE = """
SELECT b.id, e.number, l.date, l.amount, e.description
  FROM unnest(%(accounts)s::bigint[], %(months)s::date[]) AS asked (id, month)
  JOIN "statements_bankaccount" b ON b.id = asked.id AND b.business_id = %(business)s
 CROSS JOIN LATERAL (
    SELECT o.entry_id, o.date, o.amount FROM "ledger_journalline" o
     WHERE o.account_id = b.ledger_account_id AND o.date >= asked.month
       AND o.date < asked.month + interval '1 month'
     ORDER BY o.date, o.entry_id LIMIT %(looked_at)s) l
  JOIN "ledger_journalentry" e ON e.id = l.entry_id
 WHERE (SELECT count(*) FROM "review_decision" d WHERE d.entry_id = l.entry_id) = 0
 ORDER BY b.id, l.date, e.number LIMIT %(limit)s"""


@dataclass(frozen=True, slots=True)
class MonthSides:
    """What moved in a month on a bank account, at the bank and in the books.

    `ledger` holds entries that no bank transaction stands behind, too: they are `beside`.
    """

    month: dt.date
    bank: Decimal
    ledger: Decimal
    waiting: Decimal
    excluded: Decimal

    @property
    def beside(self) -> Decimal:
        """What the books have that the bank does not say: openings, written and moved-in entries.

        Negative where they lack something.
        """
        return self.ledger - (self.bank - self.waiting - self.excluded)


class OpenItem(NamedTuple):
    """Something on one side only. `number` is a bank transaction's id, or an entry's number."""

    number: int
    date: dt.date
    amount: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class OpenItems:
    """The first few items by bank account id: what waits (oldest), what is excluded (newest), and
    entries of the month that no bank transaction stands behind (oldest).
    """

    waiting: Mapping[int, Sequence[OpenItem]]
    excluded: Mapping[int, Sequence[OpenItem]]
    beside: Mapping[int, Sequence[OpenItem]]


def months_of(
    business: Business, first: dt.date, last: dt.date
) -> dict[int, tuple[MonthSides, ...]]:
    """Both sides of every bank account, a record a month that moved, by bank account id.

    `first` and `last` are months by their first days, both included. One query.
    """
    end = (last + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    values: Values = {"business": business.pk, "first": first, "last": last, "end": end}
    found: dict[int, list[MonthSides]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS, values)
        for account_id, *sides in cursor.fetchall():
            found[account_id].append(MonthSides(*sides))
    return {account_id: tuple(months) for account_id, months in found.items()}


def open_items(
    business: Business,
    days: Mapping[int, dt.date],
    *,
    month: dt.date,
    unequal: Sequence[int],
    limit: int = ITEMS_SHOWN,
) -> OpenItems:
    """Items on one side only, up to the day of each bank account (`days` by its id).

    `unequal`: bank accounts whose `month` has something beside; only these are looked at for it.
    At most three queries.
    """
    values: Values = {
        "business": business.pk,
        "accounts": list(days),
        "days": list(days.values()),
        "limit": limit,
    }
    beside: Values = {
        **values,
        "accounts": list(unequal),
        "months": [month] * len(unequal),
        "looked_at": LINES_LOOKED_AT,
        "limit": limit * max(1, len(unequal)),
    }
    return OpenItems(
        waiting=_by_account(_WAITING, values) if days else {},
        excluded=_by_account(_EXCLUDED, values) if days else {},
        beside=_by_account(_LOOSE, beside) if unequal else {},
    )


def _by_account(sql: str, values: Values) -> dict[int, tuple[OpenItem, ...]]:
    found: dict[int, list[OpenItem]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for account_id, *item in cursor.fetchall():
            found[account_id].append(OpenItem(*item))
    return {account_id: tuple(items) for account_id, items in found.items()}
