"""An account's lines as rows: before, each line with its balance, after."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.reports.account_register import build_account_register
from ledgerflow.reports.general_ledger import build_general_ledger
from ledgerflow.reports.inputs import RegisterAccount, RegisterLine
from ledgerflow.reports.spec import Trace


def line(day, number, amount, balance):
    return RegisterLine(
        dt.date(2025, 1, day), number, "Paint", "6160 Supplies", Decimal(amount), Decimal(balance)
    )


CHECKING = RegisterAccount(
    *(1, "1010", "Checking", "USD", Decimal(100), Decimal(75)),
    (line(5, 7, "-40", "60"), line(6, 8, "15", "75")),
)
EUROS = RegisterAccount(2, "1020", "Euros", "EUR", Decimal(9), Decimal(9), ())


@pytest.mark.parametrize("build", [build_general_ledger, build_account_register])
def test_an_accounts_lines_lead_from_one_balance_to_the_other(header, build):
    made = build(header, [CHECKING, EUROS])
    first, second = made.sections[:2]
    assert [s.title for s in (first, second)] == ["1010 Checking", "1020 Euros (in EUR)"]
    rows = [[c.value for c in r.cells] for r in first.rows]
    assert rows == [
        [None, None, None, None, None, Decimal(100)],
        ["2025-01-05", "7", "6160 Supplies", None, Decimal(40), Decimal(60)],
        ["2025-01-06", "8", "6160 Supplies", Decimal(15), None, Decimal(75)],
        [None, None, None, Decimal(15), Decimal(40), Decimal(75)],
    ]
    assert first.rows[-1].cells[3].trace == Trace((1,), header.start, header.end)
    assert second.rows[-1].cells[3].trace is None
    assert [r.kind for r in second.rows] == ["line", "subtotal"]


def test_a_ledger_of_nothing_is_empty_and_says_what_waits(header):
    made = build_general_ledger(header, [])
    assert [r.kind for r in made.rows] == ["note"]
