"""No cash box or bank account is below zero on any day of the period.

Here: the balance after each day that moved, from the kept day balances. A bank account may be
overdrawn, a cash box cannot be. Not here: cards and loans, which are debts.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from ledgerflow.pipeline.closing.checks.records import Books, Check, Finding, listed, money

# For each account: its lowest day, how many days are below zero, and the balance at the end.
LOWEST = """
WITH cash AS (
    SELECT a.id, a.name, a.currency, b.id IS NOT NULL AS at_bank,
           coalesce((SELECT sum(m.amount) FROM "ledger_monthbalance" m
                      WHERE m.business_id = a.business_id AND m.account_id = a.id
                        AND m.month < %(start)s), 0) AS opening
      FROM "ledger_account" a
      JOIN "ledger_account" h ON h.firm_id = a.firm_id AND h.id = a.parent_id
       AND h.key = 'bank_accounts'
      LEFT JOIN "statements_bankaccount" b
        ON b.firm_id = a.firm_id AND b.ledger_account_id = a.id
     WHERE a.business_id = %(business)s AND a.type = 'asset'
), days AS (
    SELECT c.id, d.date, c.opening + sum(sum(d.amount)) OVER (
               PARTITION BY c.id ORDER BY d.date) AS balance
      FROM cash c JOIN "ledger_daybalance" d
        ON d.account_id = c.id AND d.date BETWEEN %(start)s AND %(end)s
     GROUP BY c.id, c.opening, d.date
    UNION ALL
    SELECT id, %(start)s::date - 1, opening FROM cash
)
SELECT c.name, c.currency, c.at_bank, min(d.balance),
       (array_agg(d.date ORDER BY d.balance, d.date))[1],
       count(*) FILTER (WHERE d.balance < 0), (array_agg(d.balance ORDER BY d.date DESC))[1]
  FROM cash c JOIN days d ON d.id = c.id
 GROUP BY c.id, c.name, c.currency, c.at_bank
HAVING min(d.balance) < 0
 ORDER BY c.name, c.id"""


@dataclass(frozen=True, slots=True)
class Lowest:
    """An account that is below zero: its lowest day, how many such days, the balance at the end.

    The lowest day may be the day before the period, where it opens below zero.
    """

    name: str
    currency: str
    at_bank: bool
    lowest: Decimal
    day: dt.date
    days: int
    closing: Decimal

    @property
    def words(self) -> str:
        """The account, its lowest balance and the one at the end."""
        low, end = money(self.lowest, self.currency), money(self.closing, self.currency)
        return f"{self.name}: {low} on {self.day}, lowest of {self.days}; {end} at the end"


def find(books: Books) -> Finding:
    """Blocking for a cash box, a warning for a bank account."""
    with connection.cursor() as cursor:
        cursor.execute(LOWEST, books.parameters)
        found = [Lowest(*row) for row in cursor.fetchall()]
    cash = [one.words for one in found if not one.at_bank]
    if cash:
        todo = "Cash cannot be below zero: look for money in that was not booked, or a wrong day."
        return Finding("blocking", listed(cash), todo)
    if found:
        todo = "If the bank shows no overdraft, look for a missing opening balance or money in."
        return Finding("warning", listed(one.words for one in found), todo)
    return Finding("ok", "no day of the period ends below zero")


CHECK = Check("negative_cash", "Cash and bank accounts are not below zero", find)
