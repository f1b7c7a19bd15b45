"""What is owned, what is owed, and what is the owner's."""

from dataclasses import replace
from decimal import Decimal

from ledgerflow.reports.balance_sheet import PROFIT, build_balance_sheet
from ledgerflow.reports.inputs import AccountBalance


def rows(made):
    return {r.label: [c.value for c in r.cells] for r in made.rows if r.cells}


def test_both_sides_are_equal_with_the_profit_that_is_not_closed(header):
    made = build_balance_sheet(
        header,
        [
            AccountBalance(1, "1010", "Checking", "asset", "", Decimal("900"), 3),
            AccountBalance(2, "2010", "Card", "liability", "", Decimal("-100"), 2),
            AccountBalance(3, "3100", "Contribution", "equity", "", Decimal("-500"), 1),
            AccountBalance(4, "4000", "Sales", "income", "", Decimal("-350"), 1),
            AccountBalance(5, "6190", "Meals", "expense", "", Decimal("50"), 1),
            AccountBalance(6, "1900", "Suspense", "asset", "", Decimal("0"), 2),
        ],
    )
    assert rows(made) == {
        "Checking": [900],
        "Total assets": [900],
        "Card": [100],
        "Total liabilities": [100],
        "Contribution": [500],
        PROFIT: [300],
        "Total equity": [800],
        "Total liabilities and equity": [900],
    }
    assert made.checks[0].label == "Assets equal liabilities and equity"
    assert made.checks[0].passed
    profit = next(r for r in made.rows if r.label == PROFIT)
    assert profit.cells[0].trace.account_ids == (4, 5)


def test_a_closed_year_has_no_row_of_profit_and_a_loss_is_negative(header):
    closed = [
        AccountBalance(1, "1010", "Checking", "asset", "", Decimal("900"), 3),
        AccountBalance(3, "3300", "Retained earnings", "equity", "", Decimal("-900"), 1),
        AccountBalance(4, "4000", "Sales", "income", "", Decimal("0"), 2),
    ]
    assert PROFIT not in rows(build_balance_sheet(header, closed))
    loss = [
        replace(closed[0], amount=Decimal("-20")),
        AccountBalance(5, "6190", "Meals", "expense", "", Decimal("20"), 1),
    ]
    found = rows(build_balance_sheet(header, loss))
    assert found[PROFIT] == found["Total assets"] == [-20]


def test_the_exchange_difference_comes_last_in_equity_and_leads_to_its_accounts(header):
    made = build_balance_sheet(
        header,
        [
            AccountBalance(
                0,
                "",
                "Gains",
                "equity",
                "exchange_difference",
                Decimal("-9"),
                4,
                account_ids=(7, 8),
            ),
            AccountBalance(1, "1010", "Euros", "asset", "", Decimal("9"), 3),
            AccountBalance(3, "3100", "Contribution", "equity", "", Decimal("0.00"), 1),
            AccountBalance(9, "3200", "Draw", "equity", "", Decimal("5"), 1),
            AccountBalance(2, "1020", "Checking", "asset", "", Decimal("-5"), 3),
        ],
    )
    equity = next(s for s in made.sections if s.title == "Equity")
    assert [r.label for r in equity.rows] == ["Draw", "Gains", "Total equity"]
    gains = equity.rows[1]
    assert (gains.account_id, gains.cells[0].trace.account_ids) == (None, (7, 8))


def test_sides_that_differ_are_shown_and_said(header):
    one = [AccountBalance(1, "1010", "Checking", "asset", "", Decimal("1"), 3)]
    check = build_balance_sheet(header, one).checks[0]
    assert not check.passed
    assert check.detail == "1.00 and 0.00 differ by 1.00"
