"""Balances added up from all journal lines again, to hold against those that are kept.

Here: reads of every line of a business, for verifying. Not here: what reports read
(balances.py), or who asks (pipeline/verification). A million entries take some tenths of a second.
"""

from django.db import connection

from ledgerflow.firms.models import Business
from ledgerflow.ledger.balances import Balance

RECOMPUTED = """
SELECT a.id, a.code, a.name, a.type, a.key, a.currency, s.amount, s.lines, NULL, coalesce(p.key, '')
  FROM (SELECT account_id, sum(amount) AS amount, count(*) AS lines FROM "ledger_journalline"
         WHERE business_id = %(business)s GROUP BY account_id) s
  JOIN "ledger_account" a ON a.id = s.account_id
  LEFT JOIN "ledger_account" p ON p.id = a.parent_id
 ORDER BY a.code"""

BALANCES_DIFFER = """
SELECT coalesce(a.code, 'account ' || s.account_id) AS code,
       CASE WHEN s.of_month THEN to_char(s.start, 'YYYY-MM') ELSE s.start::text END AS span,
       sum(s.kept) AS kept, sum(s.kept_lines) AS kept_lines,
       sum(s.amount) AS amount, sum(s.lines) AS lines
  FROM (SELECT account_id, month AS start, true AS of_month,
               amount AS kept, lines AS kept_lines, 0 AS amount, 0 AS lines
          FROM "ledger_monthbalance" WHERE business_id = %(business)s
        UNION ALL
        SELECT account_id, date, false, amount, lines, 0, 0
          FROM "ledger_daybalance" WHERE business_id = %(business)s
        UNION ALL
        SELECT account_id, CASE WHEN of_month THEN date_trunc('month', date)::date ELSE date END,
               of_month, 0, 0, amount, lines
          FROM (SELECT account_id, date, sum(amount) AS amount, count(*) AS lines
                  FROM "ledger_journalline" WHERE business_id = %(business)s
                 GROUP BY account_id, date) days, (VALUES (true), (false)) AS spans (of_month)) s
  LEFT JOIN "ledger_account" a ON a.id = s.account_id
 GROUP BY s.account_id, a.code, s.of_month, s.start
HAVING sum(s.kept) <> sum(s.amount) OR sum(s.kept_lines) <> sum(s.lines)
 ORDER BY 1, 2"""
"""Where what is kept for a month or a day is not the sum of its lines: both sides are stacked and
summed, not joined, because no plan for that can be bad. Parameter: business."""


def balances_recomputed(business: Business) -> list[Balance]:
    """What `account_balances` says of all days, from the lines themselves; by code."""
    with connection.cursor() as cursor:
        cursor.execute(RECOMPUTED, {"business": business.pk})
        return [Balance._make(row) for row in cursor.fetchall()]
