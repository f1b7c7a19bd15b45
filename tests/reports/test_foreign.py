"""Reports of books in several currencies: what is told at which rate."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.ledger.selectors import account_balances, account_by_key
from ledgerflow.ledger.services import entry_reverse
from ledgerflow.ledger.trading import account_in
from ledgerflow.reports.foreign import balances_translated
from ledgerflow.reports.translated import DIFFERENCE_NAME
from tests.currencies import account, exchange, figures, foreign, move, named, report, state

CHECK = "Debits equal credits"


@pytest.fixture
def euros(books):
    """A thousand dollars of capital; 500 of them became 400 euros at 1.25."""
    with books.scope():
        dollars, euros = account(books, "Checking"), account(books, "Euro account", "EUR")
        move(
            books,
            "2025-01-10",
            dollars,
            account_by_key(books.business, "owner_contribution"),
            "1000",
        )
        exchange(books, "2025-02-03", dollars, euros, "500", "400")
        state(books, "EUR", "2025-02-28", "1.20")
        state(books, "EUR", "2025-03-31", "1.30")
        state(books, "EUR", "2025-12-31", "1.10")
    return books


def passed(made):
    return {c.label: c.passed for c in made.checks}


def test_money_in_another_currency_stands_at_the_rate_of_the_last_day(euros):
    with euros.scope():
        march, december = (
            figures(report(euros, "trial_balance", end=end)) for end in ("2025-03-31", None)
        )
    assert march["Euro account"] == [Decimal("520.00"), None]
    assert march[DIFFERENCE_NAME] == [None, Decimal("20.00")]
    assert march["Total"] == [Decimal("1020.00")] * 2
    assert december["Euro account"] == [Decimal("440.00"), None]
    assert december[DIFFERENCE_NAME] == [Decimal("60.00"), None]
    assert december["Total"] == [Decimal("1000.00")] * 2


def test_the_rates_stand_under_the_report_with_their_sources(euros):
    with euros.scope():
        made = report(euros, "trial_balance", end="2025-04-02")
    assert made.notes == ("1 EUR in USD: 1.3 on 2025-03-31 (European Central Bank)",)
    assert made.in_order


def test_a_rate_that_is_too_old_leaves_its_currency_out_and_says_so(euros):
    with euros.scope():
        made = report(euros, "trial_balance", end="2025-06-30")
    assert "Euro account" not in figures(made)
    assert figures(made)["Currency trading USD"] == [Decimal("500.0000"), None]
    assert not made.in_order
    failed = [c for c in made.checks if not c.passed]
    assert len(failed) == 1
    assert failed[0].label == "Every amount in EUR has a rate to USD"
    assert "no rate for 2025-06-30" in failed[0].detail
    assert "Euro account (EUR)" in failed[0].detail
    assert passed(made)[CHECK]


def test_the_balance_sheet_has_the_gain_in_its_equity(euros):
    with euros.scope():
        made = report(euros, "balance_sheet", end="2025-03-31")
    found = figures(made)
    assert found["Total assets"] == found["Total liabilities and equity"] == [Decimal("1020.00")]
    assert found[DIFFERENCE_NAME] == [Decimal("20.00")]
    assert passed(made)["Assets equal liabilities and equity"]


def test_the_gain_of_what_was_exchanged_back_is_realised(euros):
    with euros.scope():
        dollars = account_by_key(euros.business, "owner_draw")
        own = named("Euro account")
        exchange(euros, "2025-03-15", own, dollars, "100", "150")
        made = report(euros, "unrealised_gains", end="2025-03-31")
        whole = figures(report(euros, "trial_balance", end="2025-03-31"))[DIFFERENCE_NAME]
    found = figures(made)
    assert found["Euro account"] == [
        "300.00 EUR",
        *(Decimal(x) for x in ("375.00", "390.00", "15.00", "25.00")),
    ]
    assert found["Exchange gains and losses, as in the trial balance"][3] == Decimal("40.00")
    assert whole == [None, Decimal("40.00")]


def test_income_and_costs_in_another_currency_take_the_rate_of_their_month(euros):
    with euros.scope():
        bank = named("Euro account")
        sales = foreign(euros, "Sales abroad", "EUR", "income")
        move(euros, "2025-02-10", bank, sales, "100")
        move(euros, "2025-03-05", bank, sales, "10")
        profit = report(euros, "profit_and_loss", end="2025-03-31")
        sheet = figures(report(euros, "balance_sheet", end="2025-03-31"))
        tax = figures(report(euros, "schedule_c_worksheet"))
    assert figures(profit)["Sales abroad"] == [
        Decimal(0),
        Decimal("120.00"),
        Decimal("13.00"),
        Decimal("133.00"),
    ]
    assert len(profit.notes) == 1
    assert "1.2 on 2025-02-28; 1.3 on 2025-03-31" in profit.notes[0]
    assert sheet["Profit not yet closed (income less expenses)"] == [Decimal("133.00")]
    assert sheet[DIFFERENCE_NAME] == [Decimal("30.00")]
    assert any("Sales abroad" in label for label in tax)


def test_a_profit_in_a_currency_without_a_rate_is_left_out_and_named(euros):
    with euros.scope():
        pounds = account(euros, "Pound account", "GBP")
        move(euros, "2025-02-10", pounds, foreign(euros, "Sales in pounds", "GBP", "income"), "9")
        made = {i: report(euros, i) for i in ("profit_and_loss", "schedule_c_worksheet")}
    for one in made.values():
        (check,) = [c for c in one.checks if not c.passed]
        assert check.label == "Every amount in GBP has a rate to USD"
        assert "2025-02-28" in check.detail
        assert "Sales in pounds (GBP)" in check.detail
        assert not any("pounds" in label for label in figures(one))


def test_closing_a_year_takes_its_profit_into_equity_as_it_was(euros):
    with euros.scope():
        bank = named("Euro account")
        sales = foreign(euros, "Sales abroad", "EUR", "income")
        move(euros, "2025-02-10", bank, sales, "100")
        before = figures(report(euros, "balance_sheet"))
        retained = account_in(euros.business, "retained_earnings", "EUR")
        move(euros, "2025-12-31", sales, retained, "100", "closing")
        after = figures(report(euros, "balance_sheet"))
    assert before["Profit not yet closed (income less expenses)"] == [Decimal("120.00")]
    assert after["Retained earnings (EUR)"] == [Decimal("120.00")]
    assert "Profit not yet closed (income less expenses)" not in after
    assert before[DIFFERENCE_NAME] == after[DIFFERENCE_NAME]


def test_a_reversed_exchange_leaves_no_gain(euros):
    with euros.scope():
        own, dollars = (
            type(account_by_key(euros.business, "sales")).objects.get(name=n)
            for n in ("Euro account", "Checking")
        )
        before = figures(report(euros, "unrealised_gains", end="2025-03-31"))
        entry = exchange(euros, "2025-03-15", own, dollars, "100", "150")
        entry_reverse(entry=entry, reason="typed twice")
        after = figures(report(euros, "unrealised_gains", end="2025-03-31"))
    assert before == after


def test_books_in_one_currency_ask_for_no_rates(books, django_assert_num_queries):
    with books.scope():
        capital = account_by_key(books.business, "owner_contribution")
        move(books, "2025-01-10", account(books, "Checking"), capital, "1000")
        business = books.business
        balances = account_balances(business)
        with django_assert_num_queries(0):
            told, notes = balances_translated(business, balances, dt.date(2025, 12, 31))
    assert [b.amount for b in told.balances] == [Decimal(1000), Decimal(-1000)]
    assert (notes.notes, notes.checks) == ((), ())
