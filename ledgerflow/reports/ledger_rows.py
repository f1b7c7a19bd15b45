"""Rows of an account's lines with the running balance, as the ledger reports share them; pure.

Here: one account's section. Not here: which accounts a report has (account_register.py,
general_ledger.py) or reading (registers.py).
"""

from collections.abc import Sequence
from decimal import Decimal

from ledgerflow.reports.engine import EMPTY
from ledgerflow.reports.inputs import RegisterAccount, RegisterLine, ReportHeader
from ledgerflow.reports.spec import (
    ReportCell,
    ReportColumn,
    ReportRow,
    ReportSection,
    Trace,
)

COLUMNS = (
    ReportColumn("Day", kind="text"),
    ReportColumn("Entry", kind="text"),
    ReportColumn("Other accounts", kind="text"),
    ReportColumn("Debit"),
    ReportColumn("Credit"),
    ReportColumn("Balance"),
)


def account_sections(
    header: ReportHeader, accounts: Sequence[RegisterAccount]
) -> list[ReportSection]:
    """A section for each account: what it stood at, its lines, what it stands at.

    Balances are debit positive: that of an income or a debt is negative. Amounts are in the
    account's own currency, which the title names where it is not the books'.
    """
    return [ReportSection(_title(header, a), _rows(header, a)) for a in accounts]


def _title(header: ReportHeader, account: RegisterAccount) -> str:
    named = f"{account.code} {account.name}"
    return named if account.currency == header.currency else f"{named} (in {account.currency})"


def _rows(header: ReportHeader, account: RegisterAccount) -> tuple[ReportRow, ...]:
    debited = sum((x.amount for x in account.lines if x.amount > 0), Decimal(0))
    credited = sum((-x.amount for x in account.lines if x.amount < 0), Decimal(0))
    trace = None
    if account.lines:
        trace = Trace((account.account_id,), header.start, header.end)
    moved = (ReportCell(debited, trace), ReportCell(credited, trace))
    return (
        ReportRow("line", "Balance before", cells=(*[EMPTY] * 5, ReportCell(account.opening))),
        *(_line(x) for x in account.lines),
        ReportRow(
            "subtotal",
            "Balance after",
            account.code,
            (*[EMPTY] * 3, *moved, ReportCell(account.closing)),
            account.account_id,
        ),
    )


def _line(line: RegisterLine) -> ReportRow:
    amount = ReportCell(abs(line.amount))
    sides = (amount, EMPTY) if line.amount > 0 else (EMPTY, amount)
    facts = (str(line.date), str(line.number), line.others)
    cells = (*(ReportCell(fact) for fact in facts), *sides, ReportCell(line.balance))
    return ReportRow("line", line.description, cells=cells)
