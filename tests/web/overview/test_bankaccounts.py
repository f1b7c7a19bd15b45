"""Cash at the ends of months, and sums a currency; worked out by hand."""

import datetime as dt
from decimal import Decimal

from ledgerflow.review.selectors import WaitingMoney
from ledgerflow.web.selectors.bankaccounts import AccountRow, cash_chart, money_by_currency

TODAY = dt.date(2025, 6, 10)
NOTHING = WaitingMoney("USD", 0, Decimal(0), Decimal(0))


def account(kind="checking", currency="USD", **moved):
    """Movements by month: m2025_01=100."""
    months = tuple(
        (dt.date(int(name[1:5]), int(name[6:]), 1), Decimal(amount))
        for name, amount in moved.items()
    )
    return AccountRow(
        *(1, "Checking", kind, currency, 7, None, None, None, None, NOTHING, NOTHING), months
    )


def test_a_quiet_month_keeps_what_was_there():
    chart = cash_chart([account(m2025_01=100, m2025_04=-30)], "USD", TODAY)
    assert chart.rows == (
        ("2025-01", (100,)),
        ("2025-02", (100,)),
        ("2025-03", (100,)),
        ("2025-04", (70,)),
    )


def test_debts_are_a_series_of_their_own_below_zero():
    rows = [account(m2025_01=100), account("card", m2025_01=-40), account("loan", m2025_02=-5)]
    chart = cash_chart(rows, "USD", TODAY)
    assert chart.series == ("In the bank", "Cards and loans")
    assert chart.rows == (("2025-01", (100, -40)), ("2025-02", (100, -45)))


def test_twelve_months_are_shown_with_what_was_there_before():
    moved = {f"m2024_{n:02}": 1 for n in range(1, 13)} | {"m2025_03": 1}
    chart = cash_chart([account(**moved)], "USD", TODAY)
    assert (len(chart.rows), chart.rows[0], chart.rows[-1]) == (
        *(12, ("2024-04", (4,))),
        ("2025-03", (13,)),
    )


def test_a_misread_month_ahead_and_another_currency_are_no_part_of_it():
    rows = [account(m2025_01=100, m2031_01=9), account(currency="EUR", m2025_02=5)]
    chart = cash_chart(rows, "USD", TODAY)
    assert chart.rows == (("2025-01", (100,)),)
    assert cash_chart(rows[1:], "USD", TODAY) is None


def test_money_is_summed_a_currency_with_the_own_one_first():
    found = [
        WaitingMoney("EUR", 1, Decimal(5), Decimal(0)),
        WaitingMoney("USD", 2, Decimal(1), Decimal(-3)),
        WaitingMoney("USD", 1, Decimal(0), Decimal(-1)),
        WaitingMoney("CHF", 0, Decimal(0), Decimal(0)),
    ]
    assert money_by_currency(found, "USD") == [
        WaitingMoney("USD", 3, Decimal(1), Decimal(-4)),
        WaitingMoney("EUR", 1, Decimal(5), Decimal(0)),
    ]
