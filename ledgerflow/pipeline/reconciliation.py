"""Reconciliation: do the books, with what waits or is excluded, come to what the bank says?

Here: one result per bank account, and the zero check of the clearing account, read in a firm's
scope. Not here: a statement's own arithmetic (statements/proof.py).
Amounts are the holder's view, which is also the debit-positive balance of the ledger account.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from ledgerflow.firms.models import Business
from ledgerflow.ledger.selectors import account_balances
from ledgerflow.ledger.trading import sister_key
from ledgerflow.reports.figures import grouped
from ledgerflow.reports.spec import ReportCheck

CLEARING = "transfers_clearing"
ZERO = Decimal(0)

# One query for all accounts. `newest`: the closing balance to meet, the latest one printed for a
# day up to the asked one, else the first after it; of one day's, a proved and later one.
# `first`: the earliest printed opening balance; what lies before it is not in that balance.
# What waits, what moved in a month and what an account stands at are kept, so that no transaction
# and no line is walked: only the days of months that a day cuts, what waits, and what is excluded.
RECONCILE_SQL = """
WITH newest AS (
    SELECT DISTINCT ON (s.bank_account_id) s.bank_account_id, s.id, s.closing,
           coalesce(s.closing_date, s."end") AS day
      FROM "statements_statement" s
     WHERE s.business_id = %(business)s AND s.withdrawn_by_id IS NULL
       AND s.closing IS NOT NULL AND coalesce(s.closing_date, s."end") IS NOT NULL
     ORDER BY s.bank_account_id, coalesce(s.closing_date, s."end") > %(until)s,
              abs(coalesce(s.closing_date, s."end") - %(until)s),
              s.verdict = 'proved' DESC, s.id DESC
), first AS (
    SELECT DISTINCT ON (s.bank_account_id) s.bank_account_id, s.opening, s.start
      FROM "statements_statement" s
     WHERE s.business_id = %(business)s AND s.withdrawn_by_id IS NULL
       AND s.opening IS NOT NULL AND s.start IS NOT NULL
     ORDER BY s.bank_account_id, s.start, s.verdict = 'proved' DESC, s.id
), waiting AS (
    SELECT w.bank_account_id, count(*) AS count, sum(w.amount) AS amount
      FROM "review_waitingtransaction" w JOIN newest n USING (bank_account_id)
     WHERE w.business_id = %(business)s AND w.date <= n.day
     GROUP BY w.bank_account_id
), excluded AS (
    SELECT t.bank_account_id, count(*) AS count, sum(t.amount) AS amount
      FROM "review_decision" d
      JOIN "statements_banktransaction" t ON t.firm_id = d.firm_id AND t.id = d.transaction_id
      JOIN newest n USING (bank_account_id)
     WHERE d.business_id = %(business)s AND d.kind = 'exclude' AND t.is_live AND t.date <= n.day
       AND NOT EXISTS (SELECT FROM "review_decision" x
                        WHERE x.firm_id = d.firm_id AND x.transaction_id = d.transaction_id
                          AND x.version > d.version)
     GROUP BY t.bank_account_id
), openings AS MATERIALIZED (
    SELECT e.id, e.date FROM "ledger_journalentry" e
     WHERE e.business_id = %(business)s AND e.kind = 'opening'
       AND NOT EXISTS (SELECT FROM "ledger_journalentry" r
                        WHERE r.firm_id = e.firm_id AND r.reverses_id = e.id)
)
SELECT b.id, b.name, b.currency, n.id, n.day, n.closing, coalesce(k.ledger, 0),
       coalesce(w.count, 0), coalesce(w.amount, 0), coalesce(x.count, 0), coalesce(x.amount, 0),
       EXISTS (SELECT FROM openings o JOIN "ledger_journalline" l ON l.entry_id = o.id
                WHERE l.account_id = b.ledger_account_id AND o.date <= n.day),
       first.opening - coalesce(f.before_first, 0), b.ledger_account_id
  FROM "statements_bankaccount" b
  LEFT JOIN newest n ON n.bank_account_id = b.id
  LEFT JOIN first ON first.bank_account_id = b.id
  LEFT JOIN waiting w ON w.bank_account_id = b.id
  LEFT JOIN excluded x ON x.bank_account_id = b.id
  LEFT JOIN LATERAL (
    SELECT sum(m.amount) AS ledger
      FROM (SELECT amount FROM "ledger_monthbalance"
             WHERE business_id = b.business_id AND account_id = b.ledger_account_id
               AND month < date_trunc('month', n.day)::date
            UNION ALL
            SELECT amount FROM "ledger_daybalance"
             WHERE account_id = b.ledger_account_id
               AND date BETWEEN date_trunc('month', n.day)::date AND n.day) m) k ON true
  LEFT JOIN LATERAL (
    SELECT sum(m.amount) AS before_first
      FROM (SELECT "into" + out AS amount FROM "statements_accountmonth"
             WHERE business_id = b.business_id AND bank_account_id = b.id
               AND month < date_trunc('month', first.start)::date
            UNION ALL
            SELECT t.amount FROM "statements_banktransaction" t
             WHERE t.firm_id = b.firm_id AND t.bank_account_id = b.id AND t.is_live
               AND t.date >= date_trunc('month', first.start)::date
               AND t.date < first.start) m) f ON true
 WHERE b.business_id = %(business)s
 ORDER BY b.name, b.id
"""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One bank account against its newest statement.

    `statement_id`, `day` and `closing` are None where no statement prints a closing balance.
    `excluded`: what a decision keeps out of the books, though it stands in the statement.
    `outside`: the printed opening balance that no opening entry brought into the books; None
    where none is printed. `gap` is closing less all that is known, None without a closing.
    """

    bank_account_id: int
    name: str
    currency: str
    statement_id: int | None
    day: dt.date | None
    closing: Decimal | None
    ledger: Decimal
    undecided_count: int
    undecided: Decimal
    excluded_count: int
    excluded: Decimal
    has_opening: bool
    outside: Decimal | None
    ledger_account_id: int = 0

    @property
    def known(self) -> Decimal:
        """Ledger balance + undecided + excluded + an opening balance that is not in the books."""
        outside = ZERO if self.has_opening or self.outside is None else self.outside
        return self.ledger + self.undecided + self.excluded + outside

    @property
    def gap(self) -> Decimal | None:
        """What is missing from the books (positive) or too much in them (negative)."""
        return None if self.closing is None else self.closing - self.known

    @property
    def ok(self) -> bool:
        """True when the books come to the closing balance; with nothing compared, False."""
        return self.gap == 0

    @property
    def explanation(self) -> str:
        """Both sides in words, and the likely cause of a gap."""
        if self.closing is None or self.day is None or self.gap is None:
            return "no statement with a closing balance: there is nothing to compare with"
        sides = f"{self._sum()} = {self._money(self.known)}"
        told = f"closing balance of {self.day} {self._money(self.closing)} {self.currency}"
        if self.ok:
            return f"{sides} = {told}"
        return f"{sides}, but {told}: {self._money(self.gap)} {self._cause()}"

    def _sum(self) -> str:
        parts = [f"ledger {self._money(self.ledger)}"]
        parts.append(f"undecided {self._money(self.undecided)} ({self.undecided_count})")
        if self.excluded_count:
            parts.append(f"excluded {self._money(self.excluded)} ({self.excluded_count})")
        if not self.has_opening and self.outside:
            parts.append(f"opening balance not in the books {self._money(self.outside)}")
        return " + ".join(parts)

    def _cause(self) -> str:
        if not self.has_opening and self.outside is None:
            return "is missing; no opening balance is known, so enter the one before the first line"
        if self.gap is not None and self.gap < 0:
            return "too much is in the books; look for lines booked twice or by hand"
        return "is missing; look for a statement that was not imported"

    def _money(self, amount: Decimal) -> str:
        return grouped(amount, self.currency)


@dataclass(frozen=True, slots=True)
class ClearingBalance:
    """What transfers between own accounts left behind, after how many journal lines."""

    amount: Decimal
    currency: str
    lines: int

    @property
    def ok(self) -> bool:
        """True when every transfer has both its halves."""
        return self.amount == 0

    @property
    def explanation(self) -> str:
        """The balance in words."""
        if self.ok:
            return f"0 after {self.lines} line{'' if self.lines == 1 else 's'}"
        amount = grouped(self.amount, self.currency)
        return f"{amount} {self.currency} is left: a transfer's other half is missing or undecided"


def reconcile(business: Business, *, until: dt.date | None = None) -> list[Reconciliation]:
    """Every bank account of a business against its newest closing balance, by name.

    `until`: the newest one up to that day is taken, or the first one after it.
    """
    parameters: dict[str, int | dt.date] = {
        "business": business.pk,
        "until": until or dt.date.max,
    }
    with connection.cursor() as cursor:
        cursor.execute(RECONCILE_SQL, parameters)
        return [Reconciliation(*row) for row in cursor.fetchall()]


def clearing_balances(
    business: Business, *, until: dt.date | None = None, currencies: Iterable[str] = ()
) -> list[ClearingBalance]:
    """The clearing account of each currency at the end of a day, or of all days.

    The one in the business's currency first, those in other `currencies` that moved by key.
    """
    keys = [CLEARING, *(sister_key(CLEARING, c) for c in set(currencies))]
    rows = {
        b.key: ClearingBalance(b.amount, b.currency, b.lines)
        for b in account_balances(business, end=until, keys=keys)
    }
    own = rows.pop(CLEARING, None) or ClearingBalance(ZERO, business.base_currency, 0)
    return [own, *(rows[key] for key in sorted(rows))]


def reconciliation_checks(
    business: Business, *, until: dt.date | None = None
) -> tuple[ReportCheck, ...]:
    """The checks that stand under every report: each bank account, then the clearing accounts."""
    results = reconcile(business, until=until)
    currencies = {r.currency for r in results}
    return checks_of(results, clearing_balances(business, until=until, currencies=currencies))


def checks_of(
    results: Sequence[Reconciliation], clearing: Sequence[ClearingBalance]
) -> tuple[ReportCheck, ...]:
    """Results as the checks of a report."""
    checks = [
        ReportCheck(f"{r.name}: books and undecided equal the statement", r.ok, r.explanation)
        for r in results
    ]
    label = "Transfers between own accounts come to zero"
    for number, one in enumerate(clearing):
        ending = f" in {one.currency}" if number else ""
        checks.append(ReportCheck(f"{label}{ending}", one.ok, one.explanation))
    return tuple(checks)
