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
    as "ledger balance + undecided = statement closing balance". `without_closing`: the figures
    leave out year-end closing entries, which would bring income and costs of a year to zero.
    `notes` stand under the report: exchange rates with their sources.
    """

    business: str
    currency: str
    period_label: str
    start: dt.date | None
    end: dt.date
    undecided: Undecided
    checks: tuple[ReportCheck, ...] = ()
    without_closing: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """One account's balance or movement. `lines`: how many journal lines are behind it.

    `heading_key` is the key of the heading the account stands under, "" at the top.
    `account_ids`: the accounts behind a figure that is not one account's; its `account_id` is 0.
    """

    account_id: int
    code: str
    name: str
    type: str
    key: str
    amount: Decimal
    lines: int
    heading_key: str = ""
    account_ids: tuple[int, ...] = ()


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
    lines: int
    heading_key: str = ""


@dataclass(frozen=True, slots=True)
class ForeignHolding:
    """An asset or a debt kept in another currency, as it stands on the report's last day.

    `amount` in the account's currency, debit positive; the rest in the base currency: `cost` at
    the rates it came in at, `value` at the last day's rate, `realised` gained by what has left.
    """

    account_id: int
    code: str
    name: str
    currency: str
    amount: Decimal
    cost: Decimal
    value: Decimal
    realised: Decimal
    lines: int

    @property
    def unrealised(self) -> Decimal:
        """What would be gained (positive) or lost by exchanging it all on the last day."""
        return self.value - self.cost


@dataclass(frozen=True, slots=True)
class ExchangeResult:
    """All holdings, and the whole exchange gain as the trial balance has it (a loss negative)."""

    holdings: tuple[ForeignHolding, ...]
    gain: Decimal


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A line of an account with the balance after it; `others`: its entry's other accounts, in
    words.
    """

    date: dt.date
    number: int
    description: str
    others: str
    amount: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class RegisterAccount:
    """An account over the header's days, in its own currency: before, its lines, after."""

    account_id: int
    code: str
    name: str
    currency: str
    opening: Decimal
    closing: Decimal
    lines: tuple[RegisterLine, ...]
