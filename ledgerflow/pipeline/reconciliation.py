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
# Whether a transaction is decided is looked up one by one: an index serves that at any size, while
# a join over all decisions takes seconds when PostgreSQL has no statistics yet, as after a first
# large import.
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
), facts AS (
    SELECT bank_account_id,
           count(*) FILTER (WHERE is_due AND kind = 'undo') AS undecided_count,
           coalesce(sum(amount) FILTER (WHERE is_due AND kind = 'undo'), 0) AS undecided,
           count(*) FILTER (WHERE is_due AND kind = 'exclude') AS excluded_count,
           coalesce(sum(amount) FILTER (WHERE is_due AND kind = 'exclude'), 0) AS excluded,
           coalesce(sum(amount) FILTER (WHERE date < start), 0) AS before_first
      FROM (SELECT t.bank_account_id, t.amount, t.date, f.start,
                   t.date <= n.day AS is_due,
                   coalesce((SELECT d.kind FROM "review_decision" d
                              WHERE d.firm_id = t.firm_id AND d.transaction_id = t.id
                              ORDER BY d.version DESC LIMIT 1), 'undo') AS kind
              FROM "statements_banktransaction" t
              JOIN newest n USING (bank_account_id)
              LEFT JOIN first f USING (bank_account_id)
             WHERE t.business_id = %(business)s AND t.is_live) each_one
     GROUP BY bank_account_id
), books AS (
    SELECT b.id AS bank_account_id, coalesce(sum(l.amount), 0) AS ledger,
           coalesce(bool_or(e.kind = 'opening' AND NOT EXISTS (
               SELECT FROM "ledger_journalentry" r
                WHERE r.firm_id = e.firm_id AND r.reverses_id = e.id)), false) AS has_opening
      FROM "statements_bankaccount" b
      JOIN newest n ON n.bank_account_id = b.id
      JOIN "ledger_journalline" l ON l.firm_id = b.firm_id AND l.business_id = b.business_id
       AND l.account_id = b.ledger_account_id AND l.date <= n.day
      JOIN "ledger_journalentry" e ON e.firm_id = l.firm_id AND e.id = l.entry_id
     WHERE b.business_id = %(business)s
     GROUP BY b.id
)
SELECT b.id, b.name, b.currency, n.id, n.day, n.closing, coalesce(k.ledger, 0),
       coalesce(f.undecided_count, 0), coalesce(f.undecided, 0),
       coalesce(f.excluded_count, 0), coalesce(f.excluded, 0), coalesce(k.has_opening, false),
       first.opening - coalesce(f.before_first, 0)
  FROM "statements_bankaccount" b
  LEFT JOIN newest n ON n.bank_account_id = b.id
  LEFT JOIN first ON first.bank_account_id = b.id
  LEFT JOIN facts f ON f.bank_account_id = b.id
  LEFT JOIN books k ON k.bank_account_id = b.id
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
