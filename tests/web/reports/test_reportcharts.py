"""Which figures of a report are drawn."""

import datetime as dt
from decimal import Decimal

from ledgerflow.reports.comparison import narrowed
from ledgerflow.reports.inputs import MonthAmount, ReportHeader
from ledgerflow.reports.profit_and_loss import REPORT, build_profit_and_loss
from ledgerflow.reports.spec import Undecided
from ledgerflow.reports.trial_balance import build_trial_balance
from ledgerflow.web.reportcharts import ACCOUNTS_MOST, charts_of

HEADER = ReportHeader(
    *("Northgate Shelves", "USD", "2025-Q1", dt.date(2025, 1, 1), dt.date(2025, 3, 31)),
    Undecided(0, Decimal(0)),
)


def amount(number, name, month, value, kind="expense"):
    code, day = f"6{number:03}", dt.date(2025, month, 1)
    return MonthAmount(number, code, name, kind, "", day, Decimal(value), 1)


def profit(*amounts):
    return build_profit_and_loss(HEADER, amounts)


def test_months_show_income_costs_and_what_is_left():
    found = profit(
        *(amount(1, "Sales", 1, -100, "income"), amount(2, "Rent", 1, 40)),
        *(amount(2, "Rent", 3, 40), amount(3, "Meals", 3, 5)),
    )
    by_month, by_account = charts_of(found)
    assert by_month.series == ("Income", "Costs", "Net profit")
    assert by_month.rows == (
        ("Jan 2025", (100, 40, 60)),
        ("Feb 2025", (0, 0, 0)),
        ("Mar 2025", (0, 45, -45)),
    )
    assert by_account.rows == (("Rent", (80,)), ("Meals", (5,)))


def test_many_accounts_are_the_largest_and_the_rest():
    found = profit(*(amount(n, f"Account {n}", 1, n) for n in range(1, ACCOUNTS_MOST + 4)))
    rows = charts_of(found)[-1].rows
    assert (len(rows), rows[0]) == (ACCOUNTS_MOST, ("Account 13", (13,)))
    assert rows[-1] == ("4 other accounts", (1 + 2 + 3 + 4,))


def test_a_refund_beyond_the_costs_is_no_bar():
    found = profit(amount(1, "Rent", 1, 40), amount(2, "Meals", 1, 5), amount(3, "Fees", 1, -7))
    assert [label for label, _figures in charts_of(found)[-1].rows] == ["Rent", "Meals"]


def test_one_figure_alone_has_no_months_to_draw():
    found = profit(amount(1, "Rent", 1, 40), amount(2, "Meals", 1, 5))
    assert [c.id for c in charts_of(narrowed(REPORT, found))] == ["by-account"]


def test_nothing_moved_and_other_reports_are_not_drawn():
    assert charts_of(profit()) == []
    assert charts_of(build_trial_balance(HEADER, [])) == []
