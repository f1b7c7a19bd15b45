"""CSV: one table, formulas neutralised, numbers left as numbers."""

import csv
import io
from decimal import Decimal

import pytest

from ledgerflow.reports.inputs import AccountBalance, MonthAmount, ReportHeader
from ledgerflow.reports.profit_and_loss import build_profit_and_loss
from ledgerflow.reports.spec import Report
from ledgerflow.reports.trial_balance import build_trial_balance
from ledgerflow.reports.writers.csv import write

TRIAL_BALANCE = """\
Section,Row,Code,Label,Debit,Credit
,account,1010,Checking,2341.55,
,account,1900,Suspense,0.00,
,account,4000,Sales,,4500.00
,account,5100,Purchases,2000.00,
,account,6190,Meals,113.45,
,account,6240,Software,45.00,
,total,,Total,4500.00,4500.00
,note,,"Not yet in the books: 3 bank transactions, −120.00 USD net",,
,report,,Trial balance · 2025-Q1 · USD,,
,report,,Northgate Shelves,,
,check,,"Debits equal credits: holds (4,500.00 = 4,500.00)",,
,check,,"Checking against its statement: holds (3,000.40)",,
"""


def written(report: Report) -> str:
    stream = io.StringIO()
    write(report, stream)
    return stream.getvalue()


def test_the_trial_balance_is_one_table(
    header: ReportHeader, balances: list[AccountBalance]
) -> None:
    text = written(build_trial_balance(header, balances))
    assert text == TRIAL_BALANCE.replace("\n", "\r\n")


def test_a_loss_is_a_number_and_not_a_text(header: ReportHeader, months: list[MonthAmount]) -> None:
    rows = list(csv.reader(io.StringIO(written(build_profit_and_loss(header, months)))))
    net = next(row for row in rows if row[3] == "Net profit")
    assert [Decimal(text) for text in net[4:]] == [
        *(Decimal("-500"), Decimal("-45"), Decimal("2886.55"), Decimal("2341.55")),
    ]
    assert {len(row) for row in rows} == {8}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_text_that_would_run_as_a_formula_is_neutralised(header: ReportHeader, start: str) -> None:
    name = f"{start}cmd|' /C calc'!A0"
    odd = AccountBalance(1, "1", name, "asset", "", Decimal("-7"), (1,))
    rows = list(csv.reader(io.StringIO(written(build_trial_balance(header, [odd])), newline="")))
    assert rows[1][3:] == [f"'{name}", "", "7.00"]
