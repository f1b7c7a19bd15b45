"""How rows of statements call themselves, and what the database keeps unique."""

import datetime as dt
from decimal import Decimal

from ledgerflow.statements.models import (
    BankAccount,
    BankTransaction,
    LineMatch,
    Statement,
    StatementFile,
    StatementLine,
)

COFFEE = {"date": dt.date(2025, 1, 14), "amount": Decimal("-4.00"), "description": "COFFEE"}


def test_rows_say_what_they_are_without_an_account_number():
    assert str(BankAccount(name="Checking", number_last4="5512")) == "Checking ··5512"
    assert str(BankAccount(name="Checking")) == "Checking"
    assert str(StatementFile(name="january.csv")) == "january.csv"
    assert (
        str(StatementLine(**COFFEE)) == str(BankTransaction(**COFFEE)) == "2025-01-14 -4.00 COFFEE"
    )
    day = dt.date(2025, 1, 1)
    assert str(Statement(bank_account_id=3, start=day, end=day)) == "3 2025-01-01..2025-01-01"
    match = LineMatch(line_id=1, transaction_id=2, reason="not seen before")
    assert str(match) == "line 1 is transaction 2: not seen before"
