"""The terminal's layout: right-aligned, ruled totals, nothing cut off."""

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from rich.console import Console

from ledgerflow.reports.inputs import AccountBalance, MonthAmount, ReportHeader
from ledgerflow.reports.profit_and_loss import build_profit_and_loss
from ledgerflow.reports.spec import Report
from ledgerflow.reports.trial_balance import build_trial_balance
from ledgerflow.reports.writers.table import print_report

TRIAL_BALANCE = """\
Trial balance
Northgate Shelves · 2025-Q1 · USD

                                   Debit    Credit
1010    Checking                2,341.55
1900    Suspense                    0.00
4000    Sales                             4,500.00
5100    Purchases               2,000.00
6190    Meals                     113.45
6240    Software                   45.00
                                ────────  ────────
      Total                     4,500.00  4,500.00
                                ════════  ════════

Not yet in the books: 3 bank transactions, −120.00 USD net
✓ holds: Debits equal credits (4,500.00 = 4,500.00)
✓ holds: Checking against its statement (3,000.40)
"""


def printed(report: Report, width: int = 80) -> str:
    stream = io.StringIO()
    print_report(report, Console(file=stream, width=width, highlight=False))
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def test_the_trial_balance_looks_as_accountants_expect(
    header: ReportHeader, balances: list[AccountBalance]
) -> None:
    assert printed(build_trial_balance(header, balances)) == TRIAL_BALANCE


def test_a_loss_has_a_true_minus(header: ReportHeader, months: list[MonthAmount]) -> None:
    line = next(
        text
        for text in printed(build_profit_and_loss(header, months)).splitlines()
        if "Net profit" in text
    )
    assert line.split() == ["Net", "profit", "−500.00", "−45.00", "2,886.55", "2,341.55"]


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_months_that_do_not_fit_go_into_a_further_block_and_no_figure_is_cut(
    header: ReportHeader, months: list[MonthAmount], width: int
) -> None:
    large = [replace(m, amount=m.amount * 1_000_000) for m in months]
    text = printed(build_profit_and_loss(header, large), width)
    for figure in ("1,500,000,000.00", "3,000,000,000.00", "−500,000,000.00", "158,450,000.00"):
        assert figure in text
    assert "…" not in text
    assert text.count("Net profit") == (1 if width >= 100 else text.count("Total income"))


def test_a_failed_check_is_said_in_words(
    header: ReportHeader, balances: list[AccountBalance]
) -> None:
    text = printed(build_trial_balance(header, balances[1:]))
    assert "✗ DOES NOT HOLD: Debits equal credits" in text


def test_bank_text_is_not_read_as_markup(header: ReportHeader) -> None:
    odd = AccountBalance(1, "1", "[red]Till[/] :smile:", "asset", "", Decimal(1), (1,))
    assert "[red]Till[/] :smile:" in printed(build_trial_balance(header, [odd]))
