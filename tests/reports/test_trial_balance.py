"""The trial balance: debit and credit columns, equal totals, every figure with its way back."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledgerflow.reports.inputs import AccountBalance, ReportHeader
from ledgerflow.reports.spec import Trace
from ledgerflow.reports.trial_balance import build_trial_balance


def test_balances_stand_in_order_in_their_columns(
    header: ReportHeader, balances: list[AccountBalance]
) -> None:
    report = build_trial_balance(header, balances)
    shown = [(r.code, *(c.value for c in r.cells)) for r in report.rows if r.kind == "account"]
    assert shown == [
        ("1010", Decimal("2341.55"), None),
        ("1900", Decimal(0), None),
        ("4000", None, Decimal(4500)),
        ("5100", Decimal(2000), None),
        ("6190", Decimal("113.45"), None),
        ("6240", Decimal(45), None),
    ]


def test_totals_are_equal_and_the_check_says_so(
    header: ReportHeader, balances: list[AccountBalance]
) -> None:
    report = build_trial_balance(header, balances)
    total = next(r for r in report.rows if r.kind == "total")
    assert [c.value for c in total.cells] == [Decimal(4500), Decimal(4500)]
    assert (report.checks[0].passed, report.checks[0].detail) == (True, "4,500.00 = 4,500.00")
    assert report.in_order


def test_books_out_of_balance_are_shown_and_not_hidden(
    header: ReportHeader, balances: list[AccountBalance]
) -> None:
    report = build_trial_balance(header, [b for b in balances if b.code != "6240"])
    assert report.checks[0].detail == "4,455.00 and 4,500.00 differ by −45.00"
    assert not report.in_order


def test_a_figure_opens_to_its_account_and_days(
    header: ReportHeader, balances: list[AccountBalance]
) -> None:
    report = build_trial_balance(header, balances)
    checking = next(r for r in report.rows if r.code == "1010")
    assert checking.cells[0].trace == Trace((1,), header.start, header.end)
    total = next(r for r in report.rows if r.kind == "total")
    assert total.cells[1].trace == Trace((4,), header.start, header.end)


def test_balances_since_the_start_of_the_books_have_open_days(
    header: ReportHeader, balances: list[AccountBalance]
) -> None:
    report = build_trial_balance(replace(header, start=None), balances)
    trace = next(r for r in report.rows if r.code == "4000").cells[1].trace
    assert trace == Trace((4,), None, dt.date(2025, 3, 31))


def test_empty_books_make_an_empty_trial_balance(header: ReportHeader) -> None:
    report = build_trial_balance(header, [])
    assert [r.kind for r in report.rows] == ["total", "note"]
    assert report.in_order


AMOUNTS = st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=2), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=AMOUNTS)
def test_debits_equal_credits_exactly_when_the_balances_add_to_zero(
    header: ReportHeader, amounts: list[Decimal]
) -> None:
    books = [
        AccountBalance(i, f"{1000 + i}", "Account", "asset", "", amount, 1)
        for i, amount in enumerate(amounts)
    ]
    assert build_trial_balance(header, books).checks[0].passed == (sum(amounts) == 0)
