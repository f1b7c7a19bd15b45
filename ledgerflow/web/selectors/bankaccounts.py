"""Bank accounts of a business at a glance: newest statement, what waits, balances by month.

Here: one query for all of them, in a firm's scope, from what is kept: no walk over transactions or
lines. Not here: their coverage (coveragegrid.py) or a reconciliation (pipeline/reconciliation.py).
Amounts are the holder's view.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from ledgerflow.review.selectors import WaitingMoney
from ledgerflow.statements.models import BankAccount
from ledgerflow.web.marks import Mark, verdict_mark
from ledgerflow.web.reportcharts import Chart

MONTHS_SHOWN = 12
OWED = frozenset({BankAccount.Kind.CARD, BankAccount.Kind.LOAN})
ZERO = Decimal(0)

GLANCE_SQL = """
WITH waiting AS (
    SELECT bank_account_id, count(*) AS n,
           coalesce(sum(amount) FILTER (WHERE amount > 0), 0) AS money_in,
           coalesce(sum(amount) FILTER (WHERE amount < 0), 0) AS money_out
      FROM "review_waitingtransaction" WHERE business_id = %(business)s
     GROUP BY bank_account_id
), excluded AS (
    SELECT t.bank_account_id, count(*) AS n,
           coalesce(sum(t.amount) FILTER (WHERE t.amount > 0), 0) AS money_in,
           coalesce(sum(t.amount) FILTER (WHERE t.amount < 0), 0) AS money_out
      FROM "review_decision" d
      JOIN "statements_banktransaction" t ON t.id = d.transaction_id AND t.is_live
     WHERE d.firm_id = %(firm)s AND d.business_id = %(business)s AND d.kind = 'exclude'
       AND NOT EXISTS (SELECT FROM "review_decision" l WHERE l.firm_id = d.firm_id
                          AND l.transaction_id = d.transaction_id AND l.version > d.version)
     GROUP BY t.bank_account_id
), newest AS (
    SELECT DISTINCT ON (bank_account_id) bank_account_id, file_id, verdict, closing, "end"
      FROM "statements_statement"
     WHERE business_id = %(business)s AND withdrawn_by_id IS NULL
     ORDER BY bank_account_id, "end" DESC NULLS LAST, id DESC
), months AS (
    SELECT account_id, array_agg(month ORDER BY month) AS months,
           array_agg(amount ORDER BY month) AS amounts
      FROM (SELECT m.account_id, m.month, sum(m.amount) AS amount
              FROM "ledger_monthbalance" m
              JOIN "statements_bankaccount" b ON b.ledger_account_id = m.account_id
             WHERE m.business_id = %(business)s GROUP BY m.account_id, m.month) kept
     GROUP BY account_id
)
SELECT b.id, b.name, b.number_last4, b.kind, b.currency, b.ledger_account_id,
       n.file_id, n.verdict, n.closing, n."end",
       coalesce(w.n, 0), coalesce(w.money_in, 0), coalesce(w.money_out, 0),
       coalesce(x.n, 0), coalesce(x.money_in, 0), coalesce(x.money_out, 0),
       coalesce(m.months, '{}'), coalesce(m.amounts, '{}')
  FROM "statements_bankaccount" b
  LEFT JOIN newest n ON n.bank_account_id = b.id
  LEFT JOIN waiting w ON w.bank_account_id = b.id
  LEFT JOIN excluded x ON x.bank_account_id = b.id
  LEFT JOIN months m ON m.account_id = b.ledger_account_id
 WHERE b.business_id = %(business)s
 ORDER BY b.name, b.id
"""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A bank account; `mark` is the proof of its newest statement, None without one.

    `months`: first day of each month in which its ledger account moved, with the movement.
    """

    id: int
    name: str
    kind: str
    currency: str
    ledger_account_id: int
    file_id: int | None
    mark: Mark | None
    closing: Decimal | None
    until: dt.date | None
    waiting: WaitingMoney
    excluded: WaitingMoney
    months: tuple[tuple[dt.date, Decimal], ...]

    @property
    def balance(self) -> Decimal:
        """What the books say that is on it, debts negative."""
        return sum((amount for _month, amount in self.months), ZERO)


def account_rows(firm_id: int, business_id: int) -> list[AccountRow]:
    """Every bank account of a business, by name; one query."""
    with connection.cursor() as cursor:
        cursor.execute(GLANCE_SQL, {"firm": firm_id, "business": business_id})
        return [_row(*row) for row in cursor.fetchall()]


def _row(number: int, name: str, last4: str, kind: str, currency: str, *rest: Any) -> AccountRow:
    ledger_id, file_id, verdict, closing, until = rest[:5]
    return AccountRow(
        id=number,
        name=f"{name} ··{last4}" if last4 else name,
        kind=kind,
        currency=currency,
        ledger_account_id=ledger_id,
        file_id=file_id,
        mark=verdict_mark(verdict) if verdict else None,
        closing=closing,
        until=until,
        waiting=WaitingMoney(currency, *rest[5:8]),
        excluded=WaitingMoney(currency, *rest[8:11]),
        months=tuple(zip(rest[11], rest[12], strict=True)),
    )


def money_by_currency(found: Sequence[WaitingMoney], own: str) -> list[WaitingMoney]:
    """One sum a currency of what there is any of, the business's own first."""
    sums: dict[str, WaitingMoney] = {}
    for one in found:
        if one.count:
            before = sums.get(one.currency, WaitingMoney(one.currency, 0, ZERO, ZERO))
            sums[one.currency] = WaitingMoney(
                one.currency,
                before.count + one.count,
                before.into + one.into,
                before.out + one.out,
            )
    return sorted(sums.values(), key=lambda m: (m.currency != own, m.currency))


def cash_chart(rows: Sequence[AccountRow], currency: str, today: dt.date) -> Chart | None:
    """What stood on the accounts in one currency at the end of the last twelve months.

    None where nothing moved before the end of this month. Cards and loans are a series of their
    own, below zero.
    """
    own = [row for row in rows if row.currency == currency]
    this_month = today.replace(day=1)
    moved = [month for row in own for month, _amount in row.months if month <= this_month]
    if not moved:
        return None
    months = _months_until(max(moved), min(moved))
    series = [(_("In the bank"), [r for r in own if r.kind not in OWED])]
    series += [(_("Cards and loans"), [r for r in own if r.kind in OWED])]
    shown = [(name, _at_month_ends(accounts, months)) for name, accounts in series if accounts]
    figures = zip(*(values for _name, values in shown), strict=True)
    return Chart(
        "cash",
        "line",
        _("Cash at the end of each month"),
        _("Month"),
        tuple(name for name, _values in shown),
        tuple((f"{month:%Y-%m}", at) for month, at in zip(months, figures, strict=True)),
    )


def _at_month_ends(accounts: Sequence[AccountRow], months: Sequence[dt.date]) -> list[Decimal]:
    moved: dict[dt.date, Decimal] = defaultdict(Decimal)
    before = ZERO
    for account in accounts:
        for month, amount in account.months:
            if month < months[0]:
                before += amount
            else:
                moved[month] += amount
    return list(accumulate((moved[m] for m in months), initial=before))[1:]


def _months_until(last: dt.date, first: dt.date) -> list[dt.date]:
    """First days of up to twelve months, the last one given; none before the first."""
    number = last.year * 12 + last.month - 1
    earliest = first.year * 12 + first.month - 1
    numbers = range(max(earliest, number - MONTHS_SHOWN + 1), number + 1)
    return [dt.date(n // 12, n % 12 + 1, 1) for n in numbers]
