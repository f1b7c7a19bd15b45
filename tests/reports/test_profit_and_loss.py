"""Profit and loss by month: natural signs, gross and net profit, nothing dropped silently."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.reports.inputs import MonthAmount, ReportHeader
from ledgerflow.reports.profit_and_loss import build_profit_and_loss
from ledgerflow.reports.spec import Report, ReportRow, Trace


def row(report: Report, label: str) -> ReportRow:
    return next(r for r in report.rows if r.label == label)


def figures(report: Report, label: str) -> list[str]:
    return [f"{c.value:.2f}" for c in row(report, label).cells]


def test_every_month_of_the_period_has_a_column_and_all_have_a_total(
    header: ReportHeader, months: list[MonthAmount]
) -> None:
    report = build_profit_and_loss(header, months)
    assert [c.label for c in report.columns] == ["Jan 2025", "Feb 2025", "Mar 2025", "Total"]
    assert figures(report, "Sales") == ["1500.00", "0.00", "3000.00", "4500.00"]


def test_profit_is_income_less_goods_less_expenses(
    header: ReportHeader, months: list[MonthAmount]
) -> None:
    report = build_profit_and_loss(header, months)
    assert figures(report, "Gross profit") == ["-500.00", "0.00", "3000.00", "2500.00"]
    assert figures(report, "Total expenses") == ["0.00", "45.00", "113.45", "158.45"]
    assert figures(report, "Net profit") == ["-500.00", "-45.00", "2886.55", "2341.55"]
    assert row(report, "Net profit").kind == "total"


def test_without_goods_sold_there_is_no_gross_profit(
    header: ReportHeader, months: list[MonthAmount]
) -> None:
    report = build_profit_and_loss(header, [m for m in months if m.code != "5100"])
    assert "Gross profit" not in [r.label for r in report.rows]
    assert figures(report, "Net profit")[-1] == "4341.55"


def test_refunds_to_customers_lower_the_income(
    header: ReportHeader, months: list[MonthAmount]
) -> None:
    march = dt.date(2025, 3, 1)
    refund = MonthAmount(9, "4100", "Refunds", "income", "", march, Decimal("200"), 1)
    report = build_profit_and_loss(header, [*months, refund])
    assert figures(report, "Refunds") == ["0.00", "0.00", "-200.00", "-200.00"]
    assert figures(report, "Total income")[-1] == "4300.00"


def test_a_figure_opens_to_its_month_and_a_total_to_all(
    header: ReportHeader, months: list[MonthAmount]
) -> None:
    report = build_profit_and_loss(replace(header, start=dt.date(2025, 1, 15)), months)
    sales = row(report, "Sales").cells
    assert sales[0].trace == Trace((4,), dt.date(2025, 1, 15), dt.date(2025, 1, 31))
    assert sales[1].trace is None
    net = row(report, "Net profit").cells[-1].trace
    assert net == Trace((4, 5, 6, 7), dt.date(2025, 1, 15), dt.date(2025, 3, 31))


def test_a_profit_asks_for_entries_without_closing_as_its_header_says(
    header: ReportHeader, months: list[MonthAmount]
) -> None:
    report = build_profit_and_loss(replace(header, without_closing=True), months)
    traces = [cell.trace for r in report.rows for cell in r.cells if cell.trace]
    assert len(traces) > 10
    assert all(trace.without_closing for trace in traces)


def test_what_is_not_yet_in_the_books_is_said(
    header: ReportHeader, months: list[MonthAmount]
) -> None:
    report = build_profit_and_loss(header, months)
    assert report.rows[-1].label == ("Not yet in the books: 3 bank transactions, −120.00 USD net")


def test_a_month_outside_the_period_is_refused(
    header: ReportHeader, months: list[MonthAmount]
) -> None:
    late = replace(months[0], month=dt.date(2025, 4, 1))
    with pytest.raises(InputError, match="the month 2025-04-01 is not the first day of a month of"):
        build_profit_and_loss(header, [*months, late])


def test_a_balance_sheet_account_is_refused(
    header: ReportHeader, months: list[MonthAmount]
) -> None:
    with pytest.raises(InputError, match="is asset: it has no place in a profit and loss"):
        build_profit_and_loss(header, [replace(months[0], type="asset")])


def test_a_period_without_a_first_day_is_refused(header: ReportHeader) -> None:
    with pytest.raises(InputError, match="needs the first day of its period"):
        build_profit_and_loss(replace(header, start=None), [])


def test_a_period_over_the_new_year_has_each_month_once(header: ReportHeader) -> None:
    wide = replace(header, start=dt.date(2024, 12, 31), end=dt.date(2025, 2, 1))
    report = build_profit_and_loss(wide, [])
    assert [c.label for c in report.columns] == ["Dec 2024", "Jan 2025", "Feb 2025", "Total"]
