"""What moved on accounts by day, and which of it at a rate that its entry kept.

Here: reads in a firm's scope for accounts in other currencies. Not here: balances in an account's
own currency (selectors.py), or what a movement is worth (reports/translation.py).
Amounts are debit positive.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from ledgerflow.firms.models import Business

# A reversal has no rate of its own: it undoes its entry at that entry's rate.
USED_SQL = """
SELECT l.account_id, l.date, sum(l.amount), sum(l.amount * x.rate)
  FROM (SELECT r.entry_id, r.from_currency, r.rate
          FROM "ledger_entryrate" r
         WHERE r.firm_id = %(firm)s AND r.business_id = %(business)s AND r.to_currency = %(base)s
        UNION ALL
        SELECT e.id, r.from_currency, r.rate
          FROM "ledger_entryrate" r
          JOIN "ledger_journalentry" e ON e.firm_id = r.firm_id AND e.reverses_id = r.entry_id
         WHERE r.firm_id = %(firm)s AND r.business_id = %(business)s AND r.to_currency = %(base)s
       ) x
  JOIN "ledger_journalline" l ON l.entry_id = x.entry_id AND l.currency = x.from_currency
 WHERE l.date <= %(end)s AND l.date >= coalesce(%(start)s, l.date)
 GROUP BY l.account_id, l.date"""

DAYS_SQL = """
SELECT account_id, date, sum(amount)
  FROM "ledger_daybalance"
 WHERE business_id = %(business)s AND account_id = ANY(%(accounts)s) AND date <= %(end)s
 GROUP BY account_id, date
 ORDER BY account_id, date"""


class Used(NamedTuple):
    """The part of an account's movement on a day that was posted at kept rates.

    `amount` in the account's currency, `value` in the base currency, not rounded.
    """

    account_id: int
    date: dt.date
    amount: Decimal
    value: Decimal


class DayMovement(NamedTuple):
    """An account's whole movement on a day, in its own currency; 0 where it came and went."""

    account_id: int
    date: dt.date
    amount: Decimal


def used_movements(business: Business, *, start: dt.date | None, end: dt.date) -> list[Used]:
    """Movements at rates that entries kept, by account and day; both days included."""
    values: dict[str, Any] = {
        "firm": business.firm_id,
        "business": business.pk,
        "base": business.base_currency,
        "start": start,
        "end": end,
    }
    with connection.cursor() as cursor:
        cursor.execute(USED_SQL, values)
        return [Used(*row) for row in cursor.fetchall()]


def day_movements(
    business: Business, account_ids: Sequence[int], *, end: dt.date
) -> dict[int, list[DayMovement]]:
    """Each account's movements from the start of the books to a day, in order of days."""
    values: dict[str, Any] = {"business": business.pk, "accounts": list(account_ids), "end": end}
    found: dict[int, list[DayMovement]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(DAYS_SQL, values)
        for row in cursor.fetchall():
            found[row[0]].append(DayMovement(*row))
    return dict(found)
