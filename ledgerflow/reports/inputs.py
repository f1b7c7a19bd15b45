"""What reports are built from: frozen records that the database readers fill.

Here: shapes and signs. Not here: reading them (the selectors) or adding them (engine.py).
Amounts are debit positive, as journal lines store them.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.reports.spec import ReportCheck, Undecided


@dataclass(frozen=True, slots=True)
class ReportHeader:
    """Whose report, of which days (both included), and what is known about its completeness.

    `start` is None for balances since the start of the books. `checks` come from the reader, such
    as "ledger balance + undecided = statement closing balance".
    """

    business: str
    currency: str
    period_label: str
    start: dt.date | None
    end: dt.date
    undecided: Undecided
    checks: tuple[ReportCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """One account's balance or movement. `entries`: numbers of the journal entries behind it.

    `heading_key` is the key of the heading the account stands under, "" at the top.
    """

    account_id: int
    code: str
    name: str
    type: str
    key: str
    amount: Decimal
    entries: tuple[int, ...]
    heading_key: str = ""


@dataclass(frozen=True, slots=True)
class MonthAmount:
    """One account's movement in one month; `month` is its first day. At most one record for an
    account and month is expected; several are added.
    """

    account_id: int
    code: str
    name: str
    type: str
    key: str
    month: dt.date
    amount: Decimal
    entries: tuple[int, ...]
    heading_key: str = ""
