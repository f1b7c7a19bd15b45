"""Trial balance: every account's balance in a debit or a credit column, totals equal.

Here: the rows. Not here: reading balances, or posting. Debit and credit are shown, never stored.
"""

from collections.abc import Sequence
from decimal import Decimal

from ledgerflow.reports.engine import EMPTY, ZERO, balance_trace, report_make, sum_row
from ledgerflow.reports.figures import grouped
from ledgerflow.reports.inputs import AccountBalance, ReportHeader
from ledgerflow.reports.spec import (
    Report,
    ReportCell,
    ReportCheck,
    ReportColumn,
    ReportKind,
    ReportRow,
    ReportSection,
)

COLUMNS = (ReportColumn("Debit"), ReportColumn("Credit"))


def build_trial_balance(header: ReportHeader, balances: Sequence[AccountBalance]) -> Report:
    """The trial balance on `header.end`; accounts that never moved are left out.

    An account that moved and came back to zero is shown with 0 as debit. Unequal totals do not
    raise: the check says so, because a report that hides a fault helps nobody.
    """
    moved = [b for b in balances if b.amount or b.lines]
    # A figure that is no account's, as the exchange difference, comes last.
    in_order = sorted(moved, key=lambda b: (not b.account_id, b.code, b.account_id))
    rows = [_row(header, b) for b in in_order]
    total = sum_row("Total", rows, len(COLUMNS), kind="total")
    return report_make(
        REPORT,
        header,
        COLUMNS,
        [ReportSection("", (*rows, total))],
        checks=[_equal_check(total, header.currency)],
    )


def _row(header: ReportHeader, balance: AccountBalance) -> ReportRow:
    cell = ReportCell(abs(balance.amount), balance_trace(header, balance))
    cells = (EMPTY, cell) if balance.amount < 0 else (cell, EMPTY)
    return ReportRow("account", balance.name, balance.code, cells, balance.account_id or None)


def _equal_check(total: ReportRow, currency: str) -> ReportCheck:
    debit, credit = (c.value if isinstance(c.value, Decimal) else ZERO for c in total.cells)
    sides = [grouped(amount, currency) for amount in (debit, credit)]
    difference = debit - credit
    if not difference:
        return ReportCheck("Debits equal credits", True, " = ".join(sides))
    detail = f"{sides[0]} and {sides[1]} differ by {grouped(difference, currency)}"
    return ReportCheck("Debits equal credits", False, detail)


REPORT = ReportKind(
    id="trial_balance",
    title="Trial balance",
    description="Every account's balance on a day, debits and credits equal.",
    needs="balances",
    builder=build_trial_balance,
    figure=((0, 1), (1, -1)),
)
