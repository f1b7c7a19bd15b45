"""A trial balance in CSV, row by row."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.interchange.openings.reading import openings_read


def read(text):
    rows, faults = openings_read(text.encode())
    return rows, [(f.code.removeprefix("journal_"), f.line) for f in faults.all()]


def test_debit_and_credit_or_one_balance():
    rows, told = read(
        'Account,Debit,Credit\n1010,"1,000.50",\n3900,,1000.50\n1100,,\nTotal,1000.50,1000.50\n'
    )
    assert [(r.account, r.amount) for r in rows] == [
        ("1010", Decimal("1000.50")), ("3900", Decimal("-1000.50")),
    ]  # fmt: skip
    assert told == [("totals", 5)]
    rows, told = read("code;name;balance;currency;date\n1010;Bank;(5.00);EUR;2024-12-31\n")
    assert (rows[0].amount, rows[0].currency, rows[0].date) == (-5, "EUR", dt.date(2024, 12, 31))
    assert told == []


@pytest.mark.parametrize(
    ("row", "code"),
    [("1010,NaN", "amount"), ("1010,1.00001", "too_many_decimals"), (",5", "no_account"),
     ("1010", "width"), ('1010,"1,000"', "amount")],
)  # fmt: skip
def test_bad_rows_are_named(row, code):
    assert read(f"account,balance\n{row}\n3900,1\n")[1] == [(code, 2)]


@pytest.mark.parametrize("text", ["", "Dear Sir\n", "date,balance\n", 'account,balance\n1,"a"b\n'])
def test_what_is_no_trial_balance(text):
    with pytest.raises(UnreadableFile, match="Line"):
        openings_read(text.encode())


def test_a_date_that_is_none():
    assert read("account,balance,date\n1010,5,31/12/2024\n")[1] == [("date", 2)]
