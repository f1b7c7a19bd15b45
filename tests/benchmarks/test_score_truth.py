"""A statement against the whole truth about it."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from benchmarks.score_truth import truth_differences
from ledgerflow.statements.parsed import Balance, ParsedFile, ParsedLine, ParsedStatement

ROW = {"date": "2024-05-05", "amount": "-5.00", "description": "Shop"}


@pytest.fixture
def differences(tmp_path):
    def compare(row=ROW, opening="10.00", accounts=1):
        account = {"transactions": [row], "opening_balance": opening, "closing_balance": None}
        path = tmp_path / "truth.json"
        path.write_text(json.dumps({"accounts": [account] * accounts}))
        line = ParsedLine(1, dt.date(2024, 5, 5), Decimal("-5.00"), "Shop")
        statement = ParsedStatement("1", "EUR", (line,), opening=Balance(Decimal("10.00")))
        return truth_differences(ParsedFile("pdf", (statement,)), path)

    return compare


def test_the_same_rows_do_not_differ(differences):
    assert differences() == []


def test_a_description_counts(differences):
    found = differences({**ROW, "description": "Shop at the corner"})
    assert len(found) == 2
    assert "missing" in found[0]


def test_a_balance_counts(differences):
    assert differences(opening="11.00") == ["truth: opening balance 11.00, found 10.00"]


def test_the_number_of_accounts_counts(differences):
    assert differences(accounts=2) == ["truth: 2 accounts, found 1"]
