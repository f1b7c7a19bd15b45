"""Profit and loss by month: income, cost of goods sold, expenses, net profit.

Here: the rows. Not here: reading the movements, or tax rules (schedule_c_worksheet.py): meals
and the like stand here in full.
"""

import calendar
import datetime as dt
from collections.abc import Sequence

from ledgerflow.core.errors import InputError
from ledgerflow.reports.engine import ZERO, cell_sum, natural, report_make, sum_row
from ledgerflow.reports.inputs import MonthAmount, ReportHeader
from ledgerflow.reports.spec import (
    Report,
    ReportCell,
    ReportColumn,
    ReportKind,
    ReportRow,
    ReportSection,
    Trace,
)

GOODS = "cost_of_goods_sold"
"""The key of the heading whose accounts are subtracted before gross profit."""


def build_profit_and_loss(header: ReportHeader, amounts: Sequence[MonthAmount]) -> Report:
    """Profit and loss with one column a month of the period and a total.

    Accounts without movement are left out. Raises InputError without a start day, for a month
    outside the period and for an account that is neither income nor expense.
    """
    months = _months(header)
    _refuse_strangers(header, months, amounts)
    columns = [ReportColumn(f"{m:%b %Y}") for m in months] + [ReportColumn("Total")]
    income = _account_rows(header, months, [a for a in amounts if a.type == "income"])
    costs = [a for a in amounts if a.type == "expense"]
    goods = _account_rows(header, months, [a for a in costs if a.heading_key == GOODS])
    expenses = _account_rows(header, months, [a for a in costs if a.heading_key != GOODS])
    return report_make(REPORT, header, columns, _sections(income, goods, expenses, len(columns)))


def _sections(
    income: list[ReportRow], goods: list[ReportRow], expenses: list[ReportRow], width: int
) -> list[ReportSection]:
    """Gross profit is shown only where goods are sold."""
    all_income = sum_row("Total income", income, width)
    all_goods = sum_row("Total cost of goods sold", goods, width)
    all_expenses = sum_row("Total expenses", expenses, width)
    gross = sum_row("Gross profit", [all_income, all_goods], width, signs=(1, -1))
    net = sum_row(
        *("Net profit", [all_income, all_goods, all_expenses], width),
        kind="total",
        signs=(1, -1, -1),
    )
    return [
        ReportSection("Income", (*income, all_income)),
        ReportSection("Cost of goods sold", (*goods, all_goods, gross) if goods else ()),
        ReportSection("Expenses", (*expenses, all_expenses)),
        ReportSection("", (net,)),
    ]


def _months(header: ReportHeader) -> list[dt.date]:
    """First days of the months that the period touches."""
    if header.start is None:
        raise InputError(
            "A profit and loss needs the first day of its period.",
            hint="Choose a period, such as a year or a quarter.",
        )
    months = []
    day = header.start.replace(day=1)
    while day <= header.end:
        months.append(day)
        day = (day + dt.timedelta(days=31)).replace(day=1)
    return months


def _refuse_strangers(
    header: ReportHeader, months: Sequence[dt.date], amounts: Sequence[MonthAmount]
) -> None:
    """Dropping a figure silently would make a wrong profit look right."""
    for amount in amounts:
        if amount.type not in ("income", "expense"):
            raise InputError(
                f"Account {amount.code} {amount.name} is {amount.type}: "
                "it has no place in a profit and loss.",
                hint="Hand in income and expense accounts only.",
            )
        if amount.month not in months:
            raise InputError(
                f"Account {amount.code} {amount.name}: the month {amount.month} is not the "
                f"first day of a month of {header.period_label}.",
                hint="Hand in the months of the report's period only.",
            )


def _account_rows(
    header: ReportHeader, months: Sequence[dt.date], amounts: Sequence[MonthAmount]
) -> list[ReportRow]:
    by_account: dict[int, list[MonthAmount]] = {}
    for amount in amounts:
        if amount.amount or amount.lines:
            by_account.setdefault(amount.account_id, []).append(amount)
    groups = sorted(by_account.values(), key=lambda g: (g[0].code, g[0].account_id))
    return [_account_row(header, months, group) for group in groups]


def _account_row(
    header: ReportHeader, months: Sequence[dt.date], group: Sequence[MonthAmount]
) -> ReportRow:
    cells = [_month_cell(header, month, [a for a in group if a.month == month]) for month in months]
    first = group[0]
    return ReportRow("account", first.name, first.code, (*cells, cell_sum(cells)), first.account_id)


def _month_cell(header: ReportHeader, month: dt.date, amounts: Sequence[MonthAmount]) -> ReportCell:
    """The account's figure of one month; 0 without a trace where nothing moved."""
    if not amounts:
        return ReportCell(ZERO)
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    trace = Trace(
        account_ids=(amounts[0].account_id,),
        start=max(month, header.start or month),
        end=min(last, header.end),
        without_closing=header.without_closing,
    )
    return ReportCell(natural(amounts[0].type, sum((a.amount for a in amounts), ZERO)), trace)


REPORT = ReportKind(
    id="profit_and_loss",
    title="Profit and loss",
    description="Income less costs, month by month, with the net profit.",
    needs="months",
    builder=build_profit_and_loss,
    figure=((-1, 1),),
)
