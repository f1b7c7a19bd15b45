"""Balance sheet: what is owned, what is owed, and what is the owner's; both sides equal.

Here: the rows. Not here: reading balances, or the profit's make-up (profit_and_loss.py).
Income and expenses that no closing entry has taken into equity yet stand there as one row.
"""

from collections.abc import Sequence
from decimal import Decimal

from ledgerflow.reports.engine import (
    ZERO,
    balance_trace,
    cell_sum,
    natural,
    report_make,
    sum_row,
)
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

COLUMNS = (ReportColumn("Balance"),)
PROFIT_TYPES = frozenset({"income", "expense"})
PROFIT = "Profit not yet closed (income less expenses)"


def build_balance_sheet(header: ReportHeader, balances: Sequence[AccountBalance]) -> Report:
    """The balance sheet on `header.end`; accounts that stand at zero are left out.

    Unequal sides do not raise: the check says so.
    """
    assets = _rows(header, balances, "asset")
    liabilities = _rows(header, balances, "liability")
    equity = [*_rows(header, balances, "equity"), *_profit_rows(header, balances)]
    all_assets = sum_row("Total assets", assets, 1, kind="total")
    all_liabilities = sum_row("Total liabilities", liabilities, 1)
    all_equity = sum_row("Total equity", equity, 1)
    other_side = sum_row(
        "Total liabilities and equity", [all_liabilities, all_equity], 1, kind="total"
    )
    return report_make(
        REPORT,
        header,
        COLUMNS,
        [
            ReportSection("Assets", (*assets, all_assets)),
            ReportSection("Liabilities", (*liabilities, all_liabilities)),
            ReportSection("Equity", (*equity, all_equity)),
            ReportSection("", (other_side,)),
        ],
        checks=[_equal_check(all_assets, other_side, header.currency)],
    )


def _rows(
    header: ReportHeader, balances: Sequence[AccountBalance], account_type: str
) -> list[ReportRow]:
    chosen = [b for b in balances if b.type == account_type and b.amount]
    chosen.sort(key=lambda b: (not b.account_id, b.code, b.account_id))
    return [
        ReportRow("account", b.name, b.code, (_cell(header, b),), b.account_id or None)
        for b in chosen
    ]


def _cell(header: ReportHeader, balance: AccountBalance) -> ReportCell:
    return ReportCell(natural(balance.type, balance.amount), balance_trace(header, balance))


def _profit_rows(header: ReportHeader, balances: Sequence[AccountBalance]) -> list[ReportRow]:
    """One row for income and expenses that stand open; none where all are closed."""
    open_ones = [b for b in balances if b.type in PROFIT_TYPES and b.amount]
    if not open_ones:
        return []
    # The sign of equity for both: income adds to it, an expense takes from it.
    cells = [ReportCell(natural("equity", b.amount), balance_trace(header, b)) for b in open_ones]
    return [ReportRow("line", PROFIT, cells=(cell_sum(cells),))]


def _equal_check(assets: ReportRow, other_side: ReportRow, currency: str) -> ReportCheck:
    label = "Assets equal liabilities and equity"
    left, right = (
        row.cells[0].value if isinstance(row.cells[0].value, Decimal) else ZERO
        for row in (assets, other_side)
    )
    sides = [grouped(amount, currency) for amount in (left, right)]
    if left == right:
        return ReportCheck(label, True, " = ".join(sides))
    gap = grouped(left - right, currency)
    return ReportCheck(label, False, f"{sides[0]} and {sides[1]} differ by {gap}")


REPORT = ReportKind(
    id="balance_sheet",
    title="Balance sheet",
    description="What is owned and owed on a day, and the equity that is left.",
    needs="balances",
    builder=build_balance_sheet,
    figure=((0, 1),),
)
