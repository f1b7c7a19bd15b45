"""JSON: one shape, amounts as strings, each figure with the question that opens it."""

import io
import json
from typing import Any

from ledgerflow.reports.inputs import AccountBalance, MonthAmount, ReportHeader
from ledgerflow.reports.profit_and_loss import build_profit_and_loss
from ledgerflow.reports.spec import Report
from ledgerflow.reports.trial_balance import build_trial_balance
from ledgerflow.reports.writers.json import write


def written(report: Report) -> Any:
    stream = io.StringIO()
    write(report, stream)
    assert stream.getvalue().endswith("}\n")
    return json.loads(stream.getvalue())


def test_a_figure_is_a_string_with_its_accounts_and_days(
    header: ReportHeader, balances: list[AccountBalance]
) -> None:
    data = written(build_trial_balance(header, balances))
    assert data["sections"][0]["rows"][0] == {
        "kind": "account",
        "code": "1010",
        "label": "Checking",
        "account_id": 1,
        "cells": [
            {
                "value": "2341.55",
                "trace": {
                    "accounts": [1],
                    "start": "2025-01-01",
                    "end": "2025-03-31",
                    "without_closing": False,
                },
            },
            {"value": None, "trace": None},
        ],
    }


def test_the_frame_says_whose_books_when_and_what_is_missing(
    header: ReportHeader, balances: list[AccountBalance]
) -> None:
    data = written(build_trial_balance(header, balances))
    assert data["shape"] == "ledgerflow.report/2"
    assert data["period"] == {"label": "2025-Q1", "start": "2025-01-01", "end": "2025-03-31"}
    assert data["not_yet_in_the_books"] == {"count": 3, "amount": "-120.00"}
    assert [check["passed"] for check in data["checks"]] == [True, True]
    assert [column["label"] for column in data["columns"]] == ["Debit", "Credit"]


def test_the_same_books_give_the_same_bytes(
    header: ReportHeader, months: list[MonthAmount]
) -> None:
    first, second = io.StringIO(), io.StringIO()
    write(build_profit_and_loss(header, months), first)
    write(build_profit_and_loss(header, months[::-1]), second)
    assert first.getvalue() == second.getvalue()
