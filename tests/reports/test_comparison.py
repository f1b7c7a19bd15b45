"""Two periods side by side: rows that belong together, and what only one of them has."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.reports import account_register, profit_and_loss, trial_balance
from ledgerflow.reports.comparison import compared, narrowed
from ledgerflow.reports.profit_and_loss import build_profit_and_loss
from ledgerflow.reports.spec import Undecided
from ledgerflow.reports.trial_balance import build_trial_balance

LABELS = ("2025-Q1", "2024-Q1")
PROFIT, TRIAL = profit_and_loss.REPORT, trial_balance.REPORT


def values(report, label):
    (row,) = [r for r in report.rows if r.label == label]
    return [cell.value for cell in row.cells]


def money(*amounts):
    return [Decimal(a) for a in amounts]


def a_year_before(header, **more):
    first, last = dt.date(2024, 1, 1), dt.date(2024, 3, 31)
    return replace(header, period_label="2024-Q1", start=first, end=last, **more)


def months_of_2024(months, factor="1", leave_out=()):
    return [
        replace(m, month=m.month.replace(year=2024), amount=m.amount * Decimal(factor))
        for m in months
        if m.name not in leave_out
    ]


def quarters(header, months, then):
    before = build_profit_and_loss(a_year_before(header), then)
    return compared(PROFIT, build_profit_and_loss(header, months), before, LABELS)


def test_the_total_stands_beside_that_of_the_other_period(header, months):
    found = quarters(header, months, months_of_2024(months, "0.5"))
    assert [c.label for c in found.columns] == ["2025-Q1", "2024-Q1", "Difference", "Change"]
    assert values(found, "Sales") == [*money(4500, 2250, 2250), "+100.0 %"]
    assert values(found, "Net profit")[:3] == money("2341.55", "1170.775", "1170.775")


def test_less_has_a_true_minus_and_the_same_is_no_change(header, months):
    assert values(quarters(header, months, months_of_2024(months, "2")), "Sales") == [
        *money(4500, 9000, -4500),
        "\N{MINUS SIGN}50.0 %",
    ]
    same = values(quarters(header, months, months_of_2024(months)), "Sales")
    assert same == [*money(4500, 4500, 0), "0.0 %"]


def test_an_account_of_one_period_alone_keeps_its_place_and_has_no_percentage(header, months):
    new = quarters(header, months, months_of_2024(months, leave_out=("Meals",)))
    assert values(new, "Meals") == [*money("113.45", 0, "113.45"), None]
    later = [m for m in months if m.name != "Meals"]
    gone = quarters(header, later, months_of_2024(months))
    assert values(gone, "Meals") == [*money(0, "113.45", "-113.45"), "\N{MINUS SIGN}100.0 %"]
    labels = [r.label for r in gone.rows]
    assert labels.index("Meals") + 1 == labels.index("Software")


def test_a_section_that_only_the_other_period_has_keeps_its_place(header, months):
    services = [m for m in months if m.name != "Purchases"]
    found = quarters(header, services, months_of_2024(months))
    assert [s.title for s in found.sections] == [
        *("Income", "Cost of goods sold", "Expenses", "", ""),
    ]
    assert values(found, "Purchases")[:3] == money(0, 2000, -2000)
    assert values(found, "Gross profit") == [None, Decimal(2500), None, None]


def test_each_figure_opens_and_a_difference_does_not(header, months):
    found = quarters(header, months, months_of_2024(months))
    (row,) = [r for r in found.rows if r.label == "Sales"]
    assert [c.trace.start.year if c.trace else None for c in row.cells] == [2025, 2024, None, None]


def test_balances_are_compared_with_credits_negative(header, balances):
    now = build_trial_balance(header, balances)
    found = compared(TRIAL, now, build_trial_balance(a_year_before(header), balances), LABELS)
    assert values(found, "Sales") == [*money(-4500, -4500, 0), "0.0 %"]
    assert values(found, "Total")[:3] == money(0, 0, 0)


def test_what_is_undecided_in_the_other_period_is_told(header, months):
    assert [c.passed for c in quarters(header, months, months_of_2024(months)).checks] == [
        *(True, False)
    ]
    whole = a_year_before(header, undecided=Undecided(0, Decimal(0)))
    before = build_profit_and_loss(whole, months_of_2024(months))
    found = compared(PROFIT, build_profit_and_loss(header, months), before, LABELS)
    assert [c.passed for c in found.checks] == [True]
    assert "Not yet in the books: 3 bank transactions" in found.rows[-1].label


def test_a_report_can_be_its_one_figure_alone(header, months):
    found = narrowed(PROFIT, build_profit_and_loss(header, months), "2025-Q1")
    assert [c.label for c in found.columns] == ["2025-Q1"]
    assert values(found, "Sales") == money(4500)


def test_a_list_of_lines_has_no_figure_to_compare(header, balances):
    with pytest.raises(InputError, match="no figure"):
        narrowed(account_register.REPORT, build_trial_balance(header, balances))
